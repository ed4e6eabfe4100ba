"""Chooses, among the places that fit what was written, the one that is meant or those to ask about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.geography.distance import distance_km
from actions.geography.place import Place
from actions.geography.sentences import Mention, beside
from actions.geography.words import key

MOST = 5
"""Places among which a person is asked to choose."""

DOMINANT, DOMINANT_TIMES = 20_000, 20
"""A place of that many people, and that many times more than the next of its name, is meant unless said otherwise."""

HAMLET, CITY = 1_000, 100_000
"""People: of a smaller place at home, a city of the same name abroad is offered too (Oxford, Malaga)."""

SAME_SPOT_KM = 20
"""The same name in the same state, this near, is not worth a question."""


def choose(places: Sequence[Place], country: str, limit: int = MOST) -> list[Place]:
    """One place where it is clear which is meant, otherwise up to `limit`, the populous first.

    Places of `country` come first and, unless they are hamlets that share their name with a city abroad, alone.
    """
    ranked = sorted(places, key=lambda place: (place.country != country, -place.population, place.label))
    if home := [place for place in ranked if place.country == country]:
        known = home[0].population >= HAMLET
        ranked = home + [place for place in ranked[len(home) :] if not known and place.population >= CITY]
    kept = unique(ranked)
    if len(kept) > 1 and kept[0].population >= max(DOMINANT, DOMINANT_TIMES * kept[1].population):
        return kept[:1]
    return kept[:limit]


def choose_mentioned(found: Sequence[Mention], country: str) -> list[Place]:
    """As `choose`, for the mentions of one message, the surest first.

    Of mentions near each other the smaller place is meant ("Richmond, Melbourne"); those far apart are all returned.
    """
    chosen: list[Place] = []
    for mention in found:
        if mention.weight < found[0].weight:
            break
        others = [place for other in found if other is not mention for place in choose(other.places, country)]
        together = [place for place in mention.places if any(beside(place, other) for other in others)]
        chosen += choose(together or mention.places, country)
    return unique(place for place in chosen if not _has_smaller_beside(place, chosen))[:MOST]


def unique(places: Iterable[Place]) -> list[Place]:
    """Without those that stand beside a former one of the same name and state."""
    kept: list[Place] = []
    for place in places:
        if not any(_same_spot(place, other) for other in kept):
            kept.append(place)
    return kept


def _has_smaller_beside(place: Place, places: Iterable[Place]) -> bool:
    return any(other.population < place.population and beside(place, other) for other in places)


def _same_spot(one: Place, other: Place) -> bool:
    if (key(one.name), one.state, one.country) != (key(other.name), other.state, other.country):
        return False
    same_postcode = one.postcode == other.postcode != ""
    return same_postcode or distance_km(one.lat, one.lon, other.lat, other.lon) <= SAME_SPOT_KM
