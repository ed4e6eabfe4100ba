"""What every message passes before the model sees it: cleaned, of a length that can be read, and no command."""

import re
import unicodedata
from typing import Collection, Iterator

from extensions.nlu.safety_rules import SafetyRules

LONGEST = 2000
"""Characters that are read at once, some 350 words: they take half a second."""
OVERLAP = 200
"""Characters that two parts of a long message share, so that a red flag on the border is not cut in two."""
TAG = re.compile(r"""</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s<>]+))*\s*/?>""")
UNREADABLE = ("Cc", "Cs", "Cn", "Co")
"""Categories of Unicode: control characters, halves of characters, and what stands for none."""

EMPTY, TOO_LONG, WORDLESS = "/message_empty", "/message_too_long", "/message_wordless"
"""Payloads that only the guard can send; their wording is in `content/replies.yml`."""


class Guard:
    """Turns what a stranger sends into what the model may read."""

    def __init__(self, safety: SafetyRules) -> None:
        self.safety = safety

    def admit(self, text: str, offered: Collection[str] = ()) -> str:
        """The message for the model.

        Args:
            text: as it came in.
            offered: the payloads of the buttons that this conversation has been shown; no other "/" command passes.
        """
        if text.strip() in offered:
            return text.strip()
        text = clean(text)
        if not text:
            return EMPTY
        if not any(letter.isalnum() for letter in text):
            return WORDLESS
        if len(text) <= LONGEST:
            return text
        flags = ((self.safety.find(part), part) for part in parts(text))
        alarming = [(flag.rank, part) for flag, part in flags if flag]
        return min(alarming, key=lambda one: one[0])[1] if alarming else TOO_LONG


def clean(text: str) -> str:
    """Text without tags, control and broken characters, curled apostrophes, and the slash that makes a command.

    It keeps its lines, which say as much as full stops do.
    """
    whole = text.encode("utf-8", "ignore").decode("utf-8").replace("’", "'")
    printable = "".join(c if c == "\n" or unicodedata.category(c) not in UNREADABLE else " " for c in whole)
    lines = (" ".join(line.split()) for line in TAG.sub(" ", printable).splitlines())
    return "\n".join(line for line in lines if line).lstrip("/ \n")


def parts(text: str) -> Iterator[str]:
    """A long text in parts of readable length that overlap."""
    for start in range(0, len(text), LONGEST - OVERLAP):
        yield text[start : start + LONGEST]
