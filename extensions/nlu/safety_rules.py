"""Looks for the red flags and crises of the clinicians' safety file in messages."""

import re
from dataclasses import dataclass
from functools import partial
from heapq import merge
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Literal, Optional, Pattern, Tuple, TypeVar, Union

from actions.alarm import TAKES_BACK
from extensions.nlu.safety_file import (
    AfterAlarm,
    Crisis,
    RedFlag,
    SafetyFile,
    SafetyFileError,
    Spelling,
    read_safety_file,
)
from extensions.nlu.safety_matching import Hedges, Rule, Span
from extensions.nlu.safety_patterns import Language
from extensions.nlu.safety_words import Reader

NOW = "ill"  # the group of words that say "it is now"; with one of them no message is calm
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
    """text[start:end] == words, in the text that was searched: as it was typed, or in right spelling."""
    sure: bool = False
    """Whether it says so in so many words: nothing that the classifier thinks can overrule it."""
    rank: int = 0
    """The place of its entry among all, the weightiest first: crises, then emergencies, then what the team is told."""


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
        self._no_crisis = file.no_crisis
        self._denials = self._rules_of("no_crisis", file.no_crisis.patterns)
        self._goes_on = self._rules_of("no_crisis > not_when", file.no_crisis.not_when)
        self._now = self._anywhere("words", [f"{{{NOW}}}"] if NOW in file.words else [])
        crisis: List[Tuple[Kind, Union[RedFlag, Crisis]]] = [("crisis", entry) for entry in file.crisis]
        self.entries = crisis + [("urgent", entry) for entry in file.red_flags]
        self.entries.sort(key=lambda each: (each[0] != "crisis", each[1].call not in ("danger", "emergency")))
        self._sure = {entry.id: self._rules_of(f"{entry.id} > sure", entry.sure) for _, entry in self.entries}
        self._rules = {entry.id: self._rules_of(entry.id, entry.patterns) for _, entry in self.entries}
        self._not_when = {entry.id: self._hedges(f"{entry.id} > not_when", entry.not_when) for _, entry in self.entries}
        self._after = [self._after_alarm(entry) for entry in file.after_alarm]
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
        return next(self.flags(text), None)

    def flags(self, text: str) -> Iterator[Flag]:
        """The flags of a message, the weightiest first, at most one of an entry, but for one of several lines.

        Several lines are read as one text, and as a sentence each: "no fever" does not deny what the next line says.
        """
        readings = [text, text.replace("\n", ";")] if "\n" in text.strip() else [text]
        return merge(*map(self._flags, readings), key=lambda flag: flag.rank)

    def _flags(self, text: str) -> Iterator[Flag]:
        reading = self._reader.read(text)
        known: Dict[Span, bool] = {}

        def general(span: Span) -> bool:
            if span not in known:
                known[span] = self._general.cover(reading.text, span)
            return known[span]

        for rank, (kind, entry) in enumerate(self.entries):
            not_when = self._not_when[entry.id]
            seen: Dict[Span, bool] = {}

            def hedged(
                span: Span, kind: str = kind, not_when: Hedges = not_when, seen: Dict[Span, bool] = seen
            ) -> bool:
                if span not in seen:
                    seen[span] = (kind == "urgent" and general(span)) or not_when.cover(reading.text, span)
                return seen[span]

            sure = self._sure[entry.id]
            for number, rule in enumerate([*sure, *self._rules[entry.id]]):
                span = rule.find(reading.text, hedged)
                if span and not (entry.call == "team" and self._is_calm(reading.text, span)):
                    start, end = reading.original(*span)
                    yield Flag(kind, entry.id, rule.written, text[start:end], start, end, number < len(sure), rank)
                    break

    def after_alarm(self, text: str) -> List[AfterAlarm]:
        """What a message, said right after an alarm, says of that: the entries that fit, in the order of the file."""
        read = self._reader.read(text).text
        fits = lambda rules, not_when: any(rule.find(read, partial(not_when.cover, read)) for rule in rules)  # noqa: E731
        found = [entry for entry, rules, not_when in self._after if fits(rules, not_when)]
        goes_on = any(entry.state in TAKES_BACK for entry in found) and any_of(self._goes_on, read)
        return [entry for entry in found if not (goes_on and entry.state in TAKES_BACK)]

    def in_state(self, state: str) -> AfterAlarm:
        """The first entry of a state."""
        return next(entry for entry, _, _ in self._after if entry.state == state)

    def no_crisis(self, text: str) -> bool:
        """Whether a message says itself that there is no crisis."""
        read = self._reader.read(text).text
        return any_of(self._denials, read) and not any_of(self._goes_on, read)

    def _is_calm(self, text: str, span: Span) -> bool:
        """Whether the sentence of a match says that all is over, or asks in general, and nothing said is of now."""
        start, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
        around = text[start : end if end >= 0 else None]
        return any(regex.search(around) for regex in self._calm) and not any(regex.search(text) for regex in self._now)

    def check(self) -> List[str]:
        """A line for each example that is not found and each look-alike that is."""
        faults = [fault for kind, entry in self.entries for fault in self._missed(kind, entry)]
        for entry, _, _ in self._after:
            for wanted, examples in ((True, entry.examples), (False, entry.not_examples)):
                mend = "is not found; add a pattern or mend the example" if wanted else "is found; add to not_when"
                found = [one for one in examples if (self.after_alarm(one)[:1] == [entry]) != wanted]
                faults += [f'{entry.id}: "{one}" {mend}' for one in found]
        for wanted, examples in ((True, self._no_crisis.examples), (False, self._no_crisis.not_examples)):
            mend = "is not found; add a pattern or mend the example" if wanted else "is found; add to not_when"
            faults += [f'no_crisis: "{one}" {mend}' for one in examples if self.no_crisis(one) != wanted]
        return [f"{self.name}: {fault}" for fault in faults]

    def _missed(self, kind: Kind, entry: Union[RedFlag, Crisis]) -> Iterator[str]:
        for example in entry.examples:
            flag = self.find(example)
            call = self.entries[flag.rank][1].call if flag else None
            if not flag or flag.kind != kind or (entry.call == "emergency" and call == "team"):
                what = f"found as {flag.id}" if flag else "not found"
                yield f'{entry.id}: example "{example}" is {what}; add a pattern or mend the example'
        for example in entry.not_examples:
            flag = self.find(example)
            if flag:
                yield f'{entry.id}: not_example "{example}" is found as {flag.id} by "{flag.pattern}"; add to not_when'

    def _after_alarm(self, entry: AfterAlarm) -> Tuple[AfterAlarm, List[Rule], Hedges]:
        return entry, self._rules_of(entry.id, entry.patterns), self._hedges(f"{entry.id} > not_when", entry.not_when)

    def _rules_of(self, place: str, patterns: List[str]) -> List[Rule]:
        rules = (self._tried(place, written, lambda text: Rule(text, self._patterns)) for written in patterns)
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


def any_of(rules: List[Rule], read: str) -> bool:
    """Whether one of the rules fits anywhere in a text, as the reader reads it."""
    return any(rule.find(read, lambda span: False) for rule in rules)
