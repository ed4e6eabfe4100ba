"""What an answer is worth: right, helped, wrong or missed; and sums of these."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from actions.content import content
from actions.turn import read_payload
from tools import CannotRun

MOST_CHOICES = 3
"""A clarification helps when it offers no more than these."""
HONEST = ("clarify", "out_of_scope")
"""Outcomes that claim nothing: missed, not wrong."""


class Question(NamedTuple):
    """A message and what counts as right for it, the best first."""

    text: str
    accept: List[str]
    file: str


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
    """Read a file of questions, one JSON object with `text` and `accept` a line.

    Raises:
        CannotRun: the file is missing or a line is no question; names file and line.
    """
    if not path.is_file():
        raise CannotRun(f"{path}: there is no such file")
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            questions.append(Question(row["text"], list(row["accept"]), path.name))
        except (ValueError, KeyError, TypeError):
            raise CannotRun(f'{path}: line {number}: write {{"text": "...", "accept": ["outcome", ...]}}')
    return questions


def score(question: Question, outcome: str, topic: Optional[str], replies: List[Dict[str, Any]]) -> Scored:
    """Compare what came with what is accepted."""
    got = f"answer:{topic}" if outcome == "answer" else outcome
    right = got in question.accept
    offered = [offer(button["payload"]) for reply in replies for button in reply["buttons"]]
    offers_right = outcome == "clarify" and len(offered) <= MOST_CHOICES and bool(set(offered) & set(question.accept))
    return Scored(question, got, right, right or offers_right)


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
