"""A reply as data, for channels that show more than text: what it says is the same."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Dict, List

from actions.cards import Card
from actions.content import content
from actions.services import Nearby

if TYPE_CHECKING:
    from actions.reply import Reply

MARKDOWN = re.compile(r"\*\*|^- ", re.MULTILINE)
PHONE = re.compile(r"\b(?:1[38]00|13)(?: \d{2,4}){1,3}\b")
"""Australian numbers of services. Those of the helplines and the provider are known without it."""
SHORT = 400
"""Characters up to which the second paragraph of a reply without a card belongs to its short form."""


def structured(reply: "Reply", text: str, disclaimer: str) -> Dict[str, Any]:
    """The JSON of a reply.

    Args:
        reply: what is said.
        text: the same as the person reads it, with the disclaimer.
        disclaimer: the disclaimer alone.
    """
    return {
        "outcome": reply.outcome,
        "topic": reply.topic,
        "title": reply.title,
        "text": text,
        "body": body(reply),
        "care": "\n\n".join(reply.care) or None,
        "disclaimer": disclaimer,
        "short": reply.short or short(reply),
        "short_disclaimer": content().fill(content().disclaimer_short),
        "buttons": reply.buttons,
        **facts(reply.card),
        "services": reply.services,
        "asks": reply.asks,
        "numbers": numbers(reply),
    }


def facts(card: "Card | None") -> Dict[str, Any]:
    """Where the words of a card come from, and who stands for them."""
    if not card:
        return {"sources": [], "reviewed": None, "status": None}
    return {
        "sources": [{"title": one.title, "publisher": one.publisher, "url": str(one.url)} for one in card.sources],
        "reviewed": str(card.reviewed_on) if card.standing(date.today()) != "draft" else None,
        "status": card.status,
    }


def paragraphs(reply: "Reply", without: List[str]) -> List[str]:
    """The paragraphs of a reply but for the title, the care block and some more."""
    left_out = {f"**{reply.title}**", *reply.care, *without}
    return [part for part in reply.text.strip().split("\n\n") if part not in left_out]


def body(reply: "Reply") -> str:
    """What is left of the text when the parts that have a field of their own are taken out."""
    return "\n\n".join(paragraphs(reply, reply.listed)) or reply.text


def short(reply: "Reply") -> str:
    """The first paragraphs in plain text."""
    first, *others = paragraphs(reply, []) or [reply.text]
    both = "\n".join([first, *others[:1]])
    return plain(both if len(both) <= SHORT else first)


def card_in_short(card: Card) -> str:
    """A card for an SMS: the summary and the first thing to do."""
    return plain(content().fill(f"{card.summary} {card.next_steps[0]}"))


def plain(markdown: str) -> str:
    """Text without the marks of Markdown."""
    return MARKDOWN.sub("", markdown).strip()


def numbers(reply: "Reply") -> List[str]:
    """The telephone numbers that a reply gives, in its order."""
    helplines = getattr(content().helplines, content().provider.country)
    provider = content().provider
    known = {line.number for line in helplines if line.number[0].isdigit()}
    known |= {number for number in (provider.phone, provider.team_phone) if number}
    known |= {service["phone"] for service in reply.services if service["phone"]}
    known |= {found.group() for found in PHONE.finditer(reply.text)}
    places = {number: re.search(rf"(?<!\d){re.escape(number)}(?!\d)", reply.text) for number in known}
    found = sorted((place.start(), -len(number), number) for number, place in places.items() if place)
    return [number for _, _, number in found]


def service_data(near: Nearby) -> Dict[str, Any]:
    """A service for a card of its own; distance in kilometres, coordinates in degrees."""
    found = near.service
    return {
        "name": found.name,
        "address": found.location,
        "phone": found.phone or None,
        "website": found.website or None,
        "km": round(near.km, 1),
        "lat": found.lat,
        "lon": found.lon,
    }
