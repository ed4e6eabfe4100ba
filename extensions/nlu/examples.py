"""The training examples as the classifier takes them."""

from typing import List, NamedTuple, Optional

import numpy as np
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.kinds import TREATMENT, Kind

ALSO = "also"


class Example(NamedTuple):
    """A training example."""

    text: str
    vector: np.ndarray
    kind: Kind
    also: Optional[Kind]
    """Another kind that the message may as well be taken for."""


def example_of(message: Message) -> Example:
    """A training message with what its block says of it."""
    told = (message.get(METADATA) or {}).get(METADATA_INTENT) or {}
    also = Kind(**told[ALSO]) if ALSO in told else None
    return Example(message.get(TEXT), vector_of(message), Kind(message.get(INTENT), told.get(TREATMENT)), also)


def vector_of(message: Message) -> np.ndarray:
    """The dense features of the sentence."""
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features[0]


def targets(examples: List[Example], kinds: List[Kind], also_share: float) -> np.ndarray:
    """The share of each kind in each example; (examples, kinds), rows sum to 1."""
    number = {kind: index for index, kind in enumerate(kinds)}
    shares = np.zeros((len(examples), len(kinds)), dtype=np.float32)
    for row, example in zip(shares, examples, strict=True):
        if example.also in number:
            row[number[example.also]] = also_share
        row[number[example.kind]] += 1 - row.sum()
    return shares


def balanced(sizes: List[int], balance: float) -> np.ndarray:
    """What each example counts, from the number of examples of its kind; the mean is 1."""
    counts = np.array(sizes, dtype=np.float32) ** -balance
    return counts / counts.mean()
