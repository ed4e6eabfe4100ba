"""The training examples that are nearest to a message: the best explanation of what the classifier thought."""

from pathlib import Path
from typing import List, NamedTuple

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data

from actions.settings import ROOT
from extensions.nlu.sentence_encoder import WIDTH, sentence_encoder
from extensions.nlu.vector_cache import VectorCache

CACHE = Path("var/vectors.npz")
"""As in config.yml: training has filled it, so that nothing has to be encoded again."""
EXAMPLES = ("data/nlu.yml", "data/background.yml", "data/news.yml", "data/boundaries", "data/topics")
"""Files and folders of examples that stand by themselves; the others go on about an answer."""


class Near(NamedTuple):
    """An example and how near it is."""

    likeness: float
    """The cosine of the two vectors; 1 is the same text."""
    intent: str
    text: str


class Nearest:
    """All examples with their vectors."""

    def __init__(self) -> None:
        examples = [one for file in EXAMPLES for one in load_data(str(ROOT / file)).intent_examples if one.get(TEXT)]
        self.intents = [one.get(INTENT) for one in examples]
        self.texts = [one.get(TEXT) for one in examples]
        encoder = sentence_encoder()
        cache = VectorCache(ROOT / CACHE, encoder.version)
        self.vectors = cache.encode(self.texts, encoder.encode_examples, keep=False)

    def to(self, text: str, count: int) -> List[Near]:
        """The nearest examples, the nearest first."""
        likeness = meaning(self.vectors).astype(np.float32) @ meaning(sentence_encoder().encode([text]))[0]
        best = np.argsort(-likeness)[:count]
        return [Near(float(likeness[one]), self.intents[one], self.texts[one]) for one in best]


def meaning(vectors: np.ndarray) -> np.ndarray:
    """The part that says what a text is about: the last layer."""
    return vectors[:, -WIDTH:]
