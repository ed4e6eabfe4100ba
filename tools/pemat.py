"""How understandable and actionable a reader found each card: `content/pemat.yml`."""

from typing import Dict, List, NamedTuple

from pydantic import BaseModel, validator

from actions.content import Content, read_yaml
from actions.settings import settings

FIRST_OF_ACTION = 20
"""Items from this number on are about actionability, those before about understandability."""


class PematFile(BaseModel, extra="forbid"):
    """`pemat.yml`: the items of the tool (AHRQ, PEMAT-P) and what each card got."""

    items: Dict[int, str]
    scores: Dict[str, Dict[int, int]]
    """By card; an item that does not apply to a card is left out."""
    reasons: Dict[str, str]

    @validator("scores")
    def scores_are_of_items(cls, scores: Dict[str, Dict[int, int]], values: Dict) -> Dict[str, Dict[int, int]]:
        """Each is 1 or 0 for an item of the tool, and each card has some of either kind."""
        for card, points in scores.items():
            for item, point in points.items():
                if item not in values.get("items", points):
                    raise ValueError(f"{card}: there is no item {item}")
                if point not in (0, 1):
                    raise ValueError(f"{card}: item {item} is {point}; write 1 or 0")
            if not min(points, default=FIRST_OF_ACTION) < FIRST_OF_ACTION <= max(points):
                raise ValueError(f"{card}: score items of both kinds, before {FIRST_OF_ACTION} and from it on")
        return scores

    @validator("reasons")
    def reasons_are_given(cls, reasons: Dict[str, str], values: Dict) -> Dict[str, str]:
        """Where a card lost a point, it says why."""
        for card, points in values.get("scores", {}).items():
            if 0 in points.values() and card not in reasons:
                raise ValueError(f"{card}: an item is 0; say why")
        return reasons


class Score(NamedTuple):
    """One card's share of the points that it could get, in whole per cent, rounded down."""

    understandability: int
    actionability: int


def read_scores(content: Content) -> Dict[str, Score]:
    """The scores of the cards, by id. A card that nobody scored is left out.

    Raises:
        ContentError: the file is missing or wrong; a line for each problem.
    """
    file = read_yaml(settings().content_path / "pemat.yml", PematFile)
    return {card: score(points) for card, points in file.scores.items() if card in content.cards}


def score(points: Dict[int, int]) -> Score:
    """Both shares of one card."""
    understanding = [got for item, got in points.items() if item < FIRST_OF_ACTION]
    action = [got for item, got in points.items() if item >= FIRST_OF_ACTION]
    return Score(percent(understanding), percent(action))


def percent(points: List[int]) -> int:
    """The share of ones."""
    return 100 * sum(points) // len(points)
