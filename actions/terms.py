"""What a medical word means: `content/terms.yml`, and the messages that ask for it."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

from pydantic import BaseModel, HttpUrl, validator
from rapidfuzz import process
from rapidfuzz.distance import OSA

from actions.reading import count_words, read_yaml

MEANING_WORDS = 25
LONGEST_QUESTION = 12
"""Words; a message with more asks for more than the meaning of a word."""
SHORTEST_REPAIRED, LONG = 5, 9
"""Letters. Shorter words, in a message or among ours, have too many neighbours to guess what was meant; long ones may
have two that are wrong."""

WHAT = r"(?:what|wot|wat|wht|who)(?:'?s)?"
THE_WORD = r"(?:the (?:word|term) )?(?P<word>.+?)"
SURELY = [
    re.compile(pattern)
    for pattern in (
        rf"{WHAT} (?:(?:does|do|dose|did|is|are) )?{THE_WORD} (?:mean|means|meen|stand for|stands for)",
        rf"{WHAT} (?:(?:is|are) )?(?:meant by|(?:the )?meaning of|the definition of) {THE_WORD}",
        rf"{WHAT} (?:do|does) (?:you|they|he|she|doctors|my doctor) mean (?:by|with) {THE_WORD}",
        rf"(?:the )?(?:meaning|definition) of {THE_WORD}",
        rf"define {THE_WORD}",
        rf"{THE_WORD}(?: -)? (?:meaning|definition|means what)",
    )
]
"""Messages that ask for a meaning, whatever the word."""
PERHAPS = [
    re.compile(pattern)
    for pattern in (rf"{WHAT} (?:(?:is|are|r|iz) )?(?P<word>.+)", r"(?:can you )?explain (?P<word>.+)", r"(?P<word>.+)")
]
"""Messages that ask for a meaning where the word has no card of its own."""
POLITE = re.compile(
    r"^(?:hi|hello|hey|sorry|please|pls|plz|so|and|um) |,? (?:please|pls|plz|thanks|again|exactly|then)$"
)
ARTICLE = re.compile(r"^(?:a|an|the|some|this) ")
SPOKEN = re.compile(r"[^\w' -]+")


class TermSource(BaseModel, extra="forbid"):
    """A page that was read for one term or more."""

    title: str
    publisher: str
    url: HttpUrl
    accessed: date


class Term(BaseModel, extra="forbid"):
    """A word and what it means."""

    term: str
    """As the cards write it."""
    also: List[str]
    """Other forms, other spellings, common mistakes."""
    meaning: str
    source: str
    """A key of the file's `sources`."""
    card: Optional[str] = None
    """The card about this very thing; "what is ..." and the word alone are left to it."""

    @validator("meaning")
    def meaning_is_one_short_sentence(cls, text: str) -> str:
        """As a person would say it in one breath."""
        if count_words(text) > MEANING_WORDS:
            raise ValueError(f"has {count_words(text)} words; write {MEANING_WORDS} or fewer")
        if not re.fullmatch(r"[^.!?]+\.", text):
            raise ValueError("write one sentence, with a full stop at its end and nowhere else")
        return text

    @property
    def names(self) -> List[str]:
        """Everything it is called, in small letters."""
        return [name.lower() for name in (self.term, *self.also)]


class TermFile(BaseModel, extra="forbid"):
    """`terms.yml`."""

    terms: List[Term]
    treatments: List[str]
    everyday: List[str]
    sources: Dict[str, TermSource]

    @validator("treatments")
    def names_are_unique(cls, treatments: List[str], values: Dict[str, Any]) -> List[str]:
        """Every name leads to one meaning, or to the cards of a treatment."""
        owners = {name: "treatments" for name in treatments}
        for term in values.get("terms", []):
            for name in term.names:
                if owners.setdefault(name, term.term) != term.term:
                    raise ValueError(f"{name} stands under {owners[name]} and {term.term}; keep one")
        return treatments

    @validator("sources")
    def sources_are_whole(cls, sources: Dict[str, TermSource], values: Dict[str, Any]) -> Dict[str, TermSource]:
        """Every source that a term names is there, and no other."""
        terms = values.get("terms", [])
        for term in terms:
            if term.source not in sources:
                raise ValueError(f"{term.term} names the source {term.source}; add it")
        unused = sorted(set(sources) - {term.source for term in terms})
        if terms and unused:
            raise ValueError(f"no term names {', '.join(unused)}; delete it")
        return sources


class Asked(NamedTuple):
    """A word whose meaning a message may ask for."""

    word: str
    surely: bool
    """Whether the message says so, with "mean" or "define"."""


class Terms:
    """Finds the term that a message asks about, a wrong letter or two forgiven."""

    def __init__(self, file: TermFile) -> None:
        self.terms = file.terms
        self.sources = file.sources
        self.everyday = set(file.everyday)
        self.by_name: Dict[str, Optional[Term]] = {name: None for name in file.treatments}
        self.by_name.update({name: term for term in file.terms for name in term.names})
        self.by_letter: Dict[str, List[str]] = {}
        for name in self.by_name:
            if len(name) >= SHORTEST_REPAIRED:
                self.by_letter.setdefault(name[0], []).append(name)

    @classmethod
    def load(cls, path: Path) -> "Terms":
        """Read the file.

        Raises:
            ContentError: it is missing or wrong; a line for each problem.
        """
        return cls(read_yaml(path, TermFile))

    def find(self, text: str, cards_answer: bool = True) -> Optional[Term]:
        """The term whose meaning a message asks for; None where it asks for none, or where a card answers.

        "What does nausea mean?" asks for the meaning; "what is nausea?" and "nausea" are left to the card of nausea,
        unless no card is going to answer.
        """
        for asked in questions(text):
            term = self.named(asked.word)
            if term:
                return term if asked.surely or not term.card or not cards_answer else None
        return None

    def named(self, word: str) -> Optional[Term]:
        """The term of a name, misspelt or not. None for the five treatments."""
        word = ARTICLE.sub("", word)
        if word in self.by_name or len(word) < SHORTEST_REPAIRED:
            return self.by_name.get(word)
        near = process.extractOne(
            word,
            self.by_letter.get(word[0], []),  # people mistake the middle of a word, hardly ever its first letter
            scorer=OSA.distance,
            score_cutoff=1 if len(word) < LONG else 2,
        )
        return self.by_name[near[0]] if near else None


def questions(text: str) -> List[Asked]:
    """The words that a message may ask about, the most likely first."""
    said = " ".join(SPOKEN.sub(" ", text.lower().replace("’", "'")).split())
    said = POLITE.sub("", POLITE.sub("", said)).strip(" '-")
    if not said or len(said.split()) > LONGEST_QUESTION:
        return []
    asked = []
    for patterns, surely in ((SURELY, True), (PERHAPS, False)):
        matches = (pattern.fullmatch(said) for pattern in patterns)
        asked += [Asked(match.group("word").strip(" '-"), surely) for match in matches if match]
    return [one for one in asked if one.word]
