"""What happened how often since the start, without anything of what was said."""

from collections import Counter
from typing import Dict

_counts: "Counter[str]" = Counter()


def count(name: str, channel: str) -> None:
    """One more of something, for example `answered` on `web`."""
    _counts[f"{channel}.{name}"] += 1


def counts() -> Dict[str, int]:
    """All counts, by `channel.name`."""
    return dict(sorted(_counts.items()))
