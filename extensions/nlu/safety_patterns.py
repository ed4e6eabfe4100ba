"""The pattern language of the safety file; the top of that file explains it to clinicians.

A pattern becomes a regular expression in which every repeat has an upper limit, so that the work grows with the length
of the message and no faster.
"""

import re
from typing import Dict, List, NamedTuple, Optional, Tuple

from extensions.nlu.safety_words import WITH_NOT, WORD_LENGTH, Reader

GAP_WORDS = 6  # how many other words "..." may skip
MARK = "\x02"  # {it}: stands for the words that matched while hedges are looked for

_PIECE = re.compile(r"\.\.\.|\{\w*\}|[()\[\]|]|[^\s()\[\]{}|]+|[{}]")
_LITERAL = re.compile(r"^[a-z0-9']+(\.[0-9]+)?\*?$")
_END = "(?= )"
_OTHER_UNIT = (
    "kgs?|kilos?|mgs?|mls?|mcg|grams?|g|cm|mm|kms?|percent|years?|yrs?|yo|y|months?|weeks?|wks?|days?|hours?|hrs?|mins?|"
    "minutes?|sessions?|cycles?|fractions?|gray|gy|times|bpm|pm|am|dollars|bucks|people|patients|tablets|pills"
)
_ONE_TO_NINE = "(?:one|two|three|four|five|six|seven|eight|nine)"
_CELSIUS = r"(?:(?:38|39|40|41|42)(?:\.\d{1,2})?|thirty (?:eight|nine)|forty(?: one| two)?)"
_FAHRENHEIT = rf"(?:100(?:\.| point )[4-9]\d?|10[1-8](?:\.\d)?|(?:one |a )?hundred (?:and )?{_ONE_TO_NINE})"
_EXACT = (
    r"(?:(?:38|39|40|41|42)(?:\.\d{1,2}| point \d)|100(?:\.| point )[4-9]\d?|10[1-8]\.\d"
    rf"|(?:thirty (?:eight|nine)(?: point)?|forty point) {_ONE_TO_NINE})"
)
_DEGREES = "(?:degrees?|deg|celsius|c|f|fahrenheit)"
_HOT = (" 38", " 39", " 40", " 41", " 42", " 10", " thirty", " forty", " hundred")
BUILT_IN = {  # name: (regular expression, texts of which one has to be there)
    "fever": (rf" (?:{_CELSIUS}|{_FAHRENHEIT}){_END}(?! (?:{_OTHER_UNIT}) )", _HOT),
    "reading": (rf" (?:{_EXACT}|(?:{_CELSIUS}|{_FAHRENHEIT}) {_DEGREES}){_END}(?! (?:{_OTHER_UNIT}) )", _HOT),
    "cold": (rf" 3[345](?:\.\d{{1,2}})?{_END}(?! (?:{_OTHER_UNIT}) )", (" 33", " 34", " 35")),
    "fast_pulse": (rf" (?:1[2-9]\d|2[0-2]\d){_END}(?! (?:{_OTHER_UNIT.replace('|bpm', '')}) )", (" 1", " 2")),
    "it": (f" {MARK}{_END}", (MARK,)),
}
Needs = Optional[Tuple[str, ...]]


class Compiled(NamedTuple):
    """A regular expression, and texts of which at least one stands wherever it matches (quicker to look for)."""

    regex: str
    needs: Needs


class Language:
    """Compiles patterns; `words` are the groups of the file, `stop_at` the words over which "..." does not step."""

    def __init__(self, words: Dict[str, List[str]], reader: Reader, stop_at: List[str]) -> None:
        self._words, self._reader = words, reader
        self._skip = rf"(?: (?!(?:{'|'.join(map(re.escape, stop_at))}) )[^ \n]{{1,{WORD_LENGTH}}}{_END})"
        self._groups: Dict[str, Compiled] = {}

    def compile(self, pattern: str) -> Compiled:
        """The pattern compiled; raises ValueError that says what to write instead."""
        if re.search(rf"\b({'|'.join(WITH_NOT)}) not\b", pattern):
            raise ValueError('write "can\'t", "isn\'t" and so on in place of "can not", "is not"')
        compiled = self._alternatives(_PIECE.findall(pattern.lower()), "")
        if not compiled.needs:
            raise ValueError("it needs at least one word that is not in [ ]")
        return compiled

    def _alternatives(self, pieces: List[str], closing: str) -> Compiled:
        """What stands before the closing bracket (or the end): sequences with "|" between; takes it off pieces."""
        sequences: List[List[Compiled]] = [[]]
        while pieces and pieces[0] != closing:
            if pieces[0] == "|":
                sequences.append([])
                pieces.pop(0)
            else:
                sequences[-1].append(self._part(pieces))
        if closing and not pieces:
            raise ValueError(f'a "{closing}" is missing')
        del pieces[:1]
        if not all(sequences):
            raise ValueError('write a word before and after each "|" and between brackets')
        return _either([_sequence(parts) for parts in sequences])

    def _part(self, pieces: List[str]) -> Compiled:
        piece = pieces.pop(0)
        if piece == "...":
            count = GAP_WORDS
            while pieces[:1] == ["..."]:
                count += GAP_WORDS if pieces.pop(0) else 0
            return Compiled(f"{self._skip}{{0,{count}}}?", None)
        if piece == "(":
            return self._alternatives(pieces, ")")
        if piece == "[":
            return Compiled(f"(?:{self._alternatives(pieces, ']').regex})?", None)
        if len(piece) > 1 and piece[0] == "{":
            return self._group(piece[1:-1])
        if not _LITERAL.match(piece):
            raise ValueError(f'"{piece}" cannot stand here; use words, word*, ..., (a|b), [a], {{group}} and " + "')
        words = [piece.rstrip("*").replace("'", "")] if piece.endswith("*") else self._reader.words(piece)
        ending = rf"[^ \n]{{0,{WORD_LENGTH}}}" if piece.endswith("*") else ""
        regex = "".join(" " + re.escape(word) for word in words) + ending + _END
        return Compiled(regex, (" " + " ".join(words) + ("" if ending else " "),))

    def _group(self, name: str) -> Compiled:
        if name in BUILT_IN:
            return Compiled(*BUILT_IN[name])
        if name not in self._words:
            raise ValueError(f"there is no group {{{name}}}; the groups under `words` are {', '.join(self._words)}")
        if name not in self._groups:
            self._groups[name] = Compiled("", None)  # until it is known: a group that holds itself finds this
            self._groups[name] = _either([self._alternatives(_PIECE.findall(w), "") for w in self._words[name]])
        if not self._groups[name].regex:
            raise ValueError(f"the group {{{name}}} holds itself; take it out of its own list")
        return self._groups[name]


def _either(branches: List[Compiled]) -> Compiled:
    if len(branches) == 1:
        return branches[0]
    needs = None if any(b.needs is None for b in branches) else tuple(n for b in branches for n in b.needs or ())
    return Compiled("(?:" + "|".join(branch.regex for branch in branches) + ")", needs)


def _sequence(parts: List[Compiled]) -> Compiled:
    """The parts one after the other; of their needs those that the fewest messages fulfil: the shortest list."""
    needs = [part.needs for part in parts if part.needs]
    return Compiled(
        "".join(part.regex for part in parts), min(needs, key=lambda texts: (len(texts), -len(texts[0])), default=None)
    )
