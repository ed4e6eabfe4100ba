"""Finds the name that a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 4, 40
"""Letters; shorter words are too near to too many names, longer ones are none."""

LIKELY = 0.82
"""Least score of a name worth proposing."""

AS_LIKELY = 0.02
"""A name that scores this little below the best is proposed beside it."""


class Misspellings:
    """Corrects the names of one country.

    Args:
        populations: every name's key and the population of its largest place.
    """

    def __init__(self, populations: Mapping[str, int]) -> None:
        self._keys = list(populations)
        # Without spaces, because "waggawagga" and "mac quarie" are misspellings too.
        self._letters = [name.replace(" ", "") for name in self._keys]
        self._populations = list(populations.values())

    def correct(self, typed: str, limit: int = 3) -> list[tuple[str, float]]:
        """Keys of the names that `typed` (a key) may be meant to be, best first, each with its score up to 1.15.

        The score is 1 - the optimal string alignment distance (a swap of neighbours is one error) per letter of the
        longer name. People get the first letter right and ask for large towns, so both count a little.
        """
        letters = typed.replace(" ", "")
        if not SHORTEST <= len(letters) <= LONGEST:
            return []
        near = process.extract(
            letters, self._letters, scorer=OSA.normalized_similarity, score_cutoff=_least(letters), limit=12
        )
        scored = sorted(((self._score(letters, *found), self._keys[found[2]]) for found in near), reverse=True)
        least = max(LIKELY, scored[0][0] - AS_LIKELY) if scored else LIKELY
        return [(name, score) for score, name in scored if score >= least][:limit]

    def _score(self, letters: str, name: str, similarity: float, at: int) -> float:
        first = 0.05 if letters[0] == name[0] else -0.05
        return similarity + first + 0.015 * log10(self._populations[at] + 1)


def _least(letters: str) -> float:
    """The least similarity: one error in short names, two in longer ones, three in the longest."""
    errors = 1 if len(letters) < 6 else 2 if len(letters) < 12 else 3
    return 1 - errors / len(letters) - 0.01
