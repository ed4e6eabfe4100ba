"""Rasa component: messages whose form alone says what they are, such as a postcode or the number of a choice."""

import re
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShapeClassifier(GraphComponent):
    """Sets the intent where the whole message fits one of its patterns. `intents`: intent -> regular expressions."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self.intents = {
            intent: re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
            for intent, patterns in config["intents"].items()
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ShapeClassifier":
        """Rasa's constructor."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Certain where a pattern fits, silent where none does."""
        for message in messages:
            text = (message.get(TEXT) or "").strip()
            for intent, pattern in self.intents.items():
                if pattern.fullmatch(text):
                    certain = {"name": intent, "confidence": 1.0}
                    message.set(INTENT, certain, add_to_output=True)
                    message.set(INTENT_RANKING_KEY, [certain], add_to_output=True)
        return messages
