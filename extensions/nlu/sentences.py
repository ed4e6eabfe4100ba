"""The sentences of a message."""

import re
from typing import List

END = re.compile(r"(?<=[.!?…])\s+|\s*\n\s*")
ADDRESS = re.compile(
    r"((?:hi|hey|hello|hiya|g'?day|dear|good (?:morning|afternoon|evening|day)|morning|evening|greetings|respected)"
    r"(?: [^\s,.!?]+){0,4},)\s+(?=\S+\s\S)",
    re.IGNORECASE,
)
"""How a letter begins, up to the comma."""


def sentences(text: str) -> List[str]:
    """The sentences of a text, and the address at its beginning by itself."""
    parts = [part for part in END.split(text.strip()) if part]
    address = ADDRESS.match(parts[0]) if parts else None
    return [address.group(1), parts[0][address.end() :], *parts[1:]] if address else parts
