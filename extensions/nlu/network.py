"""Small neural networks over sentence vectors: trained with TensorFlow, run with NumPy."""

from pathlib import Path
from typing import List, NamedTuple

import numpy as np

from extensions.nlu.sentence_encoder import LAYERS

HIDDEN = 768
EPOCHS = 8
BATCH = 512
LEARNING_RATE = 2.8e-3
"""At the start; it falls to zero in a straight line. Half the batch, at this rate over the root of 2, takes twice as
long and is no better: of the held-out first messages as many are right, 93.6 %."""
WEIGHT_DECAY = 1e-2
DROPOUT = 0.1, 0.5
"""Before the hidden layer and behind it."""
SMOOTHING = 0.05
"""Share of the target that is spread over all classes, so that confidences stay honest."""


class Member(NamedTuple):
    """One network: a hidden layer with ReLU, and the layer that scores the classes."""

    hidden: np.ndarray
    """(dimensions, hidden)"""
    hidden_bias: np.ndarray
    output: np.ndarray
    """(hidden, classes)"""
    output_bias: np.ndarray

    def likely(self, vectors: np.ndarray) -> np.ndarray:
        """How likely each class is for each scaled vector; (len(vectors), classes), rows sum to 1."""
        active = np.maximum(vectors @ self.hidden + self.hidden_bias, 0)
        scores = active @ self.output + self.output_bias
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)


class Network:
    """Several networks that differ by chance; the mean of what they say is better than each of them."""

    def __init__(self, middle: np.ndarray, members: List[Member]) -> None:
        self.middle = middle
        """The mean of the vectors that it learned from; (dimensions,)"""
        self.members = members

    @classmethod
    def train(cls, vectors: np.ndarray, targets: np.ndarray, counts: np.ndarray, members: int) -> "Network":
        """Learn from vectors (rows), the share of each class in each (rows sum to 1), and what each row counts."""
        middle = vectors.mean(axis=0, dtype=np.float32)
        rows = scaled(vectors, middle)
        return cls(middle, [trained(rows, targets, counts, seed) for seed in range(members)])

    def likely(self, vectors: np.ndarray) -> np.ndarray:
        """How likely each class is for each vector; (len(vectors), classes), rows sum to 1."""
        rows = scaled(vectors, self.middle)
        return np.mean([member.likely(rows) for member in self.members], axis=0)

    def save(self, path: Path) -> None:
        """Write all members into one file."""
        matrices = [self.middle, *(matrix for member in self.members for matrix in member)]
        np.savez(path, *(matrix.astype(np.float16) for matrix in matrices))

    @classmethod
    def load(cls, path: Path) -> "Network":
        """Read them back."""
        with np.load(path) as kept:
            middle, *matrices = (kept[f"arr_{number}"].astype(np.float32) for number in range(len(kept.files)))
        size = len(Member._fields)
        return cls(middle, [Member(*matrices[start : start + size]) for start in range(0, len(matrices), size)])


def scaled(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Each layer's part without what all texts have in common there, and with a mean square of 1, for networks."""
    apart = (vectors.astype(np.float32) - middle).reshape(len(vectors), len(LAYERS), -1)
    size = np.sqrt((apart**2).mean(axis=2, keepdims=True))
    return (apart / np.maximum(size, np.finfo(np.float32).tiny)).reshape(len(vectors), -1)


def trained(vectors: np.ndarray, targets: np.ndarray, counts: np.ndarray, seed: int) -> Member:
    """One member, from scaled vectors; the seed decides its start and the order of the examples."""
    import tensorflow as tf

    tf.keras.utils.set_random_seed(seed)
    steps = EPOCHS * -(-len(vectors) // BATCH)
    network = tf.keras.Sequential(
        [
            tf.keras.layers.Dropout(DROPOUT[0]),
            tf.keras.layers.Dense(HIDDEN, activation="relu"),
            tf.keras.layers.Dropout(DROPOUT[1]),
            tf.keras.layers.Dense(targets.shape[1]),
        ]
    )
    network.compile(
        tf.keras.optimizers.AdamW(
            tf.keras.optimizers.schedules.PolynomialDecay(LEARNING_RATE, steps, end_learning_rate=0.0),
            weight_decay=WEIGHT_DECAY,
        ),
        tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=SMOOTHING),
    )
    weights = (counts,)  # for the only output; Keras would look at each count of a bare array by itself, 10 s
    network.fit(vectors, targets, sample_weight=weights, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return Member(*network.get_weights())
