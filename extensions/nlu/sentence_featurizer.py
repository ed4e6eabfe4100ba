"""Rasa component: the sentence's vector as its features."""

from functools import partial
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu.courtesies import core_of
from extensions.nlu.sentence_encoder import sentence_encoder
from extensions.nlu.sentences import parts, passages, sentences
from extensions.nlu.vector_cache import VectorCache

PART_VECTORS = "part_vectors"
"""Key of a message: the vectors of its sentences, of their parts and of its passages, by their text."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Encodes messages with all-mpnet-base-v2. `cache`: the file that keeps vectors of examples between trainings."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The default configuration."""
        return {**DenseFeaturizer.get_default_config(), "cache": None}

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Rasa's constructor."""
        sentence_encoder()  # loaded now and not in the first message
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing beyond the types."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vectors of all messages that have a text, and of their sentences, parts of these, and passages."""
        for message in messages:
            core = core_of(message)
            if core:
                groups = map(" ".join, passages(core))
                texts = list(dict.fromkeys([core, *sentences(core), *parts(core), *groups]))
                vectors = dict(zip(texts, sentence_encoder().encode(texts), strict=True))
                self.add_vector(message, vectors[core])
                message.set(PART_VECTORS, vectors)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of all examples."""
        encode, cache = sentence_encoder().encode_examples, self._config["cache"]
        if cache:
            encode = partial(VectorCache(Path(cache), sentence_encoder().version).encode, encode=encode)
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        for example, vector in zip(examples, encode([core_of(one) for one in examples]), strict=True):
            self.add_vector(example, vector)
        return training_data

    def add_vector(self, message: Message, vector: np.ndarray) -> None:
        """Make a vector the feature of a message's sentence."""
        message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
