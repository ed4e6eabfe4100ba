"""Text as a plain SMS carries it: the alphabet of GSM 03.38, counted in segments."""

import re
import unicodedata
from typing import Dict

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Two septets each."""
ALONE = 160
"""Septets of a message that is one segment."""
TOGETHER = 153
"""Septets of each segment of a longer one; the rest joins them."""
MOST_SEGMENTS = 3

DEGREES_OF = re.compile(r"\s?°\s?([CF])\b")
DEGREES = re.compile(r"\s?°")
IN_WORDS: Dict[str, str] = {"µg": "mcg", "μg": "mcg", "µ": "micro", "μ": "micro", "±": "+/-", "≥": ">=", "≤": "<="}
INSTEAD: Dict[str, str] = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("•·∙▪◦", "-"),
    **{"…": "...", "×": "x", "÷": "/", "½": "1/2", "¼": "1/4", "¾": "3/4", "→": "->", "™": "TM", "©": "(c)", "\t": " "},
}
UNKNOWN = "?"


def gsm7(text: str) -> str:
    """The text in the alphabet of SMS: what it lacks is written in words, or in letters that look alike."""
    text = DEGREES.sub(" degrees", DEGREES_OF.sub(r" degrees \1", text))
    for sign, words in IN_WORDS.items():
        text = text.replace(sign, words)
    return "".join(map(letter, unicodedata.normalize("NFC", text)))


def letter(sign: str) -> str:
    """One sign in the alphabet of SMS."""
    if sign in BASIC or sign in EXTENDED:
        return sign
    if sign in INSTEAD:
        return INSTEAD[sign]
    if unicodedata.category(sign) in ("Mn", "Cf", "Cc", "Cs"):
        return ""
    simple = "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c))
    return "".join(c if c in BASIC or c in EXTENDED else UNKNOWN for c in simple)


def septets(text: str) -> int:
    """How long a text in the alphabet of SMS is.

    Raises:
        ValueError: a sign is not in the alphabet; one such sign would cut the room of the whole message by half.
    """
    strange = [sign for sign in text if sign not in BASIC and sign not in EXTENDED]
    if strange:
        raise ValueError(f"not in the alphabet of SMS: {strange[:5]}")
    return len(text) + sum(sign in EXTENDED for sign in text)


def segments(text: str) -> int:
    """How many segments a text in the alphabet of SMS takes; a sign of two septets is never cut in two."""
    if septets(text) <= ALONE:
        return 1
    count, room = 1, TOGETHER
    for sign in text:
        width = 2 if sign in EXTENDED else 1
        if width > room:
            count, room = count + 1, TOGETHER
        room -= width
    return count
