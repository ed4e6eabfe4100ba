"""What the file of places holds about the words of a message."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from actions.geography.place import Place
from actions.geography.places_file import COLUMNS
from actions.geography.sentences import Known, phrases
from actions.geography.words import Word, join, postcode


def look_up(file: sqlite3.Connection, words: Sequence[Word], names: Iterable[str], everyday: frozenset[str]) -> Known:
    """The places that any run of the words names, by name or postcode, and those that `names` name.

    Args:
        file: the file of places.
        words: of the message.
        names: other names to look up.
        everyday: words that are more than a name.
    """
    keys = {join(words[start:end]) for start, end in phrases(words)} | set(names)
    codes = {postcode(words, at)[0] for at in range(len(words))} - {""}
    named: dict[str, list[tuple[str, Place]]] = {}
    query = f"SELECT key, spelling, {COLUMNS} FROM name JOIN place ON id = place WHERE key IN"
    for name, spelt, *row in rows(file, query, keys):
        named.setdefault(name, []).append((spelt, Place(*row)))
    coded: dict[str, list[Place]] = {}
    query = f"SELECT code, c.lat, c.lon, {COLUMNS} FROM postcode c JOIN place ON id = c.place WHERE code IN"
    for code, lat, lon, *row in rows(file, query, codes):
        coded.setdefault(code, []).append(replace(Place(*row), postcode=code, lat=lat, lon=lon))
    return Known(named, coded, everyday)


def rows(file: sqlite3.Connection, query: str, keys: Iterable[str]) -> list[tuple]:
    """The rows of a query that ends with IN, for these keys."""
    values = list(keys)
    return file.execute(f"{query} ({','.join('?' * len(values))})", values).fetchall()
