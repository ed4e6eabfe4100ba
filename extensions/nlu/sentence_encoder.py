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


class EncoderMissing(Exception):
    """The graph has not been built."""


class SentenceEncoder:
    """all-mpnet-base-v2: mean of the word pieces' vectors, scaled to length 1."""

    def __init__(self, folder: Path) -> None:
        if not (folder / GRAPH).is_file():
            raise EncoderMissing(f"there is no {folder / GRAPH}; run `make setup`")
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.no_padding()  # its file asks for the longest length, which costs four times as much
        self.version = hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest()
        """Of the graph: vectors of another version mean something else."""
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # or a busy machine waits for itself
        self.session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: List[str]) -> np.ndarray:
        """The vectors of some texts, shape (len(texts), 768), each of length 1."""
        return np.vstack([self.vector(text) for text in texts]) if texts else np.zeros((0, DIMENSIONS), np.float32)

    def vector(self, text: str) -> np.ndarray:
        """The vector of a text, shape (1, 768). Batches are not faster: two cores are busy with one text."""
        pieces = self.tokenizer.encode(text)
        inputs = {"input_ids": [pieces.ids], "attention_mask": [pieces.attention_mask]}
        return self.session.run(None, {name: np.array(ids, dtype=np.int32) for name, ids in inputs.items()})[0]


@lru_cache(maxsize=1)
def sentence_encoder(folder: Path = FOLDER) -> SentenceEncoder:
    """The encoder of this process.

    Raises:
        EncoderMissing: it has not been built.
    """
    return SentenceEncoder(folder)
