"""Where the parts of a pattern of the safety file stand in a message, and the hedges with which that does not count."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import Callable, Iterator, List, Optional, Pattern, Sequence, Tuple

from extensions.nlu.safety_patterns import MARK, Language
from extensions.nlu.safety_words import WORD_LENGTH

NEAR_WORDS = 30  # how many words may stand between the parts of "a + b"
REACH = 250  # characters before and after a match in which a hedge is looked for

Span = Tuple[int, int]


class Rule:
    """One pattern of an entry, as written: "a", or "a + b" whose parts stand in any order near each other.

    A {group} that stands alone after a "+" only says whose story it is: hedges say nothing of it.
    """

    def __init__(self, written: str, language: Language) -> None:
        self.written = written
        parts = written.split("+")
        self._compiled = [language.compile(part) for part in parts]
        self._context = [at > 0 and bool(re.fullmatch(r"\s*\{\w+\}\s*", part)) for at, part in enumerate(parts)]

    @cached_property
    def _parts(self) -> List[Pattern[str]]:
        return [re.compile(part.regex) for part in self._compiled]

    def find(self, text: str, hedged: Callable[[Span], bool]) -> Optional[Span]:
        """The first place in text where all parts stand near each other and unhedged, or None."""
        if not all(any(need in text for need in part.needs or ()) for part in self._compiled):
            return None
        found = [list(overlapping(part, text)) for part in self._parts]
        if not all(found):  # hedges cost more than parts
            return None
        first, *others = [
            [span for span in spans if context or not hedged(span)]
            for spans, context in zip(found, self._context, strict=True)
        ]
        for span in first:
            group = [span] + [near for near in (neighbour(text, span, spans) for spans in others) if near]
            if len(group) == len(self._parts):
                return min(start for start, _ in group), max(end for _, end in group)
        return None


def overlapping(regex: Pattern[str], text: str) -> Iterator[Span]:
    """All matches, those too that begin inside an earlier one: "no temp yesterday but temp 39 now" has two."""
    match = regex.search(text)
    while match:
        yield match.span()
        match = regex.search(text, match.start() + 1)


def neighbour(text: str, span: Span, spans: Sequence[Span]) -> Optional[Span]:
    """Of spans (sorted) the one before or after span, if at most NEAR_WORDS words stand between."""
    at = bisect_right(spans, span)
    for other in spans[max(at - 1, 0) : at + 1]:
        between = text[min(span[1], other[1]) : max(span[0], other[0])]
        if len(between) < NEAR_WORDS * WORD_LENGTH and between.count(" ") <= NEAR_WORDS:
            return other
    return None


class Hedges:
    """Phrases with which a match does not count: around it ({it} stands for it), or sharing a word with it."""

    def __init__(self, phrases: List[str], language: Language, clause_ends: Pattern[str]) -> None:
        around = [language.compile(phrase).regex for phrase in phrases if "{it}" in phrase]
        touching = [language.compile(phrase).regex for phrase in phrases if "{it}" not in phrase]
        self._regexes = "|".join(around), "|".join(touching)
        self._clause_ends = clause_ends

    @cached_property
    def _phrases(self) -> List[Optional[Pattern[str]]]:
        return [re.compile(regex) if regex else None for regex in self._regexes]

    def cover(self, text: str, span: Span) -> bool:
        """Whether the clause in which the match at span stands makes it general, past, negated or hypothetical."""
        start, end = span
        before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
        ends = list(self._clause_ends.finditer(before + " "))
        next_end = self._clause_ends.search(after)
        before = before[ends[-1].end() - 1 if ends else 0 :]
        after = after[: next_end.start() + 1] if next_end else after
        around, touching = self._phrases
        if around and around.search(f"{before} {MARK}{after} "):
            return True
        first, last = len(before), len(before) + end - start
        found = overlapping(touching, f"{before}{text[start:end]}{after} ") if touching else ()
        return any(left < last and first < right for left, right in found)
