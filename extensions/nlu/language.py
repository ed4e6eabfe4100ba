"""Rasa component: spaCy, for messages alone."""

from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils import spacy_utils
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu.spelling import mended_text

LOADER, FEATURIZER = DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER


@DefaultV1Recipe.register([LOADER, FEATURIZER], is_trainable=False, model_from="SpacyNLP")
class SpacyNLP(spacy_utils.SpacyNLP):
    """Rasa's own, by whose name others find it, on the mended text: entities stand in that."""

    def process(self, messages: List[Message], model: spacy_utils.SpacyModel) -> List[Message]:
        """Read each message."""
        for message in messages:
            if text := mended_text(message):
                message.set(SPACY_DOCS[TEXT], self._doc_for_text(model.model, text))
        return messages

    def process_training_data(self, training_data: TrainingData, model: spacy_utils.SpacyModel) -> TrainingData:
        """Nothing: it would take 16 s, and nothing that is trained looks at what it finds in examples."""
        return training_data
