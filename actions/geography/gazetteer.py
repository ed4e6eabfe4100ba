"""Finds the place that a person means, offline, in the file that `python -m tools build-places` makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from actions.geography.choice import choose, choose_mentioned, unique
from actions.geography.coordinates import read_coordinates
from actions.geography.distance import boxes_around, distance_km
from actions.geography.lookup import look_up
from actions.geography.misspellings import Misspellings
from actions.geography.place import Place
from actions.geography.places_file import COLUMNS, open_places
from actions.geography.sentences import (
    WELL_KNOWN,
    Known,
    Mention,
    extend,
    mention_at,
    mentions,
    phrases,
    preposition,
    unknown_phrases,
)
from actions.geography.words import POLITE, Word, area, join, read_words, trim

MOST_CORRECTIONS = 8
"""Misspellings looked for in one message; each takes a millisecond or two."""

CITY_KM = 50
"""A point is named by the nearest place within this; cities that stand for a whole state are this far apart."""

CERTAIN = 0.95
"""A correction this sure is preferred to a small town abroad that is spelt as typed."""


class Gazetteer:
    """The places of five countries, read only.

    Args:
        path: the file made by `python -m tools build-places`.

    Raises:
        PlacesMissing: the file is not there, or is of another version.
    """

    def __init__(self, path: Path) -> None:
        self._file = open_places(path)
        self._words = frozenset(word for (word,) in self._file.execute("SELECT word FROM word"))
        self._areas = frozenset(name for (name,) in self._file.execute("SELECT area FROM area"))
        self._misspellings: dict[str, Misspellings] = {}

    def find(self, text: str, country: str = "AU", limit: int = 5) -> list[Place]:
        """The places that a text names which is taken to be a place.

        Args:
            text: a suburb or town, perhaps with its state, country or postcode; a postcode; or coordinates.
            country: ISO code of the country in which names and postcodes are looked up first.
            limit: how many places to return at most.

        Returns:
            One place where it is clear, several where the name is ambiguous (the populous first), none where nothing
            fits. A point given by coordinates has the name of the nearest place.
        """
        if point := read_coordinates(text):
            return [self._at(*point)]
        words = trim(read_words(text))
        found = (
            choose(self._named(read_words(text), country), country, limit)
            or self._area(words, country)
            or self._misspelt(words, [(0, len(words))], country)
            or self.in_message(text, country)
        )
        return found[:limit]

    def in_message(self, text: str, country: str = "AU", about_places: bool = True) -> list[Place]:
        """The places that a sentence names, as `find` returns them: "any centre near paramatta?".

        Args:
            text: what a person wrote.
            country: as for `find`.
            about_places: whether the message is known to ask for or to tell a place. If not, only a name that is spelt
                right, is no everyday word and stands behind a word such as "near" or before its state is taken.
        """
        if point := read_coordinates(text):
            return [self._at(*point)]
        words = read_words(text)
        if whole := self._only(words, country, about_places):
            return whole
        known = self._known(words)
        found = mentions(words, known, country, about_places)
        if not about_places:
            return choose_mentioned(found, country)
        spans = list(unknown_phrases(words, known))
        if found:  # "clifton beakh" is Clifton Beach before it is Clifton
            spans = [span for span in spans if any(mention.is_part_of(*span) for mention in found)]
        return (
            self._misspelt(words, spans, country) or choose_mentioned(found, country) or self._area_in(words, country)
        )

    def _only(self, words: Sequence[Word], country: str, about_places: bool) -> list[Place]:
        """The places of a message that is a name and nothing else: "Orange please", "in Victoria"."""
        name = trim(words)
        everyday = join(name) in self._words
        alone = len(name) == len(trim(words, POLITE))
        if not alone and (everyday or not about_places):
            return []  # "for sale" is not Sale
        exact = choose(self._named(words, country), country)
        if everyday or not about_places:
            exact = [place for place in exact if place.country == country]
            return [] if everyday and not about_places else exact
        return exact or self._area(name, country)

    def _named(self, words: Sequence[Word], country: str) -> list[Place]:
        """The places that the words name without the idle ones at their ends, unless these belong to it: Dee Why."""
        whole = self._exactly(words, country)
        at_home = any(place.country == country for place in whole)
        return whole if at_home else self._exactly(trim(words), country)

    def _exactly(self, words: Sequence[Word], country: str) -> list[Place]:
        """The places that all the words together name, with their state, country or postcode."""
        known = self._known(words)
        for order in (words, self._area_last(words)):
            mention = mention_at(order, 0, known) if order else None
            if mention and mention.end == len(words):
                break
        else:
            return []
        if mention.settled or any(place.country == country for place in mention.places):
            return mention.places
        name = join(words)
        if name in self._areas and not any(f"|{name}|" in place.within for place in mention.places):
            return []  # Victoria is a state before it is a town in Texas
        if max(place.population for place in mention.places) < WELL_KNOWN and name not in self._words:
            corrected = self._spelling(country).correct(name)
            if corrected and corrected[0][1] >= CERTAIN:
                return []  # Rockhamton is a slip before it is a hamlet abroad
        return mention.places

    def _area_last(self, words: Sequence[Word]) -> list[Word]:
        """ "NSW 2150" as "2150 NSW"; empty where no state or country comes first."""
        sizes = [size for size in (3, 2, 1) if len(words) > size and area(words[:size]) in self._areas]
        return [*words[sizes[0] :], *words[: sizes[0]]] if sizes else []

    def _area(self, words: Sequence[Word], country: str) -> list[Place]:
        """The largest cities of the state, county or country that the words name, so that one can be chosen."""
        name = area(words)
        if not words or name not in self._areas:
            return []
        query = f"SELECT {COLUMNS} FROM place WHERE within LIKE ? ORDER BY country = ? DESC, population DESC LIMIT 100"
        cities: list[Place] = []
        for city in (Place(*row) for row in self._file.execute(query, (f"%|{name}|%", country))):
            near = any(distance_km(city.lat, city.lon, other.lat, other.lon) <= CITY_KM for other in cities)
            if not near and city.country == (cities or [city])[0].country:
                cities.append(city)
        return cities[:5]

    def _area_in(self, words: Sequence[Word], country: str) -> list[Place]:
        for start, end in phrases(words):
            if preposition(words, start) and (cities := self._area(words[start:end], country)):
                return cities
        return []

    def _misspelt(self, words: Sequence[Word], spans: Sequence[tuple[int, int]], country: str) -> list[Place]:
        """The places whose names are nearest to one of the spans (start and end) of words, the likeliest name first."""
        best: tuple[float, list[str], int, int] | None = None
        for start, end in spans[:MOST_CORRECTIONS]:
            stop = end
            while stop - start > 1 and area(words[stop - 1 : stop]) in self._areas:
                stop -= 1
            typed = join(words[start:stop])
            if typed not in self._words and (near := self._spelling(country).correct(typed)):
                score = near[0][1] + (0.05 if preposition(words, start) else 0) + 0.02 * (stop - start)
                if best is None or score > best[0]:
                    best = score, [name for name, _ in near], start, stop
        if best is None:
            return []
        _, names, start, stop = best
        known = self._known(words, names)
        found: list[Place] = []
        for name in names:
            mention = Mention([place for _, place in known.names[name]], start, stop, stop, False)
            found += choose(extend(mention, words, known).places, country)
        return unique(found)

    def _spelling(self, country: str) -> Misspellings:
        if country not in self._misspellings:
            rows = self._file.execute("SELECT key, population FROM spelling WHERE country = ?", (country,))
            self._misspellings[country] = Misspellings(dict(rows.fetchall()))
        return self._misspellings[country]

    def _known(self, words: Sequence[Word], names: Iterable[str] = ()) -> Known:
        return look_up(self._file, words, names, self._words)

    def _at(self, lat: float, lon: float) -> Place:
        """The point, named by the nearest place; rounded to about a kilometre, since nobody needs to know more."""
        lat, lon = round(lat, 2), round(lon, 2)
        query = f"SELECT {COLUMNS} FROM place WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND population >= ?"
        for km, people in ((5, 1), (CITY_KM, 0)):  # a suburb's name says more than that of the farm or office next door
            boxes = boxes_around(lat, lon, km)
            sides = ((box.south, box.north, box.west, box.east, people) for box in boxes)
            if near := [Place(*row) for side in sides for row in self._file.execute(query, side)]:
                nearest = min(near, key=lambda place: distance_km(lat, lon, place.lat, place.lon))
                return replace(nearest, lat=lat, lon=lon)
        return Place(f"{lat}, {lon}", "", "", "", lat, lon, 0)
