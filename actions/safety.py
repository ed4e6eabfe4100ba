"""What is said to danger, and right after: the wording of `safety.yml`. Its patterns belong to the safety net."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, List, Literal, NamedTuple, Optional, Sequence, TypeVar, Union

from pydantic import BaseModel

Danger = Literal["urgent", "crisis"]
State = Literal["insist", "agrees", "help", "acted", "over"]
"""How an alarm stands after what was said: put off, agreed to, asked about, heeded, or passed."""
MOST_ALARMS = 2
"""In a row, where nothing but the alarm before speaks for the next."""
STILL, AGREES = "still", "agrees"
"""The flags of a message that goes on about the alarm just given, and of a bare "ok" to it."""
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
    state: State
    reply: str
    crisis: Optional[str]


Entry = TypeVar("Entry", bound=Union[Flag, AfterAlarm])


@dataclass(frozen=True)
class Alarm:
    """The last alarm: for which flag, where a pattern found it, how often in a row, and whether it was heeded."""

    flag: Optional[str] = None
    told: int = 0
    heeded: bool = False
    outcome: Danger = "urgent"
    ago: int = 0
    """Replies since."""

    @classmethod
    def of(cls, slot: Optional[Dict[str, Any]]) -> "Optional[Alarm]":
        """As it was remembered."""
        return cls(**slot) if slot else None

    def later(self) -> "Optional[Alarm]":
        """The same after a reply about something else; None where it is closed by then."""
        return replace(self, ago=self.ago + 1) if self.ago + 1 < OPEN else None


def as_slot(alarm: Optional[Alarm]) -> Optional[Dict[str, Any]]:
    """An alarm as it is remembered."""
    return asdict(alarm) if alarm else None


class Said(NamedTuple):
    """A reply and what to remember of it."""

    outcome: str
    """The danger, or `smalltalk` where it has passed."""
    text: str
    alarm: Optional[Alarm]


class Safety(BaseModel):
    """The wording. An alarm that the model raised, and no pattern, has no entry of its own."""

    red_flags: List[Flag]
    crisis: List[Flag]
    after_alarm: List[AfterAlarm]
    urgent_reply: Dict[str, str]
    crisis_reply: Dict[str, str]

    def reply(self, outcome: Danger, flags: List[str], before: Optional[Alarm]) -> Optional[Said]:
        """What to say to a danger, or to what is said right after an alarm.

        Args:
            outcome: which danger.
            flags: the entries that patterns found; none where the model alone suspects danger.
            before: the alarm that the last reply gave.

        Returns:
            None where the same was said twice already and nothing new speaks for it: then the message is answered.
        """
        entries = [entry for entry in self.after_alarm if entry.id in flags]
        entries += [self.in_state("agrees")] if AGREES in flags else []
        if before is None and entries:
            return None  # it has passed
        before = before or Alarm()
        if not entries and STILL not in flags:
            flag = next(iter(flags), before.flag)
            if outcome == "urgent":
                flag = self.strongest(flag, before.flag)
            open_too = self.first(before) if outcome == "crisis" and before.told else None
            text = "\n\n".join([self.text(outcome, flag), *([open_too] if open_too else [])])
            return Said(outcome, text, Alarm(flag, told=1, outcome=outcome))
        if STILL in flags and not entries and outcome == "crisis" and before.told < MOST_ALARMS:
            return Said(outcome, self.text(outcome, before.flag), replace(before, told=before.told + 1, ago=0))
        insists = STILL in flags or entries[0].state == "insist"
        faint = outcome == "crisis" or (STILL in flags and not self.is_emergency(before.flag))
        if insists and faint and before.told >= MOST_ALARMS:
            return None
        if before.heeded and insists:
            entries = [self.in_state("acted")]
        heeded = before.heeded or any(entry.state == "acted" for entry in entries)
        helps = [entry for entry in entries if entry.state == "help"]
        after = next(iter([*helps, *entries]), None) or self.in_state("insist")
        return self.reply_after(outcome, after, replace(before, told=before.told + 1, heeded=heeded, ago=0))

    def first(self, alarm: Optional[Alarm]) -> Optional[str]:
        """What to do now, for the head of a reply about something else while an urgent reply was not heeded."""
        if not alarm or alarm.heeded or alarm.outcome != "urgent":
            return None
        return first_paragraph(self.text("urgent", alarm.flag))

    def strongest(self, flag: Optional[str], before: Optional[str]) -> Optional[str]:
        """The flag to speak of: not one that asks for less than what was said before."""
        return before if self.is_emergency(before) and not self.is_emergency(flag) else flag

    def reply_after(self, outcome: Danger, after: AfterAlarm, alarm: Alarm) -> Said:
        """What to say right after an alarm: what to do now again, unless that was heeded, and the entry's reply."""
        if outcome == "crisis":
            return Said(outcome, after.crisis or self.text(outcome, alarm.flag), alarm)
        reply = after.reply.replace("{tell_them}", self.tell_them(alarm.flag)).strip()
        if after.state == "over":
            return Said("smalltalk", reply, None)
        if alarm.heeded:
            return Said(outcome, reply, alarm)
        return Said(outcome, f"{first_paragraph(self.text(outcome, alarm.flag))}\n\n{reply}", alarm)

    def in_state(self, state: State) -> AfterAlarm:
        """The last entry of a state, which is the most general."""
        return [entry for entry in self.after_alarm if entry.state == state][-1]

    def text(self, outcome: Danger, flag: Optional[str]) -> str:
        """Urgent: what to do now, why, and what to say on the phone. Crisis: whom to call now, said warmly."""
        if outcome == "crisis":
            crisis = found(self.crisis, flag)
            return self.crisis_reply[crisis.call if crisis else "crisis_line"].strip()
        entry = found(self.red_flags, flag)
        if not entry:
            return self.urgent_reply["unknown"]
        return self.urgent_reply[entry.call].replace("{why}", entry.why).replace("{tell_them}", self.tell_them(flag))

    def tell_them(self, flag: Optional[str]) -> str:
        """What to say on the phone, as a list in Markdown."""
        entry = found(self.red_flags, flag)
        if entry:
            return "\n".join(f"- {item}" for item in entry.tell_them)
        return "\n".join(line for line in self.urgent_reply["unknown"].splitlines() if line.startswith("- "))

    def is_emergency(self, flag: Optional[str]) -> bool:
        """Whether an entry asks for an ambulance."""
        return any(entry.id == flag and entry.call == "emergency" for entry in self.red_flags)


def found(entries: Sequence[Entry], wanted: Optional[str]) -> Optional[Entry]:
    """The entry with an id, or None."""
    return next((entry for entry in entries if entry.id == wanted), None)


def first_paragraph(text: str) -> str:
    """What comes before the first blank line."""
    return text.strip().split("\n\n")[0]
