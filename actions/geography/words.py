"""The words of a typed text, as far as places go: keys to look names up by, postcodes, states and countries.

Nothing here knows which places exist; that is `actions.geography.gazetteer`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

LONGEST_TEXT = 1000
"""Characters of a text that are read; the rest is ignored so that a huge message costs little."""

MOST_WORDS = 60
"""Words of a text that are read."""

# Two ways to write one thing; both sides of a comparison pass through here.
SAME_WORD = {
    "saint": "st", "mount": "mt", "mtn": "mountain", "mnt": "mt", "fort": "ft",
    "nth": "north", "sth": "south", "hts": "heights", "ck": "creek", "crk": "creek", "bch": "beach",
    "vly": "valley", "pk": "park", "gdns": "gardens",
}  # fmt: skip

AREA_NAMES = {
    "uk": "gb", "great britain": "gb", "britain": "gb", "united kingdom": "gb", "gbr": "gb",
    "us": "us", "usa": "us", "america": "us", "united states": "us", "united states of america": "us",
    "nz": "nz", "new zealand": "nz", "aotearoa": "nz", "aotearoa new zealand": "nz", "nzl": "nz",
    "spain": "es", "espana": "es", "australia": "au", "aus": "au", "aust": "au", "oz": "au",
    "tassie": "tas", "qlnd": "qld", "west oz": "wa", "nthn territory": "nt", "andalusia": "andalucia",
    "catalonia": "cataluna", "basque country": "pais vasco", "canary islands": "canarias",
}  # fmt: skip


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORDY_CODES = _set("al as co de hi id in la ma me mi mo ms oh ok or pa us")
"""Codes of American states that are everyday words too: read as states only in capitals."""

ONLY_BEFORE_A_PLACE = _set("near nearby nearest around in at from outside within live living staying based")
"""Words after which an everyday word is a place too: "near Orange"."""

BEFORE_A_PLACE = ONLY_BEFORE_A_PLACE | _set("to by about for toward towards close closest visiting en")
"""Words that stand before a place: "closest to Parramatta", "what about Penrith"."""

SKIPPED_BEFORE_A_PLACE = _set("the of to is in at near around here somewhere old my")
"""Words that may stand between such a word and the place: "close to the Gong"."""

NOT_WANTED = _set("not than instead except excluding besides")
"""Words that rule out the place behind them: "not Penrith", "rather than Penrith"."""

TITLES = _set("dr doctor mr mrs ms miss prof professor nurse aunt uncle called named")
"""Words before a person's name."""

STREETS = _set(
    "street st road rd avenue ave highway hwy drive lane parade pde crescent cres terrace tce court boulevard blvd"
)
"""Words behind the name of a street, which is often that of a town elsewhere."""

NOT_PARTS_OF_A_NAME = _set(
    """a am an and any anybody anyone anything anywhere appointment appointments are as be been best can cancer
    cant car care center centers centre centres chemo chemotherapy clinic clinics close closer closest code could
    couldnt day did do doctor doctors does doing dont drive driving far find for from get give go going good got
    have having hello help her here hes hey hi his home hospital hospitals how hows i id if ill im immunotherapy in
    is it its ive just live lives living local located location looking many me medical miles minutes my near nearby
    nearest need no nurse of ok okay oncologist oncologists oncology one or our out over place places please pls plz
    post postcode radiation radiotherapy say see service services she should show so some someone somewhere suburb
    take tell thank thanks that thats the their them then there theres these they this those to today tomorrow town
    travel treatment treatments try u up ur us want was we were weve what whats when where wheres which who whos why
    will with work would yeah yes you your"""
)
"""Words of everyday requests: never misspelt places, and dropped at both ends of what is taken to be a place."""

POLITE = _set("please pls plz thanks thank you hi hello hey ok okay yes its the")
"""Words beside which a message still is only a name."""

_WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*|[,.;:!?\n]")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[A-Za-z]\.[A-Za-z]\b")
_YEAR_BEFORE = _set(
    """since during until till year diagnosed before after dec december jan january feb february mar march apr april
    may jun june jul july aug august sep sept september oct october nov november"""
)
_UNITS = _set("mg mcg ml l g kg km kms m cm am pm mgs units iu dollars bucks percent degrees days hours people")
_GB_OUTWARD = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?")
_GB_INWARD = re.compile(r"[0-9][a-z]{2}")


@dataclass(frozen=True)
class Word:
    """One word of a text."""

    text: str
    """As it was typed."""
    key: str
    """As names are compared: see `key`."""
    stop: str = ""
    """The mark behind it, if any: one of , . ; : ! ? or a line end."""


def fold(text: str) -> str:
    """Lower case without accents: "Málaga" -> "malaga"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def key(text: str) -> str:
    """The form in which names are stored and compared: "Mount St. John's" -> "mt st johns"."""
    return " ".join(word.key for word in read_words(text))


def spelling(text: str) -> str:
    """Like `key` but with its accents, to tell Málaga from Malaga."""
    return " ".join(word.text.casefold() for word in read_words(unicodedata.normalize("NFC", text)))


def read_words(text: str) -> list[Word]:
    """Splits a text of any kind into at most `MOST_WORDS` words."""
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), text[:LONGEST_TEXT])
    if text.isupper() and text.count(" ") > 2:
        text = text.lower()  # in a shouted message capitals say nothing
    words: list[Word] = []
    for token in _WORD.findall(text.replace("&", " and ")):
        if not token[0].isalnum():
            if words and not (token == "." and words[-1].key in ("st", "mt", "ft")):
                words[-1] = Word(words[-1].text, words[-1].key, words[-1].stop or token)
            continue
        plain = re.sub(r"[^a-z0-9]", "", fold(token))
        if plain:
            words.append(Word(token, SAME_WORD.get(plain, plain)))
        if len(words) == MOST_WORDS:
            break
    return words


def trim(words: Sequence[Word], idle: Collection[str] = NOT_PARTS_OF_A_NAME) -> list[Word]:
    """Drops idle words at both ends: "near Penrith please" -> "Penrith"."""
    kept = list(words)
    while kept and kept[0].key in idle and (len(kept) == 1 or kept[0].key != "the"):
        kept.pop(0)
    while kept and kept[-1].key in idle and not kept[-1].text.isupper():
        kept.pop()
    return restore_zero(kept)


def restore_zero(words: list[Word]) -> list[Word]:
    """ "800" alone is Darwin's 0800: spreadsheets drop the zero of the Northern Territory."""
    if len(words) == 1 and words[0].key.isdigit() and len(words[0].key) == 3:
        return [Word("0" + words[0].text, "0" + words[0].key)]
    return words


def join(words: Sequence[Word]) -> str:
    """The key of neighbouring words."""
    return " ".join(word.key for word in words)


def area(words: Sequence[Word]) -> str:
    """The key of a state, county or country named by exactly these words; "" where capitals are missing."""
    name = join(words)
    if name in WORDY_CODES and not words[0].text.isupper():
        return ""
    return AREA_NAMES.get(name, name)


def postcode(words: Sequence[Word], at: int) -> tuple[str, int]:
    """The postcode that begins at word number `at`, and how many words it takes; ("", 0) where there is none.

    Four digits (Australia, New Zealand), five (Spain, United States), or the first half of a British one; its second
    half is read and dropped, since only first halves are known.
    """
    word = words[at].key
    if word.isdigit() and len(word) in (4, 5):
        return ("", 0) if _is_a_quantity(words, at) else (word, 1)
    behind = words[at + 1].key if at + 1 < len(words) else ""
    if _GB_OUTWARD.fullmatch(word):
        return (word.upper(), 2 if _GB_INWARD.fullmatch(behind) else 1)
    if _GB_OUTWARD.fullmatch(word[:-3]) and _GB_INWARD.fullmatch(word[-3:]):
        return word[:-3].upper(), 1
    return "", 0


def is_whole_british(words: Sequence[Word], at: int) -> bool:
    """Whether a British postcode at `at` has both halves: half of one alone may be a vitamin or a stage (B12, T2)."""
    code, size = postcode(words, at)
    return size == 2 or (size == 1 and not code.isdigit() and len(words[at].key) > len(code))


def _is_a_quantity(words: Sequence[Word], at: int) -> bool:
    """Whether a number is a year, an amount or a telephone number: "diagnosed in 2021", "2000 mg"."""
    if at + 1 < len(words) and words[at + 1].key in _UNITS:
        return True
    neighbours = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    if any(word.key.isdigit() and len(word.key) > 2 for word in neighbours):
        return True  # part of a telephone number
    before = [word.key for word in words[max(0, at - 2) : at]]
    return "1900" <= words[at].key <= "2040" and len(words[at].key) == 4 and bool(_YEAR_BEFORE & set(before))
