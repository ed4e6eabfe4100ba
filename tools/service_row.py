"""A row of the file of services, and what can be wrong with it. No command: `load-services` uses it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, Extra, Field, ValidationError, root_validator, validator

from actions.services import SHOWN

STATUSES = (SHOWN, "planned", "changing", "closed")
ANSWERS = ("yes", "no", "not stated")

# Where each country lies, with its islands, in degrees: south, north, west, east; any longitude across the date line.
COUNTRIES = {
    "AU": (-55.5, -9.0, 96.0, 168.5),
    "NZ": (-53.0, -28.0, -180.0, 180.0),
    "GB": (49.0, 61.5, -9.0, 2.5),
    "ES": (27.4, 44.0, -18.5, 4.6),
    "US": (13.0, 72.0, -180.0, 180.0),
}


class ServiceRow(BaseModel):
    """One row of the file. Its fields are the columns; those with a default may be empty or left out."""

    name: str = Field(max_length=200)
    operator: str = Field("", max_length=200)
    country: str
    address: str = ""
    suburb: str = Field("", max_length=200)
    state: str = Field("", max_length=200)
    postcode: str = Field("", max_length=20)
    phone: str = Field("", max_length=50)
    website: str = ""
    services: list[str] = []
    medical_oncology: str = "not stated"
    lat: float
    lon: float
    coordinates_of: str = ""
    status: str
    source_url: str = ""
    source_date: str = Field("", max_length=100)
    caveat: str = ""

    class Config:
        """Columns that nobody reads are a mistake in the file."""

        extra = Extra.forbid

    @validator("country")
    def country_is_covered(cls, code: str) -> str:
        """One of the countries whose places are known."""
        return _one_of(code.upper(), tuple(COUNTRIES))

    @validator("status")
    def status_is_known(cls, status: str) -> str:
        """Only open services are shown."""
        return _one_of(status.lower(), STATUSES)

    @validator("medical_oncology")
    def medical_oncology_is_an_answer(cls, answer: str) -> str:
        """What is not stated is not guessed."""
        return _one_of(answer.lower(), ANSWERS)

    @validator("phone")
    def phone_can_be_dialled(cls, phone: str) -> str:
        """A number, however it is spaced."""
        if phone and not (re.fullmatch(r"\+?[0-9 ()/.-]+", phone) and 6 <= len(re.sub(r"\D", "", phone)) <= 15):
            raise ValueError("is no phone number; write digits and spaces like (03) 9000 0000")
        return phone

    @validator("website")
    def website_is_a_link(cls, url: str) -> str:
        """A whole address, because the text is shown as a link."""
        return _link(url) if url else url

    @validator("source_url")
    def sources_are_links(cls, urls: str) -> str:
        """One address or several with spaces between."""
        return " ".join(_link(url) for url in urls.split())

    @validator("services", pre=True)
    def services_are_a_list(cls, text: str) -> list[str]:
        """They are separated by semicolons in the file."""
        return [service.strip() for service in text.split(";") if service.strip()]

    @validator("lat", "lon", pre=True)
    def coordinate_is_a_number(cls, text: str) -> float:
        """Degrees with a decimal point."""
        try:
            degrees = float(text.replace("−", "-"))
        except ValueError:
            raise ValueError("is no number; write degrees with a decimal point, like -33.8150")
        if not isfinite(degrees) or abs(degrees) > 180:
            raise ValueError("is no place on Earth; write degrees, like -33.8150")
        return degrees

    @root_validator(skip_on_failure=True)
    def point_lies_in_the_country(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Swapped coordinates send people to another hemisphere."""
        lat, lon, country = row["lat"], row["lon"], row["country"]
        if not _lies_in(country, lat, lon):
            hint = "correct lat and lon, or the country"
            if _lies_in(country, lon, lat):
                hint = f"lat and lon are swapped; write lat {lon}, lon {lat}"
            raise ValueError(f"{lat}, {lon} is not in {country}; {hint}")
        return row


def read_row(cells: dict[str, str]) -> tuple[ServiceRow | None, list[str]]:
    """The row, or what is wrong with it, each with column, value and what to write instead."""
    given = {name: cell for name, cell in cells.items() if cell}
    try:
        return ServiceRow.parse_obj(given), []
    except ValidationError as error:
        return None, [_explain(wrong, cells) for wrong in error.errors()]


def _explain(wrong: Mapping[str, Any], cells: dict[str, str]) -> str:
    column, kind, message = str(wrong["loc"][0]), wrong["type"], wrong["msg"]
    if column == "__root__":
        return f"columns lat, lon: {message}"
    if kind == "value_error.missing":
        return f"column {column}: is empty; write {EXAMPLES.get(column, 'it')}"
    return f'column {column}: "{cells[column][:60]}" {message}'


EXAMPLES = {
    "name": "the name of the service",
    "country": f"one of {', '.join(COUNTRIES)}",
    "lat": "degrees like -33.8150",
    "lon": "degrees like 151.0035",
    "status": f"one of {', '.join(STATUSES)}",
}


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"is not known; write one of {', '.join(allowed)}")
    return value


def _link(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"]", url):
        raise ValueError("is no web address; write it whole, like https://www.example.org/page")
    return url


def _lies_in(country: str, lat: float, lon: float) -> bool:
    south, north, west, east = COUNTRIES[country]
    return south <= lat <= north and west <= lon <= east
