"""Rasa component: whose life a crisis is about, or whether somebody does harm to another, from the sentence vector."""

from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from extensions.nlu.courtesies import core_of
from extensions.nlu.examples import vector_of
from extensions.nlu.kinds import CRISIS
from extensions.nlu.sentence_featurizer import PART_VECTORS
from extensions.nlu.sentences import parts
from extensions.nlu.topic_classifier import PARTS

OWN, WORRIED, VIOLENCE = "own", "worried", "violence"
"""The writer's own life, that of somebody the writer worries about, harm that one does to another."""
CRISIS_KIND = "crisis_kind"
"""Key of a message: the likeliest of these, were it a crisis."""
WEIGHTS = "crisis_kind.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CrisisKind(GraphComponent):
    """Tells the reply to a crisis to whom it speaks. The metadata of a block of examples may say `crisis: worried` or
    `crisis: violence`; the others are about the writer's own life.

    Configuration: `regularisation`, scikit-learn's C.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """It works on the features of the sentence."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The default configuration."""
        return {"regularisation": 1.0}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self.model_storage = model_storage
        self.resource = resource
        self.names: List[str] = []
        self.weights, self.bias = np.zeros((0, 0)), np.zeros(0)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CrisisKind":
        """Rasa's constructor of an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples of crises and keep what was learned. With fewer than two kinds nothing is told."""
        examples = [one for one in training_data.intent_examples if one.get(INTENT) == CRISIS and one.get(TEXT)]
        kinds = [kind_of(example) for example in examples]
        if len(set(kinds)) > 1:
            model = LogisticRegression(C=self.config["regularisation"], class_weight="balanced", max_iter=300)
            model.fit(np.array([vector_of(example) for example in examples]), kinds)
            self.names, self.weights, self.bias = list(model.classes_), model.coef_, model.intercept_
        with self.model_storage.write_to(self.resource) as folder:
            np.savez(folder / WEIGHTS, names=np.array(self.names), weights=self.weights, bias=self.bias)
        return self.resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "CrisisKind":
        """Read it back."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / WEIGHTS) as kept:
            component.names = kept["names"].tolist()
            component.weights, component.bias = kept["weights"], kept["bias"]
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the likeliest kind of each message that has a text."""
        for message in messages:
            if message.get(TEXT) and self.names:
                likely = self.likely(np.array([vector_of(message), *crisis_vectors(message)]))
                best = int(likely.argmax())
                told = {"name": self.names[best], "confidence": float(likely[best])}
                message.set(CRISIS_KIND, told, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that comes later trains on it."""
        return training_data

    def likely(self, vectors: np.ndarray) -> np.ndarray:
        """How likely each kind is by several vectors together; (kinds,), sums to 1."""
        scores = (vectors @ self.weights.T).mean(axis=0) + self.bias
        if len(self.names) == 2:  # scikit-learn keeps one row for two
            scores = np.array([0.0, scores[0]])
        powers = np.exp(scores - scores.max())
        return powers / powers.sum()


def kind_of(example: Message) -> str:
    """The kind that an example's block names."""
    told = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return told.get(CRISIS, OWN)


def crisis_vectors(message: Message) -> List[np.ndarray]:
    """The vectors of those of several parts that would most likely be a crisis by themselves."""
    vectors = message.get(PART_VECTORS) or {}
    read = zip(parts(core_of(message)), message.get(PARTS) or [], strict=False)
    return [vectors[text] for text, likeliest in read if likeliest["name"] == CRISIS]
