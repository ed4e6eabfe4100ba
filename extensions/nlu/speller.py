"""Mends badly typed words: as likely as the mistake is, and as well as the word fits those around it.

A "noisy channel": what was meant is weighed by how often it is said, times how often it comes out as what was typed.
"""

import importlib.resources
import re
from functools import lru_cache
from itertools import zip_longest
from typing import FrozenSet, Iterable, Iterator, List, Optional, Tuple

from symspellpy import SymSpell, Verbosity

from extensions.nlu.glossary import Glossary
from extensions.nlu.word_model import START, WORD, WordModel, plain

DICTIONARY = "frequency_dictionary_en_82_765.txt"
"""Of symspellpy: 82,765 English words, from Google's and SCOWL's lists."""
OFTEN = 5
"""Examples' words that occur so often are words, whatever a dictionary says: "arvo", "pls"."""
SHORTEST = 3
LONGEST = 30
LONG_NAME = 7
"""Letters from which a name of the glossary is told from others although letters are wrong."""
MISTAKES = (3, 5, 9)
"""Letters of a word from which one, two, three of them may be wrong."""
SURE = 100
"""Examples' words that occur so often are not doubted."""
NOT = ("nt", "n't")
"""How words end that say no: who "carnt" breathe cannot."""
PARTS_OCCUR = 30
"""How often, in the examples, each of two words occurs that were written as one."""

# Natural logarithms of how much less likely a mistake is than none, chosen with the messages in tests/spelling.
LETTER = 4.0  # each letter that is missing, one too many, another, or swapped with the next
ALIKE = 2.0  # less by it where both words sound alike
FIRST_LETTER = 1.5  # more by it where the first letter is another
SPACE = 2.0  # a space that was left out
# ... and of how likely a word is that is in no list, with its letters; and one of the examples, beside its own chance.
UNKNOWN = -6.5
UNKNOWN_LETTER = -1.6
IN_EXAMPLES = 1.0


class Speller:
    """Mends words that are in no list, towards the examples' words and the glossary's names.

    A word's neighbours decide between those that are a letter or two off. English words, places, and whatever has a
    capital in the middle of a sentence are left alone.

    Args:
        model: of the examples.
        names: of what the assistant knows.
        places: names of places, in small letters.
    """

    def __init__(self, model: WordModel, names: Glossary, places: Iterable[str]) -> None:
        self.model = model
        often = {word: times for word, times in model.words.items() if times >= OFTEN and WORD.fullmatch(word)}
        of_names = {word for name in names.meaning for word in WORD.findall(name)}
        self._sure = dictionary() | names.everyday_words | of_names | set(places)
        self._index = SymSpell(max_dictionary_edit_distance=len(MISTAKES))
        for word, times in ({word: 1 for word in of_names if len(word) >= LONG_NAME} | often).items():
            self._index.create_dictionary_entry(word, times)

    def mended(self, text: str) -> str:
        """The text in right spelling; what stands between its words stays."""
        parts: List[str] = []
        end, before = 0, START
        found = list(WORD.finditer(text))
        for match, following in zip_longest(found, found[1:]):
            word = plain(match[0])
            if not self.is_sure(word) and not is_name(text, match):
                right = self.meant(word, before, plain(following[0]) if following else None)
                if right != word:
                    parts += [text[end : match.start()], right]
                    end, word = match.end(), right
            before = word.rpartition(" ")[2]
        return "".join([*parts, text[end:]])

    def is_sure(self, word: str) -> bool:
        """Whether a word is surely meant, or too short, too long or too foreign to tell."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isascii():
            return True
        forms = word, word.replace("'", ""), word.removesuffix("'s")
        return any(form in self._sure or self.model.words.get(form, 0) >= SURE for form in forms)

    def meant(self, word: str, before: str, after: Optional[str]) -> str:
        """What was likely meant between two other words: one word, two, or the word itself."""
        after = after if after and self.is_known(after) else None
        choices = [(self.itself(word, before, after), word)]
        for near, distance in self.near(word):
            if near != word and (sounds_alike(word, near) or not self.is_known(word)):
                choices.append((self.model.chance(near, before, after) - mistake(word, near, distance), near))
        for one, other in self.parts(word):
            chance = self.model.chance(one, before) + self.model.chance(other, one, after)
            choices.append((chance - SPACE, f"{one} {other}"))
        return max(choices)[1]

    def itself(self, word: str, before: str, after: Optional[str]) -> float:
        """How likely a word is as it is typed: one that the examples have, or one of no list."""
        unknown = UNKNOWN + UNKNOWN_LETTER * len(word) + (self.model.chance(after, "") if after else 0.0)
        return max(unknown, self.model.chance(word, before, after) + IN_EXAMPLES) if self.is_known(word) else unknown

    def is_known(self, word: str) -> bool:
        """Whether a word is in a list, or the examples have it often."""
        return word in self._sure or self.model.words.get(word, 0) >= OFTEN

    def near(self, word: str) -> Iterator[Tuple[str, int]]:
        """Words that differ by no more letters than a mistake explains, and by how many.

        A "not" is never lost, nor made of what is a word ("donut").
        """
        most = sum(len(word) >= length for length in MISTAKES)
        may_be_no = word.endswith(NOT) or not self.is_known(word)
        for near in self._index.lookup(word, Verbosity.ALL, max_edit_distance=most):
            says_no = near.term.endswith(NOT)
            if may_be_no if says_no else not word.endswith(NOT):
                yield near.term, near.distance

    def parts(self, word: str) -> Iterator[Tuple[str, str]]:
        """Pairs of words that make the word together."""
        for cut in range(1, len(word)):
            one, other = word[:cut], word[cut:]
            often = min(self.model.words.get(part, 0) for part in (one, other)) >= PARTS_OCCUR
            if often and f"{one} {other}" in self.model.pairs:
                yield one, other


def mistake(typed: str, meant: str, distance: int) -> float:
    """How unlikely it is that one word is typed as the other."""
    cost = LETTER * distance
    if sounds_alike(typed, meant):
        cost -= ALIKE
    if typed[0] != meant[0]:
        cost += FIRST_LETTER
    return cost


def sounds_alike(one: str, other: str) -> bool:
    """Whether two words have the same consonants, or the same letters in another order."""
    return consonants(one) == consonants(other) or sorted(one) == sorted(other)


def consonants(word: str) -> str:
    """The consonants of a word, doubled ones once: what is left of it where it is written as it sounds."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy']", "", word))


def is_name(text: str, match: "re.Match[str]") -> bool:
    """Whether a word has a capital that stands for more than the beginning of a sentence, or shouting."""
    if not match[0][0].isupper() or text.isupper():
        return False
    return not re.search(r"(^|[.!?…\n])\W*$", text[: match.start()])


@lru_cache(maxsize=1)
def dictionary() -> FrozenSet[str]:
    """The words of English."""
    lines = (importlib.resources.files("symspellpy") / DICTIONARY).read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split()[0] for line in lines)
