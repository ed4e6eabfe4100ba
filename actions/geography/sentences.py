"""Tells which words of a sentence name a place, by the names that are known and by the words around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from actions.geography import words as place_words
from actions.geography.distance import distance_km
from actions.geography.place import Place
from actions.geography.words import Word, area, join

LONGEST_NAME = 5
"""Words."""

WELL_KNOWN = 15_000
"""People; of smaller towns abroad, the name alone is no evidence inside a sentence."""

BESIDE_KM = 60
"""Two places of one message this near explain each other: "Richmond, Melbourne"."""


SHORT_MESSAGE = 6
"""Words; in a longer one a misspelt name counts only behind a word such as "near"."""


@dataclass(frozen=True)
class Known:
    """What the gazetteer knows about the words of one message."""

    names: Mapping[str, Sequence[tuple[str, Place]]]
    """Key -> (spelling, place)."""
    postcodes: Mapping[str, Sequence[Place]]
    words: Collection[str]
    """Ordinary English words."""


@dataclass(frozen=True)
class Mention:
    """A place named by some of the words."""

    places: list[Place]
    start: int
    name_end: int
    """The word behind the name."""
    end: int
    """The word behind all that belongs to it: state, country, postcode."""
    settled: bool
    """Whether a state, country, postcode or accent says that a place is meant, and which."""
    weight: int = 0
    """How sure it is that a place is meant; 0 is not at all."""

    def is_part_of(self, start: int, end: int) -> bool:
        """Whether its name, which nothing settles, is only some of the words from `start` to `end`."""
        is_shorter = self.name_end - self.start < end - start
        return not self.settled and is_shorter and start <= self.start and self.name_end <= end


def phrases(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Start and end of every run of words that could be one name, longest first at each start."""
    for start in range(len(words)):
        ends = range(min(start + LONGEST_NAME, len(words)), start, -1)
        yield from ((start, end) for end in ends if not any(word.stop for word in words[start : end - 1]))


def mention_at(words: Sequence[Word], start: int, known: Known) -> Mention | None:
    """The place that the words from `start` on name, by its longest name or its postcode."""
    for begin, end in phrases(words[start : start + LONGEST_NAME]):
        if begin > 0:
            break
        if named := known.names.get(join(words[start : start + end])):
            typed = place_words.spelling(" ".join(word.text for word in words[start : start + end]))
            accented = [] if typed.isascii() else [place for spelt, place in named if spelt == typed]
            places = accented or [place for _, place in named]
            return extend(Mention(places, start, start + end, start + end, bool(accented)), words, known)
    code, size = place_words.postcode(words, start)
    if size and (places := list(known.postcodes.get(code, ()))):
        return extend(Mention(places, start, start + size, start + size, False), words, known)
    return None


def extend(mention: Mention, words: Sequence[Word], known: Known) -> Mention:
    """The mention with the state, country or postcode behind it, and only the places that these leave."""
    end = mention.end
    while end < len(words) and words[end - 1].stop in ("", ","):
        if words[end].key in ("in", "the"):
            end += 1
            continue
        kept, size = _narrow(mention.places, words, end, known)
        if not kept:
            break
        end += size
        mention = replace(mention, places=kept, end=end, settled=True)
    return mention


def _narrow(places: list[Place], words: Sequence[Word], at: int, known: Known) -> tuple[list[Place], int]:
    for size in range(min(3, len(words) - at), 0, -1):
        name = area(words[at : at + size])
        if name and (kept := [place for place in places if f"|{name}|" in place.within]):
            return kept, size
    code, size = place_words.postcode(words, at)
    there = known.postcodes.get(code, ()) if size else ()
    if its_own := [place for place in places if place.postcode == code and there]:
        return its_own, size
    return [place for place in places if any(beside(place, other) for other in there)], size


def beside(one: Place, other: Place) -> bool:
    """Whether two places are near enough to explain each other."""
    return one.country == other.country and distance_km(one.lat, one.lon, other.lat, other.lon) <= BESIDE_KM


def mentions(words: Sequence[Word], known: Known, country: str, about_places: bool) -> list[Mention]:
    """Every place that a sentence names, the surest first."""
    found, at = [], 0
    while at < len(words):
        mention = mention_at(words, at, known)
        weight = _weight(mention, words, known, country, about_places) if mention else 0
        if mention and weight:
            found.append(replace(mention, weight=weight))
            at = mention.end
        else:
            at += 1
    return sorted(found, key=lambda mention: -mention.weight)


def _weight(mention: Mention, words: Sequence[Word], known: Known, country: str, about_places: bool) -> int:
    """4 where something settles it, 3 behind a word such as "near", 2 and 1 for a bare name; 0: no place is meant."""
    before = preposition(words, mention.start)
    word = words[mention.start]
    if is_unwanted(words, mention.start):
        return 0
    if word.key[0].isdigit() or place_words.postcode(words, mention.start)[1]:
        return _postcode_weight(mention, words, country, about_places)
    ordinary = _is_ordinary(words[mention.start : mention.name_end], known)
    if mention.settled:
        return 4
    home = any(place.country == country for place in mention.places)
    if not about_places:
        return 3 if home and before and not ordinary else 0
    capital = word.text[0].isupper() and (mention.start > 0 or mention.name_end > 1)
    if ordinary:
        return 2 if home and (before in place_words.ONLY_BEFORE_A_PLACE or (before and capital)) else 0
    unknown = not home and max(place.population for place in mention.places) < WELL_KNOWN
    if unknown or not (home or before or capital):
        return 0
    is_street = mention.end < len(words) and words[mention.end].key in place_words.STREETS
    return 1 if is_street else 3 if before else 2


def _postcode_weight(mention: Mention, words: Sequence[Word], country: str, about_places: bool) -> int:
    before = preposition(words, mention.start)
    code = words[mention.start].key
    if not code.isdigit():
        sure = mention.settled or place_words.is_whole_british(words, mention.start)
        return 4 if sure else 2 if before and country == "GB" else 0
    if before == "in" and "1950" <= code <= "2040":
        return 1 if about_places else 0  # a year, most likely
    return 4 if mention.settled else 3 if before else 2 if about_places else 0


def _is_ordinary(name: Sequence[Word], known: Known) -> bool:
    """Whether a name is also a phrase of everyday English: Orange, Sale, the Gap."""
    return all(word.key in known.words for word in name) and (len(name) == 1 or name[0].key == "the")


def preposition(words: Sequence[Word], start: int) -> str:
    """The word that announces a place before word number `start`: "near", "in", ...; "" where there is none."""
    for word in reversed(words[max(0, start - 3) : start]):
        if word.stop:
            break
        if word.key in place_words.BEFORE_A_PLACE:
            return word.key
        if word.key not in place_words.SKIPPED_BEFORE_A_PLACE:
            break
    return ""


def is_unwanted(words: Sequence[Word], start: int) -> bool:
    """Whether what begins at `start` is a person or ruled out: "Dr Young", "not Penrith", "instead of Dubbo"."""
    before = [word.key for word in words[max(0, start - 2) : start]]
    if not before:
        return False
    return before[-1] in place_words.TITLES or not place_words.NOT_WANTED.isdisjoint(before)


def unknown_phrases(words: Sequence[Word], known: Known) -> Iterator[tuple[int, int]]:
    """Runs of up to three words that are no everyday English and may be a misspelt name."""
    for start, end in phrases(words):
        phrase = words[start:end]
        if end - start > 3 or not all(_may_be_misspelt(word) for word in phrase):
            continue
        if all(word.key in known.words for word in phrase) or is_unwanted(words, start):
            continue
        if len(words) <= SHORT_MESSAGE or preposition(words, start):
            yield start, end


def _may_be_misspelt(word: Word) -> bool:
    return word.key.isalpha() and word.key not in place_words.NOT_PARTS_OF_A_NAME
