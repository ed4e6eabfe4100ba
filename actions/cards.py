"""The cards: one Markdown file a topic, with its facts in the front matter."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Dict, List, Literal, Optional

from pydantic import BaseModel, Field, HttpUrl, root_validator, validator

from actions.reading import ContentError, count_words, load_yaml, parse

Subject = Literal["chemotherapy", "immunotherapy", "targeted_therapy", "hormone_therapy", "radiation_therapy"]

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
MORE_HEADING = "\n## More\n"
SUMMARY_WORDS = 30
ANSWER_WORDS = (50, 150)


class Source(BaseModel, extra="forbid"):
    """A page that was read for a card."""

    title: str
    publisher: str
    url: HttpUrl
    accessed: date


class Card(BaseModel, extra="forbid"):
    """The answer to one topic, as its owner wrote it."""

    id: str
    """`section/name`, the place of the file."""
    title: str = Field(max_length=60)
    """Plain words; also the text of a button."""
    intent: str = Field(regex="^ask_[a-z_]+$")
    subject: Optional[Subject] = None
    """The treatment, where one intent is asked of several treatments."""
    summary: str
    next_steps: List[str] = Field(min_items=1, max_items=3)
    related: List[str] = Field(max_items=4)
    call_when: bool
    notices: List[str]
    sources: List[Source] = Field(min_items=2)
    source_note: Optional[str] = None
    """Where sources disagree: who says what, and which was followed. For clinicians, never said to patients."""
    status: Literal["draft", "approved"]
    approved_by: Optional[str] = None
    reviewed_on: Optional[date] = None
    review_due: Optional[date] = None
    answer: str
    more: str

    @validator("summary")
    def summary_is_short(cls, text: str) -> str:
        """An SMS shows nothing else."""
        if count_words(text) > SUMMARY_WORDS:
            raise ValueError(f"has {count_words(text)} words; write {SUMMARY_WORDS} or fewer")
        return text

    @validator("answer")
    def answer_fits_a_screen(cls, text: str) -> str:
        """One screen of a phone."""
        least, most = ANSWER_WORDS
        if not least <= count_words(text) <= most:
            raise ValueError(f"has {count_words(text)} words; write {least} to {most}")
        return text

    @validator("more")
    def has_more(cls, text: str) -> str:
        """The second level is never empty."""
        if not text.strip():
            raise ValueError('is missing; add a line "## More" and the detail under it')
        return text

    @root_validator(skip_on_failure=True)
    def approval_is_whole(cls, values: Dict[str, Any]) -> Dict[str, Any]:
        """Approved means: by whom, when, and until when."""
        if values["status"] == "approved":
            missing = [name for name in ("approved_by", "reviewed_on", "review_due") if not values[name]]
            if missing:
                raise ValueError(f"status is approved, so fill in {', '.join(missing)}")
        return values

    @property
    def section(self) -> str:
        """The folder, for example `chemotherapy`."""
        return self.id.split("/")[0]

    def standing(self, today: date) -> str:
        """`draft`, `approved`, or `overdue` when the day of its next review has passed."""
        if self.status == "approved" and self.review_due and self.review_due < today:
            return "overdue"
        return self.status


def read_card(path: Path, card_id: str) -> Card:
    """Read one card.

    Raises:
        ContentError: the file is not a card; a line for each thing that is wrong.
    """
    name = f"content/topics/{card_id}.md"
    parts = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if not parts:
        raise ContentError([f"{name}: begin with a line ---, then the fields, then a line ---"])
    fields = load_yaml(name, parts.group(1), first_line=2)
    if not isinstance(fields, dict):
        raise ContentError([f"{name}: write the fields as `name: value`, one a line"])
    answer, _, more = parts.group(2).partition(MORE_HEADING)
    return parse(name, Card, {**fields, "id": card_id, "answer": answer.strip(), "more": more.strip()})


def read_cards(folder: Path) -> Dict[str, Card]:
    """Read every card under `content/topics`, by id.

    Raises:
        ContentError: with everything that is wrong in any card, so that one run names it all.
    """
    cards: Dict[str, Card] = {}
    problems: List[str] = []
    for path in sorted(folder.glob("*/*.md")):
        card_id = f"{path.parent.name}/{path.stem}"
        try:
            cards[card_id] = read_card(path, card_id)
        except ContentError as error:
            problems += error.problems
    # links to a card that cannot be read are no news
    problems = problems or broken_links(cards) + one_way_links(cards) + twice(cards)
    if problems:
        raise ContentError(problems)
    return cards


def broken_links(cards: Dict[str, Card]) -> List[str]:
    """A line for each related topic that has no card, or that is the card itself."""
    return [
        f"content/topics/{card.id}.md: related: there is no other topic {other}"
        for card in cards.values()
        for other in card.related
        if other not in cards or other == card.id
    ]


def one_way_links(cards: Dict[str, Card]) -> List[str]:
    """A line for each related topic that does not name the card in turn."""
    return [
        f"content/topics/{card.id}.md: related: {other} does not link back; add it there or take it out here"
        for card in cards.values()
        for other in card.related
        if other in cards and other != card.id and card.id not in cards[other].related
    ]


def twice(cards: Dict[str, Card]) -> List[str]:
    """A line for each card whose title, or whose intent and subject, another card has too."""
    seen: Dict[Any, str] = {}
    problems = []
    for card in cards.values():
        for key in (card.title.lower(), (card.intent, card.subject)):
            if key in seen:
                problems.append(f"content/topics/{card.id}.md: {seen[key]} has the same title, or intent and subject")
            seen[key] = card.id
    return problems
