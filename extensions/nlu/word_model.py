"""How likely a word is after another one, counted in the examples."""

import json
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Dict, Iterable, Optional

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
START = "."
"""Stands before the first word of a message."""
RAREST_PAIR = 2
PAIRS_SHARE = 0.7
"""What the pair counts beside the word alone."""


class WordModel:
    """Words and pairs of words, and how often each occurs.

    Args:
        words: in small letters.
        pairs: two words with a space between.
    """

    def __init__(self, words: Dict[str, int], pairs: Dict[str, int]) -> None:
        self.words = words
        self.pairs = pairs
        self._all = sum(words.values())

    @classmethod
    def count(cls, texts: Iterable[str]) -> "WordModel":
        """Count what occurs in texts."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            of_it = [START, *map(plain, WORD.findall(text))]
            words.update(of_it)
            pairs.update(f"{one} {next_one}" for one, next_one in pairwise(of_it))
        return cls(dict(words), {pair: times for pair, times in pairs.items() if times >= RAREST_PAIR})

    def chance(self, word: str, before: str, after: Optional[str] = None) -> float:
        """The natural logarithm of how likely a word follows the one before, and is followed by the one after."""
        chance = self._follows(before, word)
        return chance + (self._follows(word, after) if after else 0.0)

    def save(self, path: Path) -> None:
        """Write the counts as JSON."""
        path.write_text(json.dumps([self.words, self.pairs]), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "WordModel":
        """Read them back."""
        return cls(*json.loads(path.read_text(encoding="utf-8")))

    def _follows(self, word: str, next_one: str) -> float:
        together = self.pairs.get(f"{word} {next_one}", 0) / (self.words.get(word, 0) + 1)
        alone = (self.words.get(next_one, 0) + 0.5) / (self._all + 1)
        return math.log(PAIRS_SHARE * together + (1 - PAIRS_SHARE) * alone)


def plain(word: str) -> str:
    """A word in small letters, with a straight apostrophe; any number as 0: "50 minits" are minutes and no mints."""
    return "0" if word.isdigit() else word.lower().replace("’", "'")
