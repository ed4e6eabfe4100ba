"""Everything under `content/` that the actions speak from, read and checked once a process."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Literal, Optional

from pydantic import BaseModel, Field

from actions.cards import Card, read_cards
from actions.reading import ContentError, read_text, read_yaml
from actions.safety import Safety
from actions.settings import settings
from actions.terms import Terms

PLACEHOLDER = re.compile(r"{([a-z_]+)}")
ASSISTANT = "Shipmate"
SAID = ("place", "centres", "care", "title", "summary")
"""Placeholders that are filled when a reply is said: a search, its centres and what they are for; another card."""


class Provider(BaseModel, extra="forbid"):
    """`provider.yml`: what only the provider can say."""

    name: str
    site: str
    country: Literal["AU", "GB", "ES", "US", "NZ"]
    phone: Optional[str] = None
    team_phone: Optional[str] = None


class Helpline(BaseModel, extra="forbid"):
    """One public line, with the page on which its number was read."""

    kind: str
    service: str
    number: str
    hours: Optional[str] = None
    source_url: str
    note: Optional[str] = None


class Helplines(BaseModel, extra="forbid"):
    """`helplines.yml`: the lines of each country."""

    AU: List[Helpline]
    GB: List[Helpline]
    ES: List[Helpline]
    US: List[Helpline]
    NZ: List[Helpline]


class Wording(BaseModel, extra="forbid"):
    """An entry of `replies.yml`: what is said where no card answers."""

    outcome: str
    text: str
    card: Optional[str] = None
    topics: List[str] = []
    nearest: bool = False
    services: bool = False


class Replies(BaseModel):
    """`replies.yml` by name of the intent or situation."""

    __root__: Dict[str, Wording]


class Content(BaseModel, arbitrary_types_allowed=True):
    """All that the actions speak from."""

    cards: Dict[str, Card]
    provider: Provider
    helplines: Helplines
    replies: Dict[str, Wording]
    notices: Dict[str, str]
    disclaimer: str = Field(min_length=40)
    disclaimer_short: str = Field(min_length=20)
    safety: Safety
    terms: Terms
    approved_only: bool

    def card(self, topic: str) -> Optional[Card]:
        """The card of a topic, where it may be served today."""
        card = self.cards.get(topic)
        if card and self.approved_only and card.standing(date.today()) != "approved":
            return None
        return card

    def topic_of(self, intent: str, subject: Optional[str] = None) -> Optional[str]:
        """The topic that an intent asks for, of a subject where it needs one; None where there is none."""
        found = (card.id for card in self.cards.values() if card.intent == intent and card.subject == subject)
        return next(found, None)

    def needs_subject(self, intent: str) -> bool:
        """Whether an intent is asked of several treatments."""
        return any(card.intent == intent and card.subject for card in self.cards.values())

    def is_asked_for_cards(self, intent: str) -> bool:
        """Whether an intent leads to a card."""
        return any(card.intent == intent for card in self.cards.values())

    def line(self, kind: str) -> str:
        """The provider's country's line of a kind, as said to a person: `Lifeline on 13 11 14`."""
        for helpline in getattr(self.helplines, self.provider.country):
            if helpline.kind == kind:
                return helpline.number if kind == "emergency" else f"{helpline.service} on {helpline.number}"
        return f"your emergency number, {self.line('emergency')}" if kind != "emergency" else "112"

    def has_line(self, kind: str) -> bool:
        """Whether the provider's country has a line of a kind."""
        return any(helpline.kind == kind for helpline in getattr(self.helplines, self.provider.country))

    def fill(self, text: str, **more: str) -> str:
        """Put names and numbers in the place of {placeholders}."""
        team, phone = self.provider.team_phone, self.provider.phone
        values = {
            "assistant": ASSISTANT,
            "provider": self.provider.name,
            "team_phone": f"your treatment team on {team}" if team else "your treatment team",
            "contact": f"Call {self.provider.name} on {phone}, or see {self.provider.site}."
            if phone
            else f"Use the number on your appointment letter, or see {self.provider.site}.",
            "emergency": self.line("emergency"),
            "crisis_line": self.line("crisis"),
            "crisis_text": self.line("crisis_text" if self.has_line("crisis_text") else "crisis"),
            "violence_line": self.line("violence"),
            "nurse_line": self.line("nurse_advice"),
            "poisons_line": self.line("poisons"),
            "cancer_line": self.line("cancer_support"),
            "interpreter_line": self.line("interpreter"),
            **more,
        }
        return PLACEHOLDER.sub(lambda match: values[match.group(1)], text).strip()


def load_content(folder: Path, approved_only: bool = False) -> Content:
    """Read and check the whole folder.

    Raises:
        ContentError: with a line for each thing that is wrong.
    """
    content = Content(
        cards=read_cards(folder / "topics"),
        provider=read_yaml(folder / "provider.yml", Provider),
        helplines=read_yaml(folder / "helplines.yml", Helplines),
        replies=read_yaml(folder / "replies.yml", Replies).__root__,
        notices={path.stem: read_text(path) for path in sorted((folder / "notices").glob("*.md"))},
        disclaimer=read_text(folder / "disclaimer.md"),
        disclaimer_short=read_text(folder / "disclaimer_short.md"),
        safety=read_yaml(folder / "safety.yml", Safety),
        terms=Terms.load(folder / "terms.yml"),
        approved_only=approved_only,
    )
    problems = loose_ends(content)
    if problems:
        raise ContentError(problems)
    return content


def loose_ends(content: Content) -> List[str]:
    """A line for each name in the content that leads nowhere."""
    problems = []
    for card in content.cards.values():
        for notice in card.notices:
            if notice not in content.notices:
                problems.append(f"content/topics/{card.id}.md: notices: there is no content/notices/{notice}.md")
        problems += unknown_placeholders(
            content, f"content/topics/{card.id}.md", " ".join([card.summary, card.answer, card.more, *card.next_steps])
        )
    for term in content.terms.terms:
        if term.card and term.card not in content.cards:
            problems.append(f"content/terms.yml: {term.term}: card: there is no topic {term.card}")
    for name, wording in content.replies.items():
        for field, topic in [*(("topics", topic) for topic in wording.topics), ("card", wording.card)]:
            if topic and topic not in content.cards:
                problems.append(f"content/replies.yml: {name}: {field}: there is no topic {topic}")
        problems += unknown_placeholders(content, f"content/replies.yml: {name}", wording.text)
    return problems


def unknown_placeholders(content: Content, place: str, text: str) -> List[str]:
    """A line where a text holds a {placeholder} that nothing fills."""
    try:
        content.fill(text, **dict.fromkeys(SAID, ""))
    except KeyError as error:
        return [f"{place}: {{{error.args[0]}}} is no placeholder; see content/README.md"]
    return []


@lru_cache(maxsize=1)
def content() -> Content:
    """The content of this process.

    Raises:
        ContentError: something in the folder cannot be used.
    """
    return load_content(settings().content_path, settings().content_status == "approved")
