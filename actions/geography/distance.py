"""Distances on Earth, in kilometres, between points in degrees."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the WGS 84 ellipsoid (Moritz, Geodetic Reference System 1980, J. Geodesy 74, 2000)."""

KM_PER_DEGREE = EARTH_RADIUS_KM * radians(1)
"""Kilometres in one degree of latitude."""


@dataclass(frozen=True)
class Box:
    """A part of the map that does not cross the date line; all in degrees."""

    south: float
    north: float
    west: float
    east: float


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two points in degrees, within 0.5 % of the distance on the ellipsoid.

    The haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (2), 1984, p. 159.
    """
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def boxes_around(lat: float, lon: float, km: float) -> list[Box]:
    """One box, or two where the date line cuts it, that hold every point within `km` of a point in degrees.

    A circle is widest not at the latitude of its centre; its half width is asin(sin(r) / cos(lat)): J. P. Matuschek,
    "Finding Points Within a Distance of a Latitude/Longitude Using Bounding Coordinates", 2010.
    """
    reach = km * 1.000001 / KM_PER_DEGREE  # a hair wider: rounding must not lose a point on the rim
    south, north = lat - reach, lat + reach
    if south <= -90 or north >= 90:  # a pole lies inside: every longitude is near
        return [Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)]
    width = asin(min(1.0, sin(radians(reach)) / cos(radians(lat)))) / radians(1)
    west, east = lon - width, lon + width
    if west < -180:
        return [Box(south, north, west + 360, 180.0), Box(south, north, -180.0, east)]
    if east > 180:
        return [Box(south, north, west, 180.0), Box(south, north, -180.0, east - 360)]
    return [Box(south, north, west, east)]
