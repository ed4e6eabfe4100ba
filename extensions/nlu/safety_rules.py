"""Looks for the red flags and crises of the clinicians' safety file in messages."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Literal, Optional, Pattern, Sequence, Tuple, TypeVar, Union

from extensions.nlu.safety_file import Crisis, RedFlag, SafetyFile, SafetyFileError, Spelling, read_safety_file
from extensions.nlu.safety_patterns import MARK, Language
from extensions.nlu.safety_words import WORD_LENGTH, Reader

NOW = "ill"  # the group of words that say "it is now"; with one of them no message is calm
NEAR_WORDS = 30  # how many words may stand between the parts of "a + b"
REACH = 250  # characters before and after a match in which a hedge is looked for

Span = Tuple[int, int]
Kind = Literal["urgent", "crisis"]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Flag:
    """A red flag or a crisis in a message, with the pattern and the words that decided, to explain it to staff."""

    kind: Kind
    id: str
    pattern: str
    words: str
    start: int
    end: int
    """message[start:end] == words"""


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


class SafetyRules:
    """The rules of one safety file, ready to use: `SafetyRules.load(path).find(message)`."""

    def __init__(self, file: SafetyFile, spelling: Spelling, name: str = "safety file") -> None:
        """Compile the file's patterns.

        Raises:
            SafetyFileError: with a line for each pattern that cannot be used.
        """
        self.name = name
        self._reader = Reader(spelling)
        self._patterns = Language(file.words, self._reader, file.stop_at.patterns)
        self._hedging = Language(file.words, self._reader, file.stop_at.hedges)
        self._clause_ends = re.compile(rf"\n| (?:{'|'.join(map(re.escape, file.stop_at.clauses))})(?= )")
        self._faults: List[str] = []
        self._general = self._hedges("hedges", file.hedges)
        self._calm = self._anywhere("calm", file.calm)
        self._now = self._anywhere("words", [f"{{{NOW}}}"] if NOW in file.words else [])
        crisis: List[Tuple[Kind, Union[RedFlag, Crisis]]] = [("crisis", entry) for entry in file.crisis]
        self.entries = crisis + [("urgent", entry) for entry in file.red_flags]
        self.entries.sort(key=lambda each: (each[0] != "crisis", each[1].call not in ("danger", "emergency")))
        self._rules: Dict[str, List[Rule]] = {entry.id: self._rules_of(entry) for _, entry in self.entries}
        self._not_when = {entry.id: self._hedges(f"{entry.id} > not_when", entry.not_when) for _, entry in self.entries}
        if self._faults:
            raise SafetyFileError("\n".join(f"{name}: {fault}" for fault in self._faults))

    @classmethod
    def load(cls, path: Union[str, Path]) -> "SafetyRules":
        """Read the file.

        Raises:
            SafetyFileError: with a line for each fault: file, entry, what is wrong, what to write instead.
        """
        file, spelling = read_safety_file(Path(path))
        return cls(file, spelling, str(path))

    def find(self, text: str) -> Optional[Flag]:
        """The flag that weighs most in a message (crisis, then emergency, then team), or None."""
        reading = self._reader.read(text)
        known: Dict[Span, bool] = {}

        def general(span: Span) -> bool:
            if span not in known:
                known[span] = self._general.cover(reading.text, span)
            return known[span]

        for kind, entry in self.entries:
            not_when = self._not_when[entry.id]
            seen: Dict[Span, bool] = {}

            def hedged(
                span: Span, kind: str = kind, not_when: Hedges = not_when, seen: Dict[Span, bool] = seen
            ) -> bool:
                if span not in seen:
                    seen[span] = (kind == "urgent" and general(span)) or not_when.cover(reading.text, span)
                return seen[span]

            for rule in self._rules[entry.id]:
                span = rule.find(reading.text, hedged)
                if span and not (entry.call == "team" and self._is_calm(reading.text)):
                    start, end = reading.original(*span)
                    return Flag(kind, entry.id, rule.written, text[start:end], start, end)
        return None

    def _is_calm(self, text: str) -> bool:
        """Whether the message says that all is over, or asks in general, and nothing in it is of now."""
        return any(regex.search(text) for regex in self._calm) and not any(regex.search(text) for regex in self._now)

    def check(self) -> List[str]:
        """A line for each example that is not found and each look-alike that is."""
        return [f"{self.name}: {fault}" for kind, entry in self.entries for fault in self._missed(kind, entry)]

    def _missed(self, kind: Kind, entry: Union[RedFlag, Crisis]) -> Iterator[str]:
        for example in entry.examples:
            flag = self.find(example)
            if not flag or flag.kind != kind:
                what = f"found as {flag.id}" if flag else "not found"
                yield f'{entry.id}: example "{example}" is {what}; add a pattern or mend the example'
        for example in entry.not_examples:
            flag = self.find(example)
            if flag:
                yield f'{entry.id}: not_example "{example}" is found as {flag.id} by "{flag.pattern}"; add to not_when'

    def _rules_of(self, entry: Union[RedFlag, Crisis]) -> List[Rule]:
        rules = (self._tried(entry.id, written, lambda text: Rule(text, self._patterns)) for written in entry.patterns)
        return [rule for rule in rules if rule]

    def _hedges(self, place: str, phrases: List[str]) -> Hedges:
        good = [phrase for phrase in phrases if self._tried(place, phrase, self._hedging.compile)]
        return Hedges(good, self._hedging, self._clause_ends)

    def _anywhere(self, place: str, phrases: List[str]) -> List[Pattern[str]]:
        good = [self._tried(place, phrase, self._hedging.compile) for phrase in phrases]
        return [re.compile("|".join(one.regex for one in good if one))] if any(good) else []

    def _tried(self, place: str, written: str, make: Callable[[str], Made]) -> Optional[Made]:
        try:
            return make(written)
        except ValueError as error:
            self._faults.append(f'{place}: pattern "{written}": {error}')
            return None
