"""Sentence vectors with all-mpnet-base-v2, on ONNX Runtime. `python -m tools build-encoder` makes the graph."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Dict, List

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

FOLDER = Path("var/encoder")
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
LAYERS = (8, 12)
"""Layers that are read, of 12. The last holds what a sentence is about and blurs who, when and whether, which an
earlier one still holds: with it the area under the ROC curve of danger rose from 0.984 to 0.995 on 2,300 held-out
messages."""
WIDTH = 768
DIMENSIONS = WIDTH * len(LAYERS)
LONGEST = 128
"""Word pieces that are read at once, about 90 words. The time grows with them."""
TOGETHER = 8
"""Of the examples, so many texts of one length are read together, a tenth faster than four and a third faster than
one. Their numbers are rounded a little differently then, by as much as 8 bits do anyway: the mean cosine to the vector
of the text alone is 0.995."""


class EncoderMissing(Exception):
    """The graph has not been built."""


class SentenceEncoder:
    """all-mpnet-base-v2: in each of some layers the mean of the word pieces' vectors, scaled to length 1.

    A text that is too long to be read at once is read in parts; its vector is the mean of theirs.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / GRAPH).is_file():
            raise EncoderMissing(f"there is no {folder / GRAPH}; run `make setup`")
        self.tokenizer = tokenizer_in(folder)
        self.version = f"{hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest()} {TOGETHER}"
        """Of the graph, and of how texts are read together: vectors of another version mean something else."""
        self.graph = str(folder / GRAPH)
        self.session = loaded(self.graph)

    def encode_examples(self, texts: List[str]) -> np.ndarray:
        """The same for many texts, where speed counts more than the last digit.

        With a graph that uses one core it is a tenth faster still.
        """
        return self._encode(texts, loaded(self.graph, threads=1), TOGETHER)

    def encode(self, texts: List[str]) -> np.ndarray:
        """The vectors of some texts, shape (len(texts), DIMENSIONS): those of the layers in a row, each of length 1.

        Each core reads some of them: the sentences of a message take 59 ms so where one after the other takes 80.
        """
        return self._encode(texts, self.session, 1)

    def _encode(self, texts: List[str], session: onnxruntime.InferenceSession, together: int) -> np.ndarray:
        parts = [[one.ids, *(more.ids for more in one.overflowing)] for one in self.tokenizer.encode_batch(texts)]
        pieces = [part for text in parts for part in text]
        groups = of_one_length(pieces, together)
        vectors = np.empty((len(pieces), DIMENSIONS), np.float32)
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            read = cores.map(lambda group: ran(session, [pieces[place] for place in group]), groups)
            for group, found in zip(groups, read, strict=True):
                vectors[group] = found
        return together_again(vectors, [[len(part) for part in text] for text in parts])


def of_one_length(pieces: List[List[int]], together: int) -> List[List[int]]:
    """The places of texts of the same number of word pieces, in groups of so many that are read together.

    The longest come first: at the end no core waits long for another.
    """
    by_length: Dict[int, List[int]] = {}
    for place, one in enumerate(pieces):
        by_length.setdefault(len(one), []).append(place)
    return [
        places[start : start + together]
        for _, places in sorted(by_length.items(), reverse=True)
        for start in range(0, len(places), together)
    ]


def together_again(vectors: np.ndarray, lengths: List[List[int]]) -> np.ndarray:
    """The vectors of texts out of those of their parts, the longer counting more; (len(lengths), DIMENSIONS).

    Args:
        vectors: of all parts in a row.
        lengths: of each text, how many word pieces its parts have.
    """
    if len(vectors) == len(lengths):
        return vectors
    starts = np.cumsum([0, *(len(parts) for parts in lengths)])[:-1]
    weights = np.array([length for parts in lengths for length in parts], np.float32)
    sums = np.add.reduceat(vectors * weights[:, None], starts).reshape(len(lengths), len(LAYERS), WIDTH)
    return (sums / np.linalg.norm(sums, axis=2, keepdims=True)).reshape(len(lengths), DIMENSIONS)


def ran(session: onnxruntime.InferenceSession, pieces: List[List[int]]) -> np.ndarray:
    """The vectors of texts of the same number of word pieces, shape (len(pieces), DIMENSIONS)."""
    return session.run(None, fed(pieces))[0]


def fed(pieces: List[List[int]]) -> Dict[str, np.ndarray]:
    """Texts of the same number of word pieces as the graph takes them."""
    ids = np.array(pieces, dtype=np.int32)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}


def tokenizer_in(folder: Path) -> Tokenizer:
    """The tokenizer, which reads what is too long in parts."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()  # its file asks for the longest length, which costs four times as much
    return tokenizer


def loaded(graph: str, threads: int = 0) -> onnxruntime.InferenceSession:
    """The graph, ready to run on so many threads; 0 is one for each core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # or a busy machine waits for itself
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def sentence_encoder(folder: Path = FOLDER) -> SentenceEncoder:
    """The encoder of this process.

    Raises:
        EncoderMissing: it has not been built.
    """
    return SentenceEncoder(folder)
