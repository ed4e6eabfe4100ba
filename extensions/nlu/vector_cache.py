"""Sentence vectors kept on disk between trainings: only new examples are encoded."""

import hashlib
from pathlib import Path
from typing import Callable, Dict, List
from zipfile import BadZipFile

import numpy as np

Encode = Callable[[List[str]], np.ndarray]


class VectorCache:
    """Vectors by text, in one file. They hold for one encoder: `version` names it, another begins anew."""

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version

    def encode(self, texts: List[str], encode: Encode, keep: bool = True) -> np.ndarray:
        """The vectors of the texts, in their order, in 16 bits; those that are missing are made with `encode`.

        Args:
            texts: what is wanted.
            encode: makes vectors.
            keep: whether the file shall hold these texts from now on, and no others.
        """
        known = self.read()
        keys = [key(text) for text in texts]
        missing = {one: text for one, text in zip(keys, texts, strict=True) if one not in known}
        if missing:
            made = encode(list(missing.values())).astype(np.float16)
            known.update(zip(missing, made, strict=True))
            if keep:
                self.write({one: known[one] for one in dict.fromkeys(keys)})
        return np.array([known[one] for one in keys])

    def read(self) -> Dict[str, np.ndarray]:
        """What is kept; nothing where the file is missing, broken or of another encoder."""
        try:
            with np.load(self.path) as kept:
                if str(kept["version"]) == self.version:
                    return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            pass
        return {}

    def write(self, vectors: Dict[str, np.ndarray]) -> None:
        """Write a new file first: one that is cut short leaves the old one whole."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new.npz")
        np.savez(new, version=self.version, keys=list(vectors), vectors=list(vectors.values()))
        new.replace(self.path)


def key(text: str) -> str:
    """A short name of a text."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
