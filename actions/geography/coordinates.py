"""Reads a point on Earth out of text."""

from __future__ import annotations

import re

LONGEST_TEXT = 1000
"""Characters that are read."""

_NUMBER = r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_LABELLED = re.compile(rf"\b(lat|lng|lon)(?:g?itude|g)?\b[\"'“”]?\s*[:=]?\s*[\"']?({_NUMBER})(?![0-9])", re.IGNORECASE)
_DECIMAL = r"([-+]?[0-9]{1,3}\.[0-9]{1,15})\s*°?\s*"
_PAIR = re.compile(rf"(?<![0-9.]){_DECIMAL}([NS])?\s*[,;/ ]\s*{_DECIMAL}([EW])?(?![0-9.]|\s*[A-Z])", re.IGNORECASE)


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, or None where there are none or they are not on Earth.

    Read are a pair of decimal numbers ("-33.81, 151.0", "33.81° S 151.0° E"), turned round where only longitude
    before latitude is possible, and numbers with their names in any kind of quotes, as messaging channels send a
    shared place: `{"lng": 151.0, "lat": -33.8}`, `/locationData{'Latitude': '-33.8', 'Longitude': '151.0'}`.
    """
    text = text[:LONGEST_TEXT].replace("−", "-")
    named = {name.lower().replace("lng", "lon"): float(number) for name, number in _LABELLED.findall(text)}
    if len(named) == 2:
        return _on_earth(named["lat"], named["lon"])
    if not (pair := _PAIR.search(text)):
        return None
    lat, south, lon, west = pair.groups()
    first = -abs(float(lat)) if south in ("S", "s") else float(lat)
    second = -abs(float(lon)) if west in ("W", "w") else float(lon)
    return _on_earth(first, second) or _on_earth(second, first)


def _on_earth(lat: float, lon: float) -> tuple[float, float] | None:
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
