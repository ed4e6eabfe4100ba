"""An alarm as it is remembered, and what is said to it."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, Literal, NamedTuple, Optional

Danger = Literal["urgent", "crisis"]
ABOUT = ("third", "self")
"""States in `after_alarm` that only tell whom a crisis is about: somebody else, or the writer."""
NEARER = ("worse", "other")
"""States of a danger that is nearer than was said, or somebody else's."""
TAKES_BACK = ("denied", "withdrawn")
"""States of an alarm that was none."""
OPEN = 5
"""Replies for which an alarm that was not heeded is remembered."""


@dataclass(frozen=True)
class Alarm:
    """The last alarm: for which flag, where a pattern found it, how often in a row, and whether it was heeded."""

    flag: Optional[str] = None
    told: int = 0
    heeded: bool = False
    outcome: Danger = "urgent"
    ago: int = 0
    """Replies since."""
    form: Optional[str] = None
    """How a crisis stands; `emergency` for an urgent alarm that got worse."""
    said: Optional[str] = None
    """The entry of `after_alarm` whose reply was given last."""

    @classmethod
    def of(cls, slot: Optional[Dict[str, Any]]) -> "Optional[Alarm]":
        """As it was remembered."""
        return cls(**slot) if slot else None

    def later(self) -> "Optional[Alarm]":
        """The same after a reply about something else; None where it is closed by then."""
        return replace(self, ago=self.ago + 1) if self.ago + 1 < OPEN else None

    def told_again(self, **more: Any) -> "Alarm":
        """The same after one more reply about it."""
        return replace(self, told=self.told + 1, ago=0, **more)


def as_slot(alarm: Optional[Alarm]) -> Optional[Dict[str, Any]]:
    """An alarm as it is remembered."""
    return asdict(alarm) if alarm else None


class Said(NamedTuple):
    """A reply and what to remember of it."""

    outcome: str
    """The danger, or `smalltalk` where it has passed."""
    text: str
    alarm: Optional[Alarm]
    answers: bool = False
    """Whether the message is answered beside."""
