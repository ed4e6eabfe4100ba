"""Localities and postcodes of GeoNames (https://www.geonames.org, CC BY 4.0). No command: `build-places` uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COUNTRIES = frozenset({"AU", "NZ", "GB", "ES", "US"})

# Mail centres and box lobbies stand in the postal data as if they were suburbs.
MAIL_ROOM = re.compile(r"\b(dc|bc|mc|gpo|boxes|mail centre|delivery centre|po|suburbs)\b", re.IGNORECASE)

# Australia Post's ranges for boxes and large-volume receivers, where nobody lives.
BOXES = ((200, 299), (900, 999), (1000, 1999), (5800, 5999), (6800, 6999), (7800, 7999), (8000, 9999))


@dataclass(frozen=True)
class PostalRow:
    """One locality with one postcode."""

    country: str
    postcode: str
    name: str
    region: str
    """State or nation, in words."""
    region_code: str
    county: str
    lat: float
    lon: float
    accuracy: int


def inhabited(path: Path) -> Iterator[PostalRow]:
    """The rows of the postal data (tab-separated) where people live, of five countries."""
    return (row for row in _postal_rows(path) if not MAIL_ROOM.search(row.name) and not _is_military(row))


def _postal_rows(path: Path) -> Iterator[PostalRow]:
    with path.open("rb") as lines:
        for line in lines:
            if line[:2].decode() not in COUNTRIES:
                continue
            country, code, name, region, region_code, county, _, _, _, lat, lon, accuracy = (
                line.decode("utf-8").rstrip("\r\n").split("\t")
            )
            point = float(lat), float(lon), int(accuracy or 0)
            yield PostalRow(country, code, _plain_name(name), region, region_code, county, *point)


def _plain_name(name: str) -> str:
    """ "Llanas, Las (Laviana)" -> "Las Llanas"."""
    name = re.sub(r"\s*\(.*", "", name)
    name = name.title() if name.isupper() else name
    article = re.fullmatch(r"(.+), (El|La|Los|Las|L'|O|A|Os|As)", name)
    return f"{article.group(2)} {article.group(1)}" if article else name


def _is_military(row: PostalRow) -> bool:
    """Whether it is an American post office abroad."""
    return row.country == "US" and not row.region


def is_for_boxes(row: PostalRow) -> bool:
    """Whether its postcode is one of boxes and large receivers."""
    return row.country == "AU" and any(low <= int(row.postcode) <= high for low, high in BOXES)
