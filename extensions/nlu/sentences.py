"""The sentences of a message, and the parts of a sentence that ask several things."""

import re
from math import ceil
from typing import List

END = re.compile(r"(?<=[.!?…])\s+|\s*\n\s*")
ADDRESS = re.compile(
    r"((?:hi|hey|hello|hiya|g'?day|dear|good (?:morning|afternoon|evening|day)|morning|evening|greetings|respected)"
    r"(?: [^\s,.!?]+){0,4},)\s+(?=\S+\s\S)",
    re.IGNORECASE,
)
"""How a letter begins, up to the comma."""

ASKING = r"(?:how|what|wat|whats|can|could|should|shall|will|would|do|does|did|is|are|am|may|might|must|has|have)"
AND_ASKING = rf"(?=(?:{ASKING}|when|where|who|why|which)\s+\w)"
COMMA_ASKING = rf"(?=(?:{ASKING}|(?:when|where|which|who|why)\s+(?:is|are|do|does|can|should|will|would|to))\s+\w)"
JOINING = re.compile(
    rf"(?:,|;| -+)?\s+(?:and|&|n|also|plus|or)(?:\s+(?:also|then|if so|secondly))?,?\s+{AND_ASKING}"
    r"|[,;]\s+(?:also|plus|oh,? and|and also)\s+"
    rf"|(?:[,;]|\s\d[.):]?)\s+{COMMA_ASKING}",
    re.IGNORECASE,
)
"""Where one question of a sentence ends and the next begins: "how long is it and will I lose my hair"."""
LONGEST, PIECE, PASSAGE = 80, 24, 60
"""Words up to which a text is a message as most are; of the pieces of a sentence that is longer than that, as nobody
breathes in who dictates; and of the passages of a longer text."""
MOST = 24
"""Sentences of a message; of more, several are read as one, so that nobody keeps all others waiting."""
FEWEST = 2
"""Words of a part; less belongs to its neighbour."""


def sentences(text: str) -> List[str]:
    """The sentences of a text, and the address at its beginning by itself."""
    parts = [part for part in END.split(text.strip()) if part]
    address = ADDRESS.match(parts[0]) if parts else None
    found = [address.group(1), parts[0][address.end() :], *parts[1:]] if address else parts
    pieces = [piece for sentence in found for piece in readable(sentence)]
    together = ceil(len(pieces) / MOST)
    return pieces if together <= 1 else joined(pieces, together)


def is_story(text: str) -> bool:
    """Whether a text is too long to be read as one message."""
    return len(text.split()) > LONGEST


def passages(text: str) -> List[List[str]]:
    """The sentences of a story, in groups that are as long as a usual message; none of a shorter text."""
    found: List[List[str]] = []
    for sentence in sentences(text) if is_story(text) else []:
        if found and len(" ".join([*found[-1], sentence]).split()) <= PASSAGE:
            found[-1].append(sentence)
        else:
            found.append([sentence])
    return found


def readable(sentence: str) -> List[str]:
    """A sentence, in pieces where somebody never stops."""
    words = sentence.split()
    return [sentence] if len(words) <= LONGEST else joined(words, ceil(len(words) / ceil(len(words) / PIECE)))


def joined(texts: List[str], together: int) -> List[str]:
    """So many texts at a time as one."""
    return [" ".join(texts[start : start + together]) for start in range(0, len(texts), together)]


def parts(text: str) -> List[str]:
    """The sentences of a text, and in their place the questions of one that asks several."""
    return [part for sentence in sentences(text) for part in questions(sentence)]


def questions(sentence: str) -> List[str]:
    """The questions that one sentence joins, or the sentence itself."""
    ends = [0, *(end for joint in JOINING.finditer(sentence) for end in joint.span()), len(sentence)]
    found = [sentence[start:end].strip() for start, end in zip(ends[::2], ends[1::2], strict=True)]
    return found if all(len(part.split()) >= FEWEST for part in found) else [sentence]
