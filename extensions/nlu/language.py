"""Rasa component: spaCy, for messages alone."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils import spacy_utils
from rasa.shared.nlu.training_data.training_data import TrainingData

LOADER, FEATURIZER = DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER


@DefaultV1Recipe.register([LOADER, FEATURIZER], is_trainable=False, model_from="SpacyNLP")
class SpacyNLP(spacy_utils.SpacyNLP):
    """Rasa's own, by whose name others find it. Nothing that is trained looks at what it finds in examples."""

    def process_training_data(self, training_data: TrainingData, model: spacy_utils.SpacyModel) -> TrainingData:
        """Nothing: it would take 16 s."""
        return training_data
