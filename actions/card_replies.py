"""What the cards say, as replies: in full, the rest, in short; and what a word means."""

from typing import Any, Dict, List, Literal, Optional

from actions.cards import Card
from actions.care import CALL_NOW, says_when_to_call
from actions.content import content
from actions.reply import MORE, Reply, button
from actions.structured import card_in_short
from actions.terms import Term

Level = Literal["card", "more", "simple", "all", "still_all"]


def meaning_reply(term: Term, near: Optional[str] = None) -> Reply:
    """What a word means, and the card about it, or else the topic that it is `near`."""
    card = content().card(term.card or near or "")
    buttons = [button(card)] if card else []
    text = f"**{term.term}**\n\n{term.meaning}"
    return Reply("answer", text, topic=card.id if card else None, buttons=buttons, title=term.term)


def card_reply(card: Card) -> Reply:
    """A card in full: answer, next steps, notices, related topics."""
    parts = [f"**{card.title}**", card.answer, next_steps(card), *notices(card)]
    buttons = [{"title": "Tell me more", "payload": MORE}, *related(card)]
    return answer(card, parts, buttons, short=card_in_short(card))


def more_reply(card: Card) -> Reply:
    """The second level of a card, with its sources."""
    read = ", ".join(dict.fromkeys(source.publisher for source in card.sources))
    sources = f"Sources: {read}."
    return answer(card, [card.more, *notices(card), sources], related(card), level="more", listed=[sources])


def simple_reply(card: Card) -> Reply:
    """The shortest answer: the summary and what to do."""
    buttons = [{"title": "Tell me more", "payload": MORE}, *related(card)]
    parts = [card.summary, next_steps(card), *notices(card)]
    return answer(card, parts, buttons, level="simple", short=card_in_short(card))


def answer(card: Card, parts: List[str], buttons: List[Dict[str, str]], level: Level = "card", **more: Any) -> Reply:
    """A reply out of parts of a card, which remembers what it was about and how much of it was said."""
    text = content().fill("\n\n".join(parts))
    slots = {"level": level, **({"treatment": card.subject, "aspect": card.intent} if card.subject else {})}
    care = [content().fill(content().notices[CALL_NOW])] if content().notices[CALL_NOW] in parts else []
    return Reply("answer", text, card.id, buttons, slots, title=card.title, card=card, care=care, **more)


def next_steps(card: Card) -> str:
    """What the reader can do."""
    return "\n".join(["**What you can do:**", *(f"- {step}" for step in card.next_steps)])


def notices(card: Card) -> List[str]:
    """The notices that a card carries. One that says itself when to call needs no second call block."""
    names = card.notices + ([CALL_NOW] if card.call_when and not says_when_to_call(card.answer) else [])
    return [content().notices[name] for name in names]


def related(card: Card) -> List[Dict[str, str]]:
    """Buttons for what to read next, up to three."""
    return [button(other) for other in map(content().card, card.related) if other][:3]
