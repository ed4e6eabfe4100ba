"""What a message says of an alarm: that there was none, that it is nearer than was said, whom it is about."""

from typing import Any, Callable, Dict, List, Optional

from rasa.shared.nlu.constants import INTENT_RANKING_KEY, METADATA
from rasa.shared.nlu.training_data.message import Message

from actions.alarm import FAINT, NEARER, SOMEBODY, TAKES_BACK, WHOSE, WRITER
from extensions.nlu.courtesies import core_of
from extensions.nlu.crisis_kind import CRISIS_KIND, OWN, VIOLENCE, WORRIED
from extensions.nlu.kinds import ALARM, ALARM_OPEN, ASIDE, CRISIS, DANGERS
from extensions.nlu.safety_file import AfterAlarm
from extensions.nlu.safety_rules import Flag, Kind, SafetyRules
from extensions.nlu.sentences import parts
from extensions.nlu.spelling import mended_text
from extensions.nlu.topic_classifier import PARTS

STATE_OF = {OWN: WRITER, WORRIED: SOMEBODY}
ALWAYS = "number"
"""The state of a question for a number that is told without an alarm, too."""
ASKS = 0.5
"""The probability from which another part asks something of its own."""
ANEW = 0.5
"""The probability from which a danger that only the classifier suspects is one of its own, right after an alarm."""
KNOWN = 0.6
"""The probability from which it is known whose life a crisis is about."""
SURE_OF_KIND = 0.7
"""The probability from which what is learned of whose a crisis is outweighs a pattern that finds violence."""
SURE_BESIDE = 0.7
"""The probability from which a part beside a denial is a danger of its own."""
LONGEST, MOST_TIMES = 60, 4
"""Words of a message that can take an alarm back, and how often it can say so: looking for the words takes time."""


class AlarmTalk:
    """Reads messages by the entries of `after_alarm`."""

    def __init__(self, rules: SafetyRules) -> None:
        self.rules = rules

    def said_of(self, alarm: Optional[Kind], text: str) -> List[AfterAlarm]:
        """The entries by which a text says something of an alarm; without one, those that need none."""
        entries = [entry for entry in self.rules.after_alarm(text) if entry.state not in WHOSE]
        return [entry for entry in entries if (entry.after in (None, alarm) if alarm else entry.state == ALWAYS)]

    def worse(self, message: Message, kind: Kind) -> List[Flag]:
        """What makes the same danger nearer, beside what was found of it."""
        text = mended_text(message)
        entries = self.said_of(kind, text) if kind in ("crisis", alarm_before(message)) else []
        return [as_flag(entry, kind, text) for entry in entries if entry.state in NEARER]

    def about(self, message: Message) -> List[Flag]:
        """Whom a crisis is about, where the message says so; no flag means the writer, also where both are named."""
        text = mended_text(message)
        entries = [entry for entry in self.rules.after_alarm(text) if entry.state in WHOSE]
        writer = [entry for entry in entries if entry.state == WRITER]
        told = writer if alarm_before(message) == "crisis" else []
        return [as_flag(entry, "crisis", text) for entry in (told if writer else entries)]

    def whose(self, message: Message, likely: float, flags: List[Flag]) -> List[Flag]:
        """The flags of a crisis with those that say how near it is and whose: what is learned of that, where it is
        sure of it, and what patterns find. In a crisis already known only a new one tells.

        Args:
            message: what was said.
            likely: how likely the classifier holds a crisis.
            flags: what was found of it.
        """
        kind = message.get(CRISIS_KIND) or {"name": "", "confidence": 0.0}
        goes_on = open_alarm(message) == CRISIS and likely < ANEW
        if goes_on or kind["confidence"] < KNOWN:
            told = self.about(message)
        else:
            told = [self.flag_of(kind["name"], message)]
            violent = kind["name"] == VIOLENCE
            unheard = violent or kind["confidence"] < SURE_OF_KIND
            flags = [flag for flag in flags if unheard or not self.is_of_violence(flag)]
            flags = [flag for flag in flags if not (violent and flag.id == FAINT)]  # whoever is controlled says little
        more = [*self.worse(message, CRISIS), *told]
        return [*flags, *(one for one in more if one not in flags)]

    def flag_of(self, kind: str, message: Message) -> Flag:
        """The flag of whose life a crisis is about: an entry of `after_alarm`, or that of violence."""
        if kind == VIOLENCE:
            return self.whole(CRISIS, next(one.id for _, one in self.rules.entries if one.call == "danger"), message)
        return as_flag(self.rules.in_state(STATE_OF[kind]), CRISIS, mended_text(message))

    def whole(self, kind: Kind, flag: str, message: Message) -> Flag:
        """A flag that is the whole message."""
        text = mended_text(message)
        return Flag(kind, flag, flag, text, 0, len(text))

    def is_of_violence(self, flag: Flag) -> bool:
        """Whether a flag says that somebody does harm to another."""
        return any(entry.id == flag.id and entry.call == "danger" for _, entry in self.rules.entries)

    def taken_back(self, message: Message) -> List[Flag]:
        """The flag of a message that says that there was no danger, and of none beside."""
        alarm, text = open_alarm(message), mended_text(message)
        entries = [entry for entry in self.said_of(alarm, text) if entry.state in TAKES_BACK] if alarm else []
        if not entries or len(text.split()) > LONGEST:
            return []
        rest = without(text, lambda part: self.takes_back(alarm, part))
        if self.rules.find(rest) or any(entry.state in NEARER for entry in self.said_of(alarm, text)):
            return []
        if any(one["name"] in DANGERS and one["confidence"] >= SURE_BESIDE for one in self.other_parts(message)):
            return []
        return [as_flag(entries[0], alarm or "urgent", text)]

    def takes_back(self, alarm: Optional[Kind], text: str) -> bool:
        """Whether a text says that an alarm was none."""
        return any(entry.state in TAKES_BACK for entry in self.said_of(alarm, text))

    def other_parts(self, message: Message) -> List[Dict[str, Any]]:
        """What the parts would be by themselves that do not say that the alarm was none."""
        alarm = open_alarm(message)
        read = zip(parts(core_of(message)), message.get(PARTS) or [], strict=False)
        return [likeliest for text, likeliest in read if not self.takes_back(alarm, text)]

    def asked_beside(self, message: Message) -> List[Dict[str, Any]]:
        """The ranking of what a message asks that takes an alarm back; no danger is in it."""
        others = [one for one in self.other_parts(message) if one["confidence"] >= ASKS]
        asked = [one for one in others if one["name"] not in (*DANGERS, *ASIDE)]
        rest = [one for one in message.get(INTENT_RANKING_KEY, []) if one["name"] not in DANGERS]
        total = sum(one["confidence"] for one in rest) or 1.0
        return [*asked, *({**one, "confidence": one["confidence"] / total} for one in rest if not asked)]


def alarm_before(message: Message) -> Optional[Kind]:
    """The outcome of the alarm just given, or None."""
    return told_of(message).get(ALARM)


def told_of(message: Message) -> Dict[str, Any]:
    """What the message was sent with: what was said before it."""
    return message.get(METADATA) or {}


def open_alarm(message: Message) -> Optional[Kind]:
    """The outcome of the alarm just given, or of one some replies ago."""
    return alarm_before(message) or told_of(message).get(ALARM_OPEN)


def as_flag(entry: AfterAlarm, alarm: Kind, text: str) -> Flag:
    """What a message says of an alarm, as a flag that is the whole message."""
    return Flag(alarm, entry.id, entry.id, text, 0, len(text))


def without(text: str, says: Callable[[str], bool]) -> str:
    """What is left of a text once the fewest words that say something are gone, up to `MOST_TIMES`.

    "I'm not going to hurt myself, just tired" leaves "just tired": the words of a denial raise no alarm, the rest may.

    Args:
        text: a message.
        says: whether a text says it.
    """
    words = text.split()
    for _ in range(MOST_TIMES):
        if not says(" ".join(words)):
            break
        end = next(to for to in range(1, len(words) + 1) if says(" ".join(words[:to])))
        start = next(at for at in range(end - 1, -1, -1) if says(" ".join(words[at:end])))
        words = [*words[:start], ".", *words[end:]]
    return " ".join(words).strip(" .,;!")
