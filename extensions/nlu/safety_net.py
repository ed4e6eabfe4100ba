"""Rasa component: red flags and crises, looked for in every message; it comes last, so that it wins."""

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.safety_rules import Flag, SafetyRules

INTENTS = {"urgent": "red_flag", "crisis": "crisis"}
SAFE = frozenset(INTENTS.values())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyNet(GraphComponent):
    """Sets the intent `red_flag` or `crisis`, and which `flag` it was where a pattern found it.

    Configuration: `rules`, the path of the safety file; `alarm`, the probability from which the classifier's own
    suspicion counts although no pattern fits. It is low: a needless alarm is better than a missed one.
    """

    def __init__(self, rules: SafetyRules, alarm: float) -> None:
        self.rules = rules
        self.alarm = alarm

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SafetyNet":
        """Rasa's constructor."""
        return cls(SafetyRules.load(config["rules"]), config["alarm"])

    def process(self, messages: List[Message]) -> List[Message]:
        """Certain where a flag is found, silent where none is."""
        for message in messages:
            flag = self.rules.find(message.get(TEXT) or "")
            ranking = message.get(INTENT_RANKING_KEY, [])
            name = INTENTS[flag.kind] if flag else self.suspected(ranking)
            if name:
                certain = {"name": name, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                others = [one for one in ranking if one["name"] != name]
                message.set(INTENT_RANKING_KEY, [certain, *others], add_to_output=True)
            if flag:
                message.set(ENTITIES, [*message.get(ENTITIES, []), as_entity(flag)], add_to_output=True)
        return messages

    def suspected(self, ranking: List[Dict[str, Any]]) -> Optional[str]:
        """The likelier safety intent where the classifier holds the two together likely enough, or None."""
        dangers = [one for one in ranking if one["name"] in SAFE]
        suspicion = sum(one["confidence"] for one in dangers)
        return dangers[0]["name"] if dangers and suspicion >= self.alarm else None


def as_entity(flag: Flag) -> Dict[str, Any]:
    """The flag where it stands in the message, as the action reads it."""
    where = {"start": flag.start, "end": flag.end}
    return {"entity": "flag", "value": flag.id, **where, "confidence_entity": 1.0, "extractor": "SafetyNet"}
