"""Rasa component: red flags and crises, looked for in every message; it comes last, so that it wins."""

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.alarm import FAINT, NEARER, TAKES_BACK
from actions.remarks import BAD_NEWS, DIED, GOOD_NEWS, LOSS, OPENING
from actions.safety import AGREES, LEAVES, STILL
from extensions.nlu.alarm_talk import ANEW, AlarmTalk, alarm_before, as_flag, open_alarm, told_of
from extensions.nlu.courtesies import core_of
from extensions.nlu.kinds import ABOUT, BEFORE, CRISIS, DANGERS, SHORT, is_short
from extensions.nlu.no_crisis import beside_denial, rest_of
from extensions.nlu.safety_rules import Flag, Kind, SafetyRules
from extensions.nlu.sentences import is_story
from extensions.nlu.spelling import MENDED, mended_text
from extensions.nlu.topic_classifier import PARTS

Ranking = List[Dict[str, Any]]
INTENTS = {"urgent": "red_flag", "crisis": CRISIS}
KINDS: Dict[str, Kind] = {"red_flag": "urgent", CRISIS: "crisis"}
HEEDED = ("acted", "over")
ASKS, ALSO_ASKS = 0.6, 8
"""The probability from which somebody who has heeded an alarm asks something else, in more words than these."""
ANSWERS = ("affirm", "deny", OPENING, BAD_NEWS, GOOD_NEWS)
"""What says nothing by itself right after an alarm: "yes", "what do we do from here", "nothing left to try"."""
WELL = ("thanks", "goodbye")
"""What is said once an alarm was understood. An answer may hide everything."""
FAINT_BELOW = {"red_flag": 0.7, CRISIS: 0.4}
"""The probability below which an alarm that only the classifier suspects is said once; what comes next is read anew."""
SURE_PART = 0.75
"""The probability from which a part of a message is a danger, whatever is asked beside. Measured: at 0, 6 more harmless
held-out stories of 380 raise an alarm."""
PIECE = 5
"""Words up to which a message may go on with pieces of a sentence."""
CLEAR = ((4, 0.85), (SHORT, 0.5))
"""Words, and the probability from which a message of no more than these is about something else than the alarm just
given: "what do I do" says little by itself."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyNet(GraphComponent):
    """Sets the intent `red_flag` or `crisis`, and which `flag` it was where a pattern found it.

    Configuration: `rules`, the path of the safety file; `alarm`, for each danger the probability from which the
    classifier's own suspicion counts although no pattern fits (half of one and half of the other count, too);
    `alarm_in_talk`, the same for a short message that goes on about an answer ("he hates needles"); `doubt`, for each
    danger the probability below which a pattern that fits, and is not `sure`, is held to be an accident of words ("grey
    and curly"); where the other danger is suspected it has to reach half of its alarm; `alarm_in_story` and
    `doubt_in_story`, for a message of several passages, in which more sounds a little like a danger. All are low: a
    needless alarm is better than a missed one.
    """

    def __init__(self, rules: SafetyRules, config: Dict[str, Any]) -> None:
        self.rules = rules
        self.talk = AlarmTalk(rules)
        self.config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SafetyNet":
        """Rasa's constructor."""
        return cls(SafetyRules.load(config["rules"]), config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Certain where a flag is found, silent where none is."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY, [])
            suspected = self.suspected(message)
            flags = taken_back = self.talk.taken_back(message)
            if taken_back:
                ranking, suspected = self.talk.asked_beside(message), None
            else:
                flags = self.flags(message, ranking, suspected)
            name = INTENTS[flags[0].kind] if flags else suspected
            if name:
                certain = {"name": name, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                others = [one for one in ranking if one["name"] != name]
                message.set(INTENT_RANKING_KEY, [certain, *others], add_to_output=True)
            elif ranking and ranking[0]["name"] in DANGERS:
                self.deny(message, ranking[0])
            if name and not flags and not alarm_before(message) and dangers(ranking)[name] < FAINT_BELOW[name]:
                flags = [self.talk.whole(KINDS[name], FAINT, message)]
            if name == CRISIS and not taken_back:
                flags = self.talk.whose(message, dangers(ranking).get(CRISIS, 0.0), flags)
            if flags:
                message.set(ENTITIES, [*message.get(ENTITIES, []), *map(as_entity, flags)], add_to_output=True)
        return messages

    def flags(self, message: Message, ranking: Ranking, suspected: Optional[str]) -> List[Flag]:
        """What patterns find in a message, or what it says of the alarm just given."""
        flag = next((f for f in self.found(message) if not self.is_accident(f, message, ranking, suspected)), None)
        nearer = self.talk.worse(message, "crisis") if alarm_before(message) == "crisis" else []
        if flag and flag.kind == "urgent":
            return nearer or [flag, *self.talk.worse(message, flag.kind)]
        if flag:
            return [flag]
        if open_alarm(message) == "urgent" and tells_a_death(message):
            return []
        likely = dangers(ranking) if suspected else {}
        is_new = not alarm_before(message) and max(likely.values(), default=0.0) >= ANEW
        return (self.after_alarm(message, suspected) if not is_new else []) or still(message, likely)

    def deny(self, message: Message, danger: Dict[str, Any]) -> None:
        """Let a message be what it asks beside a danger that it says there is none of."""
        asked = [*self.talk.asked_beside(message), danger]  # still told, for the block that says whom to call
        message.set(INTENT, asked[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, asked, add_to_output=True)

    def found(self, message: Message) -> List[Flag]:
        """The flags in a message as typed and as mended, which may break a word; the weightiest first."""
        text = message.get(TEXT) or ""
        found = list(self.rules.flags(rest_of(self.rules, text)))
        if message.get(MENDED):
            denied = self.rules.no_crisis(text)  # maybe in words that mending broke
            mended = self.rules.flags(rest_of(self.rules, mended_text(message)))
            found += [flag for flag in mended if not (denied and flag.kind == CRISIS)]
        return sorted(found, key=lambda flag: flag.rank) or self.found_in_pieces(text, message)

    def found_in_pieces(self, text: str, message: Message) -> List[Flag]:
        """The flag in a message and those just before it, where somebody types a word at a time ("throat", "tight")."""
        before = told_of(message).get(BEFORE)
        if not before or len(text.split()) > PIECE or self.rules.find(before):
            return []
        flag = self.rules.find(f"{before} {text}")
        return [replace(flag, sure=True)] if flag else []  # the classifier has not read it so

    def is_accident(self, flag: Flag, message: Message, ranking: Ranking, suspected: Optional[str]) -> bool:
        """Whether the classifier excludes what a pattern found: it suspects the other danger, or it sees none."""
        found, likely = INTENTS[flag.kind], dangers(ranking)
        if flag.sure or not ranking or in_a_part(message, found):
            return False
        if suspected:
            return suspected != found and likely.get(found, 0.0) < self.config["alarm"][found] / 2
        doubt = self.config["doubt_in_story" if is_story(core_of(message)) else "doubt"]
        return sum(likely.values()) < doubt[found]

    def after_alarm(self, message: Message, suspected: Optional[str]) -> List[Flag]:
        """What a message says of the alarm just given ("can it wait", "they are coming"), with each entry as a flag.

        Who has heeded it may ask something else in the same breath, or be in the other danger: that goes first.
        """
        alarm, text = open_alarm(message), mended_text(message)
        entries = [entry for entry in self.talk.said_of(alarm, text) if entry.state not in TAKES_BACK]
        if not alarm_before(message):
            entries = [entry for entry in entries if entry.state not in (*NEARER, "holds")]
        if not entries:
            return []
        heeded = all(entry.state in HEEDED for entry in entries)
        if heeded and (suspected != INTENTS[alarm or "urgent"] if suspected else asks_else(message)):
            return []
        return [as_flag(entry, alarm or "urgent", text) for entry in entries]

    def suspected(self, message: Message) -> Optional[str]:
        """The danger that is nearest to its alarm, or None where the two together are not likely enough."""
        text = core_of(message)
        goes_on = ABOUT in told_of(message) and is_short(text) and not open_alarm(message)
        alarm = self.config["alarm_in_talk" if goes_on else "alarm_in_story" if is_story(text) else "alarm"]
        likely = dangers(beside_denial(self.rules, message))
        shares = {name: chance / alarm[name] for name, chance in likely.items()}
        return max(shares, key=lambda name: shares[name]) if sum(shares.values()) >= 1 else None


def in_a_part(message: Message, danger: str) -> bool:
    """Whether one of several parts of a message is likeliest a danger: a question beside it does not hide it."""
    return any(one["name"] == danger and one["confidence"] >= SURE_PART for one in message.get(PARTS) or [])


def dangers(ranking: Ranking) -> Dict[str, float]:
    """How likely the classifier holds each danger."""
    return {one["name"]: one["confidence"] for one in ranking if one["name"] in DANGERS}


def tells_a_death(message: Message) -> bool:
    """Whether a message surely says that somebody has died: after it nobody is told to call an ambulance."""
    said = message.get(INTENT)
    return bool(said) and said["name"] == LOSS and said["confidence"] >= DIED


def asks_else(message: Message) -> bool:
    """Whether a message is clearly a question that a card answers."""
    said = message.get(INTENT) or {"name": "", "confidence": 0.0}
    is_long = len(core_of(message).split()) > ALSO_ASKS
    return is_long and said["name"].startswith("ask_") and said["confidence"] >= ASKS


def still(message: Message, suspected: Dict[str, float]) -> List[Flag]:
    """The flag of the alarm just given, where a short message ("what do I do") says nothing else clearly, or where the
    classifier suspects a danger that it is not sure of.
    """
    alarm, text, said = alarm_before(message), message.get(TEXT) or "", message.get(INTENT)
    if not alarm or not said:
        return []
    words = len(core_of(message).split())
    clear = next((least for most, least in CLEAR if words <= most), 0.0)
    says_else = said["name"] not in ANSWERS and said["confidence"] >= clear
    is_another = max(suspected.values()) >= ANEW if suspected else says_else or said["name"] in WELL
    if is_another:
        leaves = alarm == "crisis" and said["name"] in WELL
        return [Flag(alarm, LEAVES, LEAVES, text, 0, len(text))] if leaves else []
    flag = AGREES if alarm == "urgent" and said["name"] == "affirm" and not suspected else STILL
    return [Flag(alarm, flag, flag, text, 0, len(text))]


def as_entity(flag: Flag) -> Dict[str, Any]:
    """The flag where it stands in the message, as the action reads it."""
    where = {"start": flag.start, "end": flag.end}
    return {"entity": "flag", "value": flag.id, **where, "confidence_entity": 1.0, "extractor": "SafetyNet"}
