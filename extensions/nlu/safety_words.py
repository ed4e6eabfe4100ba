"""Messages as plain words, in which the patterns of the safety file are looked for."""

import re
from bisect import bisect_right
from typing import List, NamedTuple, Set, Tuple

from extensions.nlu.safety_file import Spelling

WORD_LENGTH = 30  # longer words are cut: nobody writes them, and a limit keeps the work linear

_TOKEN = re.compile(
    r"\$?\d+(?:[.,·]\d+)?"  # 38, 38.5, 38,5; $38 keeps its sign and so is no temperature
    r"|[^\W\d_]+(?:['’‘`´][^\W\d_]+)*"
    r"|[°º%]"
    r"|(?<!\.)\.(?!\.)|[!?;,]|\n\s*\n"  # the end of a sentence; "..." is only a pause
)
_SO = r"\s*(?:(?:and|oh|also|but|so|then|because|cos|coz|btw) )*"
_ASKS = re.compile(
    rf"{_SO}(?:oh|also|how|what|whats|when (?:do|does|can|will|is)|where (?:do|can|is)|who (?:do|can)|do you know"
    r"|(?:can|could|do|does|did|would) (?:you|people|others|other|everyone))\b",
    re.IGNORECASE,
)
_BEGINS_ASKING = re.compile(rf"{_SO}(?:can|could|may|should|do|does|will|is|are) \w", re.IGNORECASE)
_TELLS = re.compile(
    rf"{_SO}(?:i|ive|im|id|i['’](?:ve|m|d)|my|mums?|dads?|(?:he|she)(?:['’]?s)?|his|her|we|we['’]?ve|our|husband|hubby|wife|been|got|had"
    r"|just|woke|temp|(?:there|it)['’]?s|one|day)\b",
    re.IGNORECASE,
)
_SIGNS = {"°": "degrees", "º": "degrees", "%": "percent"}
_NOT_AN_END = {"temp", "dr", "mr", "mrs", "ms", "approx"}
WITH_NOT = {
    "can": "cant", "could": "couldnt", "will": "wont", "would": "wouldnt", "is": "isnt", "are": "arent",
    "was": "wasnt", "were": "werent", "do": "dont", "does": "doesnt", "did": "didnt", "has": "hasnt",
    "have": "havent", "had": "hadnt", "should": "shouldnt",
}  # fmt: skip


def _one_left_out(word: str) -> Set[str]:
    """The word itself, and the word with any one letter left out."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _parts(message: str, start: int, comma: int) -> bool:
    """Whether a comma parts a story and a question: "temp is 39, what can I eat", "what can I eat, my temp is 39"."""
    asked = _ASKS.match(message, start) or _BEGINS_ASKING.match(message, start)
    return bool(_ASKS.match(message, comma) or (asked and _TELLS.match(message, comma)))


class Reading(NamedTuple):
    """A message as words: a space before and after each, a line for each sentence, and where each word stood."""

    text: str
    positions: List[int]  # where the space before each word stands in text
    spans: List[Tuple[int, int]]  # where each word stood in the message

    def original(self, start: int, end: int) -> Tuple[int, int]:
        """The place in the message of a place in text."""
        first = bisect_right(self.positions, start) - 1
        last = bisect_right(self.positions, end - 1) - 1
        return self.spans[first][0], self.spans[last][1]


class Reader:
    """Turns messages into plain words: small letters, no apostrophes, usual misspellings mended."""

    def __init__(self, spelling: Spelling) -> None:
        self._known = spelling.known
        self._right = set(spelling.repair_to) | set(spelling.leave)
        self._nearly = {variant: word for word in spelling.repair_to for variant in _one_left_out(word)}

    def words(self, written: str) -> List[str]:
        """The plain words for one written word; more than one for such as "gonna"."""
        word = re.sub(r"['’‘`´]", "", written.lower()).replace(",", ".").replace("·", ".")
        word = re.sub(r"([a-z])\1{2,}", lambda run: run[1] * (2 if run[1] in "elos" else 1), word)[:WORD_LENGTH]
        word = _SIGNS.get(word, word)
        if word not in self._known:
            word = self._repaired(word)
        return self._known.get(word, word).split()

    def read(self, message: str) -> Reading:
        """The whole message as plain words."""
        out: List[str] = []
        spans: List[Tuple[int, int]] = []
        start = 0  # of the sentence
        for token in _TOKEN.finditer(message):
            ends_sentence = token[0][0] in ".!?;,\n"
            if token[0] == "," and not _parts(message, start, token.end()):
                continue
            if ends_sentence and out and out[-1] in _NOT_AN_END:
                continue
            start = token.end() if ends_sentence else start
            for word in ["\n"] if ends_sentence else self.words(token[0]):
                if word == "not" and out and out[-1] in WITH_NOT:
                    out[-1], spans[-1] = WITH_NOT[out[-1]], (spans[-1][0], token.end())
                else:
                    out.append(word)
                    spans.append(token.span())
        positions, position = [], 0
        for word in out:
            positions.append(position)
            position += len(word) + 1
        return Reading(" " + " ".join(out) + " ", positions, spans)

    def _repaired(self, word: str) -> str:
        """The word of `repair_to` that is one letter (more, less, other, two swapped) from this one, or this one."""
        if len(word) < 6 or word in self._right:
            return word
        near = (self._nearly.get(variant) for variant in sorted(_one_left_out(word)))
        return next((right for right in near if right and abs(len(right) - len(word)) <= 1), word)
