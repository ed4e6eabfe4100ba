"""Rasa component: which sentences of a message are only courtesy, so that what is asked is read without them.

"Sorry to bother you, I know that you are busy. Can I eat sushi? Kind regards, Jen" asks what "Can I eat sushi?" asks.
Read whole, its vector leans towards apologies, and with them towards distress.
"""

from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.corrections import corrected
from extensions.nlu.kinds import BY_THE_WAY, DANGERS
from extensions.nlu.phrase_model import PhraseModel
from extensions.nlu.sentences import sentences
from extensions.nlu.spelling import mended_text

CORE = "core"
"""Key of a message: what is read of it, in right spelling and without the sentences that are only courtesy."""
TABLES = ("courtesies", "farewells")
"""Names of the lookup tables: what goes, and what only sounds like it and stays."""
COURTESY, FAREWELL, DANGER, QUESTION = range(4)
"""Classes of sentences; the first two are those of the tables."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Courtesies(GraphComponent):
    """Sets the `core` of messages that hold courtesies and more. What is only courtesy stays whole; a question is none.

    Learns from the lookup tables `courtesies` and `farewells` ("sorry to be a burden"), from the examples of one
    sentence, and from each sentence of those of emergencies and crises. Configuration: `sure`, the probability from
    which a sentence goes.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """None."""
        return []

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The default configuration."""
        return {"sure": 0.7}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self.model_storage = model_storage
        self.resource = resource
        self.phrases = PhraseModel([], np.zeros((0, 4)), np.zeros(4))

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Courtesies":
        """Rasa's constructor of an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the lookup tables and the examples, and keep what was learned.

        Raises:
            ValueError: a table is missing.
        """
        texts: Dict[str, int] = {}
        for example in training_data.intent_examples:
            intent, parts = example.get(INTENT), sentences(example.get(TEXT) or "")
            if intent in DANGERS:
                texts.update(dict.fromkeys(parts, DANGER))
            elif intent not in BY_THE_WAY and len(parts) == 1:  # among more there may be courtesies
                texts.setdefault(parts[0], QUESTION)
        tables = {table["name"]: table["elements"] for table in training_data.lookup_tables}
        for number, name in enumerate(TABLES):
            if name not in tables:
                raise ValueError(f"There is no lookup table `{name}`; data/courtesies.yml of a new copy has one.")
            texts.update((sentence, number) for line in tables[name] for sentence in sentences(line))
        classes = np.array(list(texts.values()))
        sizes = np.bincount(classes)
        self.phrases = PhraseModel.train(list(texts), classes, (sizes.max() / sizes)[classes] ** 0.5)
        with self.model_storage.write_to(self.resource) as folder:
            self.phrases.save(folder)
        return self.resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "Courtesies":
        """Read it back."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.phrases = PhraseModel.load(folder)
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the core where it is not the text as it was typed: of "no, I meant the parking" it is the parking."""
        for message in messages:
            core = self.core(mended_text(message))
            core = corrected(core) or core
            if core != (message.get(TEXT) or ""):
                message.set(CORE, core, add_to_output=True)
        return messages

    def core(self, text: str) -> str:
        """A text without the sentences that are only courtesy, or the whole text where nothing else is in it."""
        parts = sentences(text)
        if len(parts) < 2:
            return text
        courtesy = self.phrases.likely(parts)[:, COURTESY]
        kept = [
            one for one, sure in zip(parts, courtesy, strict=True) if one.endswith("?") or sure < self.config["sure"]
        ]
        return text if len(kept) in (0, len(parts)) else " ".join(kept)


def core_of(message: Message) -> str:
    """What is read of a message; nothing where it has no text."""
    return message.get(CORE) or message.get(TEXT) or ""
