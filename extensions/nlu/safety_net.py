"""Rasa component: red flags and crises, looked for in every message; it comes last, so that it wins."""

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.courtesies import core_of
from extensions.nlu.kinds import ALARM, DANGERS, SHORT
from extensions.nlu.safety_rules import Flag, Kind, SafetyRules
from extensions.nlu.spelling import MENDED, mended_text

INTENTS = {"urgent": "red_flag", "crisis": "crisis"}
PUT_OFF = "put_off"
"""The flag of a message that is no danger itself: the alarm before it stays."""
WELL = ("thanks", "goodbye", "affirm", "deny")
"""What is said once an alarm was understood."""
CLEAR = ((4, 0.85), (SHORT, 0.5))
"""Words, and the probability from which a message of no more than these is about something else than the alarm just
given: "what do I do" says little by itself."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyNet(GraphComponent):
    """Sets the intent `red_flag` or `crisis`, and which `flag` it was where a pattern found it.

    Configuration: `rules`, the path of the safety file; `alarm`, for each danger the probability from which the
    classifier's own suspicion counts although no pattern fits (half of one and half of the other count, too);
    `doubt`, for each danger the probability below which a pattern that fits, and is not `sure`, is held to be an
    accident of words ("grey and curly"); where the other danger is suspected it has to reach half of its alarm. All
    are low: a needless alarm is better than a missed one.
    """

    def __init__(self, rules: SafetyRules, alarm: Dict[str, float], doubt: Dict[str, float]) -> None:
        self.rules = rules
        self.alarm = alarm
        self.doubt = doubt

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SafetyNet":
        """Rasa's constructor."""
        return cls(SafetyRules.load(config["rules"]), config["alarm"], config["doubt"])

    def process(self, messages: List[Message]) -> List[Message]:
        """Certain where a flag is found, silent where none is."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY, [])
            suspected = self.suspected(ranking)
            flag = self.found(message)
            if flag and not flag.sure and ranking and self.is_accident(INTENTS[flag.kind], suspected, dangers(ranking)):
                flag = None
            flag = flag or self.put_off(message)
            name = INTENTS[flag.kind] if flag else suspected or still(message)
            if name:
                certain = {"name": name, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                others = [one for one in ranking if one["name"] != name]
                message.set(INTENT_RANKING_KEY, [certain, *others], add_to_output=True)
            if flag:
                message.set(ENTITIES, [*message.get(ENTITIES, []), as_entity(flag)], add_to_output=True)
        return messages

    def found(self, message: Message) -> Optional[Flag]:
        """The flag in a message as it was typed, or in right spelling: what mends one word could break another."""
        as_typed = self.rules.find(message.get(TEXT) or "")
        return as_typed or (self.rules.find(mended_text(message)) if message.get(MENDED) else None)

    def is_accident(self, found: str, suspected: Optional[str], likely: Dict[str, float]) -> bool:
        """Whether the classifier excludes what a pattern found: it suspects the other danger, or it sees none."""
        if suspected:
            return suspected != found and likely.get(found, 0.0) < self.alarm[found] / 2
        return sum(likely.values()) < self.doubt[found]

    def put_off(self, message: Message) -> Optional[Flag]:
        """The flag of a message that puts off what the alarm just given asked for ("can it wait"), or takes it back."""
        text, alarm = mended_text(message), alarm_before(message)
        return Flag(alarm, PUT_OFF, PUT_OFF, text, 0, len(text)) if alarm and self.rules.puts_off(text) else None

    def suspected(self, ranking: List[Dict[str, Any]]) -> Optional[str]:
        """The danger that is nearest to its alarm, or None where the two together are not likely enough."""
        shares = {name: chance / self.alarm[name] for name, chance in dangers(ranking).items()}
        return max(shares, key=lambda name: shares[name]) if sum(shares.values()) >= 1 else None


def dangers(ranking: List[Dict[str, Any]]) -> Dict[str, float]:
    """How likely the classifier holds each danger."""
    return {one["name"]: one["confidence"] for one in ranking if one["name"] in DANGERS}


def alarm_before(message: Message) -> Optional[Kind]:
    """The outcome of the alarm just given, or None."""
    return (message.get(METADATA) or {}).get(ALARM)


def still(message: Message) -> Optional[str]:
    """The danger of the alarm just given, where a short message ("what do I do") says nothing else clearly."""
    alarm = alarm_before(message)
    said = message.get(INTENT) or {}
    words = len(core_of(message).split())
    clear = next((least for most, least in CLEAR if words <= most), 0.0)
    if not alarm or not said or said["name"] in WELL or said["confidence"] >= clear:
        return None
    return INTENTS[alarm]


def as_entity(flag: Flag) -> Dict[str, Any]:
    """The flag where it stands in the message, as the action reads it."""
    where = {"start": flag.start, "end": flag.end}
    return {"entity": "flag", "value": flag.id, **where, "confidence_entity": 1.0, "extractor": "SafetyNet"}
