"""What a message means behind "no, I meant" or "back to"."""

import re
from typing import Optional

MEANT = re.compile(
    r"(?:(?:no+|nah|yeah|sorry|oh|wait|ok|okay|not that|but|and)[ ,.]{1,3})*"
    r"(?:(?:i (?:meant|mean)(?: like)?|(?:(?:can (?:we|you|i)|let'?s) )?(?:go )?back to)[ ,:]{1,3}"
    r"(?P<after>(?!(?:to|it|every|that)\b).+)"  # "I meant to", "I mean it"
    r"|(?P<before>(?!wh|how\b).+?)[ ,]{1,3}(?:is what )?i (?:meant|mean)[ .!]{0,3})",
    re.IGNORECASE,
)
""" "No, I meant the parking", "back to the travel thing", "the parking I meant". """
VAGUE = re.compile(r"\b(?:thing|things|stuff|bit|part|topic|question|one)\b[ .!?]*", re.IGNORECASE)

LONGEST = 120
"""Characters of a message that may be a correction."""
A_NAME = 3
"""Words up to which what was meant is the name of a thing, and no sentence that goes on ("I meant if I never sign")."""


def corrected(text: str) -> Optional[str]:
    """What a message says behind "no, I meant" or "back to"; None where it does not begin so."""
    match = MEANT.fullmatch(text.strip()) if len(text) <= LONGEST else None
    meant = VAGUE.sub("", match["after"] or match["before"]).strip() if match else ""
    return meant if meant.lower() not in ("", "a", "the") else None


def read_alone(text: str) -> bool:
    """Whether a message names in a few words what was meant, whatever was spoken of before."""
    meant = corrected(text)
    return meant is not None and len(meant.split()) <= A_NAME
