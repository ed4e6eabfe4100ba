"""What an answer is worth: right, helped, wrong or missed; and sums of these."""

import json
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from actions.content import content
from actions.turn import read_payload
from tools import CannotRun

MOST_CHOICES = 3
"""A clarification helps when it offers no more than these."""
LATER = ", later"
"""Behind the name of the file: the turns of a conversation after the first."""
HONEST = ("clarify", "out_of_scope")
"""Outcomes that claim nothing: missed, not wrong."""


class Question(NamedTuple):
    """A message and what counts as right for it, the best first."""

    text: str
    accept: List[str]
    """Outcomes; `answer:*` is an answer from any card."""
    file: str
    conversation: Optional[str] = None
    """The name of the conversation that it belongs to; without one it is a conversation of its own."""

    @property
    def later(self) -> bool:
        """Whether it is to be understood from what came before."""
        return self.file.endswith(LATER)


@dataclass(frozen=True)
class Scored:
    """A question with what the assistant made of it."""

    question: Question
    got: str
    """`answer:section/name` or another outcome."""
    right: bool
    helped: bool
    """Right, or a clarification that offers what is right."""

    @property
    def wrong(self) -> bool:
        """Says something that was not asked. What is neither helped nor wrong is missed."""
        return not self.helped and self.got not in HONEST

    @property
    def wanted(self) -> str:
        """The best accepted outcome."""
        return self.question.accept[0]


class Tally(NamedTuple):
    """Counts over some questions."""

    total: int
    right: int
    helped: int
    wrong: int

    @classmethod
    def of(cls, scored: Iterable[Scored]) -> "Tally":
        """Count."""
        rows = list(scored)
        return cls(len(rows), sum(r.right for r in rows), sum(r.helped for r in rows), sum(r.wrong for r in rows))

    @property
    def missed(self) -> int:
        """Neither helped nor wrong: an honest "I cannot", or a clarification beside the point."""
        return self.total - self.helped - self.wrong

    def percent(self, count: int) -> str:
        """A share as it stands in a table."""
        return f"{100 * count / self.total:.1f} %" if self.total else "-"

    def row(self) -> List[str]:
        """Count, right, helped, wrong, missed."""
        return [str(self.total), *(self.percent(n) for n in (self.right, self.helped, self.wrong, self.missed))]


def read_questions(path: Path) -> List[Question]:
    """Read a file of questions: a line is a JSON object with `text` and `accept`, or with the `name` and the `turns`
    of a conversation, each turn such an object.

    Raises:
        CannotRun: the file is missing or a line is no question; names file and line.
    """
    if not path.is_file():
        raise CannotRun(f"{path}: there is no such file")
    questions: List[Question] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            questions += conversation(row, path.name) if "turns" in row else [question(row, path.name)]
        except (ValueError, KeyError, TypeError):
            raise CannotRun(f'{path}: line {number}: write {{"text": "...", "accept": ["outcome", ...]}}')
    return questions


def question(row: Dict[str, Any], file: str, name: Optional[str] = None) -> Question:
    """A question from its JSON object."""
    return Question(row["text"], list(row["accept"]), file, name)


def conversation(row: Dict[str, Any], file: str) -> List[Question]:
    """The turns of a conversation; the later ones are counted apart, as they are understood from what came before."""
    first, *later = row["turns"]
    name = f"{file} {row['name']}"
    return [question(first, file, name), *(question(turn, file + LATER, name) for turn in later)]


def score(question: Question, outcome: str, topic: Optional[str], replies: List[Dict[str, Any]]) -> Scored:
    """Compare what came with what is accepted."""
    got = f"answer:{topic}" if outcome == "answer" else outcome
    offered = [offer(button["payload"]) for reply in replies for button in reply["buttons"]]
    right = is_accepted(got, question)
    offers_right = outcome == "clarify" and len(offered) <= MOST_CHOICES
    return Scored(question, got, right, right or (offers_right and any(is_accepted(one, question) for one in offered)))


def is_accepted(got: str, question: Question) -> bool:
    """Whether an outcome counts as right."""
    return any(fnmatchcase(got, accepted) for accepted in question.accept)


def offer(payload: str) -> str:
    """What a button leads to, in the words of `accept`."""
    intent, entities = read_payload(payload)
    topic = content().topic_of(intent, entities.get("treatment"))
    return f"answer:{topic}" if topic else intent


def kind(outcome: str) -> str:
    """The outcome without its topic."""
    return outcome.split(":")[0]


def confusions(scored: Iterable[Scored]) -> Counter:
    """How often each (wanted, got) pair of kinds stands among them."""
    return Counter((kind(one.wanted), kind(one.got)) for one in scored)
