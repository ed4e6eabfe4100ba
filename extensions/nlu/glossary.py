"""The names under which people speak of a subject: `content/glossary.yml` -> entity values."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

SHORTEST_REPAIRED = 6
"""Letters; shorter words have too many neighbours to guess what was meant."""
LIKENESS = 87
"""Of 100: about one wrong letter in eight."""
WORD = re.compile(r"[a-z][a-z'-]+")


MEDICINE = "medicine"
"""The entity of a medicine, or another remedy, that is not against cancer. Its values are no names themselves: they say
which side effect a medicine is for, or `other`."""


class GlossaryError(Exception):
    """The glossary cannot be used; the message is for its editor."""


class Names(BaseModel, extra="forbid"):
    """The names of one subject, in small letters."""

    synonyms: List[str]
    drugs: List[str]


class Found(NamedTuple):
    """A subject in a text."""

    entity: str
    value: str
    start: int
    end: int


class Glossary:
    """Finds subjects by their names, a wrong letter or two forgiven."""

    def __init__(self, subjects: Dict[str, Dict[str, Names]], everyday_words: List[str]) -> None:
        self.subjects = subjects
        self.meaning: Dict[str, tuple[str, str]] = {}
        for entity, values in subjects.items():
            for value, names in values.items():
                own = [] if entity == MEDICINE else [value.replace("_", " ")]
                for name in [*own, *names.synonyms, *names.drugs]:
                    other = self.meaning.setdefault(name.lower(), (entity, value))
                    if other != (entity, value):
                        raise GlossaryError(f"content/glossary.yml: {name} stands under {other[1]} and {value}")
        self.long_names = [name for name in self.meaning if " " not in name and len(name) >= SHORTEST_REPAIRED]
        self.everyday_words = set(everyday_words)

    @classmethod
    def load(cls, path: Path) -> "Glossary":
        """Read the glossary.

        Raises:
            GlossaryError: it is missing or wrong; the message says what to write.
        """
        try:
            data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
            subjects = {
                entity: {value: Names(**names) for value, names in values.items()}
                for entity, values in data.items()
                if entity not in ("sources", "everyday_words")
            }
        except FileNotFoundError:
            raise GlossaryError(f"{path.name}: is missing")
        except ValidationError as error:
            wrong = error.errors()[0]
            raise GlossaryError(f"content/glossary.yml: {wrong['loc'][0]}: {wrong['msg']}")
        return cls(subjects, data.get("everyday_words", []))

    def value(self, name: str) -> Optional[str]:
        """The entity value of a name, or None."""
        meaning = self.meaning.get(" ".join(name.lower().split()))
        return meaning[1] if meaning else None

    def misspelt(self, text: str) -> List[Found]:
        """The subjects in a text whose names are misspelt. Names that are right are left to spaCy."""
        found = []
        for match in WORD.finditer(text.lower()):
            word = match.group()
            if len(word) < SHORTEST_REPAIRED or word in self.meaning or word in self.everyday_words:
                continue
            near = process.extractOne(word, self.long_names, scorer=fuzz.ratio, score_cutoff=LIKENESS)
            if near:
                entity, value = self.meaning[near[0]]
                found.append(Found(entity, value, match.start(), match.end()))
        return found


@lru_cache(maxsize=1)
def glossary(path: Path) -> Glossary:
    """The glossary of this process."""
    return Glossary.load(path)
