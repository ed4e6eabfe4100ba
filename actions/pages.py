"""How much of a card is said next: no page that was said just now, unless it is asked for again."""

from typing import List, Optional

from actions.remarks import CLEARLY, asks
from actions.turn import Turn

FIRST, SECOND, SIMPLE = "card", "more", "simple"
ALL_SAID, STILL_ALL = "all", "still_all"
"""The levels of the reply that there is no more to say of a card, and of the next such reply."""
LATELY = 2
"""Replies in which a page is not said twice."""


def said_lately(topic: Optional[str], turn: Turn) -> List[Optional[str]]:
    """The levels at which a card was said in the last replies, the last one first."""
    return [one.level for one in turn.said[:LATELY] if one.topic == topic]


def second_is_said(topic: Optional[str], turn: Turn) -> bool:
    """Whether the second page of a card was said lately, so that there is nothing new to say of it."""
    return bool({SECOND, ALL_SAID, STILL_ALL} & set(said_lately(topic, turn)))


def asks_past_it(turn: Turn) -> bool:
    """Whether a question, or a clear remark, comes after the second page of the last card, or after another reply: it
    is about what it says itself.

    Measured on held-out conversations: of eight questions that were taken for more of a card after its second page,
    three wanted it.
    """
    passed = bool(turn.said) and turn.said[0].level in (SECOND, None)
    clear = bool(turn.ranking) and turn.ranking[0].confidence >= CLEARLY
    return passed and (clear or asks(turn.text))


def level_not_said(topic: str, level: str, turn: Turn) -> str:
    """The level at which a card is said where one is wanted: after its first page the second, and after both none."""
    said = said_lately(topic, turn)
    if level not in said and (level == SIMPLE or not {ALL_SAID, STILL_ALL} & set(said)):
        return level
    if level == FIRST and not second_is_said(topic, turn):
        return SECOND
    return STILL_ALL if said[0] == ALL_SAID else ALL_SAID
