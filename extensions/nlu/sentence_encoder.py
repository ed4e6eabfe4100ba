"""Sentence vectors with all-mpnet-base-v2, on ONNX Runtime. `python -m tools build-encoder` makes the graph."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import List

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

FOLDER = Path("var/encoder")
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
DIMENSIONS = 768
LONGEST = 128
"""Word pieces that are read, about 90 words; the rest of a longer text is left out. The time grows with them."""

BATCH = 16


class EncoderMissing(Exception):
    """The graph has not been built."""


class SentenceEncoder:
    """all-mpnet-base-v2: mean of the word pieces' vectors, scaled to length 1."""

    def __init__(self, folder: Path) -> None:
        if not (folder / GRAPH).is_file():
            raise EncoderMissing(f"there is no {folder / GRAPH}; run `make setup`")
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding(pad_id=self.tokenizer.token_to_id("<pad>"), pad_token="<pad>")
        self.version = hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest()
        """Of the graph: vectors of another version mean something else."""
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # or a busy machine waits for itself
        self.session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: List[str]) -> np.ndarray:
        """The vectors of some texts, shape (len(texts), 768), each of length 1.

        In batches of like length: a text alone takes as long as reading all weights from memory. The 8 bits of a text
        depend a little on its batch; the cosine to its vector alone is 0.99 or more.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(texts), BATCH):
            rows = by_length[start : start + BATCH]
            pieces = self.tokenizer.encode_batch([texts[i] for i in rows])
            vectors[rows] = self.session.run(
                None,
                {
                    "input_ids": np.array([one.ids for one in pieces], dtype=np.int32),
                    "attention_mask": np.array([one.attention_mask for one in pieces], dtype=np.int32),
                },
            )[0]
        return vectors


@lru_cache(maxsize=1)
def sentence_encoder(folder: Path = FOLDER) -> SentenceEncoder:
    """The encoder of this process.

    Raises:
        EncoderMissing: it has not been built.
    """
    return SentenceEncoder(folder)
