"""The file of places: its tables, and how it is opened.

Place data: GeoNames (https://www.geonames.org), CC BY 4.0.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

FORMAT = 1
"""Of the file; a file of another format is refused."""

SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, state TEXT, postcode TEXT, country TEXT, lat REAL, lon REAL,
                    population INTEGER, within TEXT);
CREATE TABLE name (key TEXT, spelling TEXT, place INTEGER);
CREATE TABLE postcode (country TEXT, code TEXT, place INTEGER, lat REAL, lon REAL,
                       PRIMARY KEY (code, country)) WITHOUT ROWID;
CREATE TABLE spelling (country TEXT, key TEXT, population INTEGER, PRIMARY KEY (country, key)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE area (area TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE about (made_from TEXT);
"""

COLUMNS = "place.name, place.state, place.postcode, place.country, place.lat, place.lon, place.population, place.within"
"""Of a place, in the order of its fields."""


class PlacesMissing(Exception):
    """The file of places is missing or of another version; the message is one line for the operator."""


def open_places(path: Path) -> sqlite3.Connection:
    """Open it to read.

    Raises:
        PlacesMissing: it is not there, or is of another version.
    """
    try:
        file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        version = file.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error:
        version = None
    if version != FORMAT:
        raise PlacesMissing(f"The places file {path} is missing or out of date: run `make setup`.")
    return file
