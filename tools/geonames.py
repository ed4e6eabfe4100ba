"""Towns and suburbs put together from two data sets of GeoNames (https://www.geonames.org, CC BY 4.0).

The postal codes name every locality, the cities know the population. No command: `build-places` uses it.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from actions.geography.distance import KM_PER_DEGREE, distance_km
from actions.geography.words import key, spelling
from tools.postal_codes import PostalRow, inhabited, is_for_boxes

ONE_PLACE_KM = {"AU": 30, "NZ": 20, "GB": 10, "ES": 10, "US": 30}
"""The same name in one state, nearer than this, is one place: neighbouring postcodes, a town and its outskirts."""

ESTIMATED, EXACT = 1, 4
"""GeoNames' accuracy of a position: a guess, and that of the named place itself."""

NEIGHBOUR_KM = 50
"""A city takes its state from the nearest locality within this."""

OUTBACK_KM = 150
"""A postcode's middle may be this far from the town that it is named for."""

# "Perth city centre" beside Perth.
CITY_CENTRE = re.compile(r"\b(city centre|central business district)\b", re.IGNORECASE)

DIRECTIONS = frozenset({"north", "south", "east", "west", "upper", "lower"})


@dataclass(eq=False)
class Town:
    """A place while it is put together."""

    name: str
    key: str
    """The name as names are compared."""
    state: str
    """As it is shown: the code in Australia and the United States, a county or region elsewhere."""
    within: frozenset[str]
    """Keys of the country, state, nation or county around it."""
    country: str
    lat: float
    lon: float
    accuracy: int
    postcode: str = ""
    postcodes: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    """Postcode -> its own position; None is that of the town."""
    population: int = 0
    spellings: dict[str, str] = field(default_factory=dict)
    """What it is called: the spelling with accents -> the key without."""

    def also_called(self, name: str) -> None:
        """Lets it be found by `name` too."""
        self.spellings.setdefault(spelling(name), key(name))


def read_towns(postal: Path, cities: Path) -> list[Town]:
    """Every place of five countries, from the postal data (tab-separated) and the cities (JSON)."""
    towns = _merge(list(inhabited(postal)))
    _add_cities(towns, cities)
    for town in towns:
        if town.key:
            town.also_called(town.name)
    _add_other_ways_to_write(towns)
    return towns


def _merge(rows: Sequence[PostalRow]) -> list[Town]:
    """One town for all rows of one name in one state that are near each other."""
    shared_by = Counter((row.country, row.postcode) for row in rows)
    same_name: dict[tuple[str, str, str], list[PostalRow]] = defaultdict(list)
    for row in rows:
        same_name[row.country, row.region, key(row.name)].append(row)
    towns = []
    for group in same_name.values():
        group.sort(key=lambda row: _oddity(row, shared_by[row.country, row.postcode]))  # the first describes the town
        here: list[Town] = []
        for row in group:
            town = _nearest(here, row.lat, row.lon, ONE_PLACE_KM[row.country])
            position = (row.lat, row.lon) if town or row.accuracy > ESTIMATED or not here else None
            if town is None and position:
                town = _town(row)
                here.append(town)
            (town or here[0]).postcodes.setdefault(row.postcode, position)
        towns.extend(here)
    return towns


def _oddity(row: PostalRow, localities: int) -> tuple:
    """Least for the best position and the postcode of a town's streets: a post office shares its own with no other
    locality, the country around shares one with many; and 2000 to 7000 are the capitals'.
    """
    is_capital = row.postcode.endswith("000")
    shared_by_few = 2 <= localities <= 30
    return is_for_boxes(row), -row.accuracy, not is_capital, not shared_by_few, row.postcode


def _nearest(towns: Iterable[Town], lat: float, lon: float, within_km: float) -> Town | None:
    nearest, nearest_km = None, within_km
    for town in towns:
        # The difference of latitudes alone rules most out, at a tenth of the cost.
        if abs(town.lat - lat) * KM_PER_DEGREE <= nearest_km:
            km = distance_km(town.lat, town.lon, lat, lon)
            if km <= nearest_km:
                nearest, nearest_km = town, km
    return nearest


def _town(row: PostalRow) -> Town:
    code_is_shown = row.country in ("AU", "US")
    state = row.region_code if code_is_shown else row.region
    areas = {row.country, row.region, row.region_code if code_is_shown else ""}
    if row.country in ("GB", "ES") and row.county:
        state, areas = row.county, areas | {row.county}
    within = frozenset(filter(None, map(_area_key, areas)))
    return Town(row.name, key(row.name), state, within, row.country, row.lat, row.lon, row.accuracy, row.postcode)


@lru_cache
def _area_key(area: str) -> str:
    return key(area)


def _add_cities(towns: list[Town], path: Path) -> None:
    """Gives towns their population and accents, and adds cities that have no postcode of their own name."""
    by_name: dict[tuple[str, str], list[Town]] = defaultdict(list)
    by_square: dict[tuple[str, int, int], list[Town]] = defaultdict(list)
    for one in towns:
        by_name[one.country, one.key].append(one)
        if one.state:
            by_square[_square(one.country, one.lat, one.lon)].append(one)
    cities = [city for city in json.loads(path.read_bytes()).values() if city["countrycode"] in ONE_PLACE_KM]
    for city in sorted(cities, key=lambda city: -city["population"]):
        country, name, lat, lon = city["countrycode"], city["name"], city["latitude"], city["longitude"]
        if CITY_CENTRE.search(name):
            continue
        namesakes = by_name[country, key(name)]
        town = _nearest(namesakes, lat, lon, ONE_PLACE_KM[country]) or _outback_town(namesakes, lat, lon)
        if town is None:
            around = [one for square in _squares_around(country, lat, lon) for one in by_square[square]]
            if neighbour := _nearest(around, lat, lon, NEIGHBOUR_KM):
                town = Town(name, key(name), neighbour.state, neighbour.within, country, lat, lon, EXACT)
                towns.append(town)
                namesakes.append(town)
        if town and city["population"] > town.population:
            _describe(town, city)


def _outback_town(namesakes: Iterable[Town], lat: float, lon: float) -> Town | None:
    """The town whose postal position is the middle of a postcode as large as a country."""
    town = _nearest((one for one in namesakes if one.country == "AU" and one.accuracy < EXACT), lat, lon, OUTBACK_KM)
    if town:
        town.postcode = min((code for code, own in town.postcodes.items() if own is None), default=town.postcode)
    return town


def _describe(town: Town, city: dict[str, Any]) -> None:
    if town.accuracy < EXACT and not town.population:
        town.lat, town.lon = city["latitude"], city["longitude"]
    town.population = city["population"]
    if not city["name"].isascii():
        town.name = city["name"]  # the postal data have no accents


def _square(country: str, lat: float, lon: float) -> tuple[str, int, int]:
    return country, round(lat * 2), round(lon * 2)


def _squares_around(country: str, lat: float, lon: float) -> Iterator[tuple[str, int, int]]:
    _, row, column = _square(country, lat, lon)
    return ((country, row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1))


def _add_other_ways_to_write(towns: list[Town]) -> None:
    """ "North Ringwood" for Ringwood North, "Pt Macquarie", "Victor Harbour": where no other place is called so."""
    taken = {(town.country, area, name) for town in towns for area in town.within for name in town.spellings.values()}
    for town in towns:
        if town.country not in ("AU", "NZ"):
            continue
        for other in _other_ways(town.key.split()):
            if not any((town.country, area, other) in taken for area in town.within - {town.country.lower()}):
                town.also_called(other)


def _other_ways(words: list[str]) -> Iterator[str]:
    if len(words) < 2:
        return
    if words[-1] in DIRECTIONS:
        yield " ".join([words[-1], *words[:-1]])
    if words[0] in DIRECTIONS:
        yield " ".join([*words[1:], words[0]])
    if words[0] in ("port", "point"):
        yield " ".join(["pt", *words[1:]])
    for one, other in (("harbor", "harbour"), ("harbour", "harbor")):
        if one in words:
            yield " ".join(other if word == one else word for word in words)


def by_population(towns: Iterable[Town]) -> list[Town]:
    """The most populous first."""
    return sorted(towns, key=attrgetter("population"), reverse=True)
