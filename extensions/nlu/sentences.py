"""The sentences of a message, and the parts of a sentence that ask several things."""

import re
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
FEWEST = 2
"""Words of a part; less belongs to its neighbour."""


def sentences(text: str) -> List[str]:
    """The sentences of a text, and the address at its beginning by itself."""
    parts = [part for part in END.split(text.strip()) if part]
    address = ADDRESS.match(parts[0]) if parts else None
    return [address.group(1), parts[0][address.end() :], *parts[1:]] if address else parts


def parts(text: str) -> List[str]:
    """The sentences of a text, and in their place the questions of one that asks several."""
    return [part for sentence in sentences(text) for part in questions(sentence)]


def questions(sentence: str) -> List[str]:
    """The questions that one sentence joins, or the sentence itself."""
    ends = [0, *(end for joint in JOINING.finditer(sentence) for end in joint.span()), len(sentence)]
    found = [sentence[start:end].strip() for start, end in zip(ends[::2], ends[1::2], strict=True)]
    return found if all(len(part.split()) >= FEWEST for part in found) else [sentence]
