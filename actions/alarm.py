"""An alarm as it is remembered, and the entries of `safety.yml` by which one is raised and talked about."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Dict, List, Literal, NamedTuple, Optional

from pydantic import BaseModel

Danger = Literal["urgent", "crisis"]
WRITER, SOMEBODY = "self", "third"
WHOSE = (WRITER, SOMEBODY)
"""States in `after_alarm` that only tell whom a crisis is about: the writer, or somebody else."""
NEARER = ("worse", "other")
"""States of a danger that is nearer than was said, or somebody else's."""
TAKES_BACK = ("denied", "withdrawn")
"""States of an alarm that was none."""
FAINT = "faint"
"""The flag of an alarm that only the classifier suspects, and is not sure of."""
OPEN = 5
"""Replies for which an alarm that was not heeded is remembered."""


class Flag(BaseModel):
    """What is said to a red flag or a crisis."""

    id: str
    call: Literal["emergency", "team", "crisis_line", "danger"]
    why: str
    tell_them: List[str]


class AfterAlarm(BaseModel):
    """What is said to somebody who was just told of a danger."""

    id: str
    state: str
    reply: Optional[str]
    crisis: Optional[str]


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
    denied: bool = False
    """Whether the person said that there was no danger."""
    quiet: bool = False
    """Whether it was only suspected, and so does not stand before the next replies."""

    @property
    def is_closed(self) -> bool:
        """Whether it is remembered only as one that was none."""
        return self.denied and not self.told

    @property
    def is_faint(self) -> bool:
        """Whether no entry was found of it: the classifier alone suspects it."""
        return self.flag is None

    @classmethod
    def of(cls, slot: Optional[Dict[str, Any]]) -> "Optional[Alarm]":
        """As it was remembered."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in slot.items() if name in known}) if slot else None

    @classmethod
    def open(cls, slot: Optional[Dict[str, Any]]) -> "Optional[Alarm]":
        """As it was remembered, unless it was none."""
        alarm = cls.of(slot)
        return None if alarm and alarm.is_closed else alarm

    def later(self) -> "Optional[Alarm]":
        """The same after a reply about something else; None where it is closed by then."""
        return replace(self, ago=self.ago + 1) if self.ago + 1 < OPEN else None

    def closed(self) -> "Alarm":
        """What stays of one that was none: a faint suspicion right after is no alarm of its own."""
        return Alarm(outcome=self.outcome, heeded=True, denied=True)

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

    def once(self) -> "Said":
        """The same of a danger that is only suspected: it does not stand before the next replies as well."""
        return self._replace(alarm=replace(self.alarm, quiet=True) if self.alarm else None)
