"""The services that can be found near a place, in any SQL database that SQLAlchemy knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Float, Index, Integer, String, Text, and_, create_engine, delete, insert, or_, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.types import TypeDecorator

from actions.geography.distance import boxes_around, distance_km

RINGS_KM = (25, 50, 100, 250, 500, 1000, 2000, 4000, 20100)
"""How far is looked, one after the other, until there are enough: a small box is quick where services are many."""

SHOWN = "open"
"""Status of the rows that people see; the others are "planned", "changing" and "closed"."""

CONNECT_SECONDS = 3
"""A database server that does not answer must not keep a person waiting."""

Base: Any = declarative_base()


class ServicesMissing(Exception):
    """The services cannot be read; the message is one line for the operator and holds no password."""


class TextList(TypeDecorator):
    """A list of texts without semicolons, kept as one text with semicolons between: every database has texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:
        """The list as it is stored."""
        return "; ".join(value or ())

    def process_result_value(self, value: Any, dialect: Any) -> list[str]:
        """The list as it was given."""
        return [text.strip() for text in (value or "").split(";") if text.strip()]


class Service(Base):
    """One place of treatment. Texts are "" where nothing is known."""

    __tablename__ = "services"
    __table_args__ = (Index("services_point", "lat", "lon"),)

    id = Column(Integer, primary_key=True)
    name = Column(String(200), nullable=False)
    operator = Column(String(200), nullable=False, default="")
    country = Column(String(2), nullable=False)
    address = Column(Text, nullable=False, default="")
    suburb = Column(String(200), nullable=False, default="")
    state = Column(String(200), nullable=False, default="")
    postcode = Column(String(20), nullable=False, default="")
    phone = Column(String(50), nullable=False, default="")
    website = Column(Text, nullable=False, default="")
    services = Column(TextList, nullable=False, default=list)
    medical_oncology = Column(String(20), nullable=False, default="not stated")
    lat = Column(Float(53), nullable=False)
    lon = Column(Float(53), nullable=False)
    coordinates_of = Column(Text, nullable=False, default="")
    status = Column(String(20), nullable=False)
    source_url = Column(Text, nullable=False, default="")
    source_date = Column(String(100), nullable=False, default="")
    caveat = Column(Text, nullable=False, default="")

    @property
    def location(self) -> str:
        """The address as far as it is known: "124 Corio Street, Shepparton VIC 3630"."""
        suburb = "" if self.suburb.casefold() in self.address.casefold() else self.suburb
        street = ", ".join(filter(None, (self.address, suburb)))
        return " ".join(filter(None, (street, self.state, self.postcode)))


@dataclass(frozen=True)
class Nearby:
    """A service and how far it is."""

    service: Service
    km: float
    """Kilometres as the crow flies."""


class ServiceStore:
    """The services in one database. Making a store does nothing; connections are shared and opened when needed.

    Args:
        url: as SQLAlchemy writes it: `sqlite:///var/services.db`, `postgresql://user:password@host/name`.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def nearest(self, lat: float, lon: float, limit: int = 3) -> list[Nearby]:
        """The open services nearest to a point in degrees, the nearest first: up to `limit`, however far.

        Raises:
            ServicesMissing: there is no such database or table, or it does not answer.
        """
        self._refuse_missing_file()
        try:
            with Session(_engine(self._url)) as session:
                near = _nearest_ids(session, lat, lon, limit)
                found = session.scalars(select(Service).where(Service.id.in_([row for _, row in near])))
                services = {service.id: service for service in found}
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            raise self._missing(error) from None
        return [Nearby(services[row], km) for km, row in near if row in services]

    def with_ids(self, ids: Sequence[int]) -> list[Service]:
        """The open services with these ids, in their order; those that are gone are left out.

        Raises:
            ServicesMissing: as `nearest`.
        """
        found = {service.id: service for service in self._select(Service.id.in_(ids))}
        return [found[one] for one in ids if one in found]

    def named(self, words: Sequence[str], limit: int = 100) -> list[Service]:
        """Up to `limit` open services that have each of the words somewhere in their name or suburb.

        Raises:
            ServicesMissing: as `nearest`.
        """
        has = [or_(*(column.ilike(f"%{word}%") for column in (Service.name, Service.suburb))) for word in words]
        return self._select(*has, limit=limit)

    def _select(self, *conditions: Any, limit: int | None = None) -> list[Service]:
        self._refuse_missing_file()
        query = select(Service).where(Service.status == SHOWN, *conditions).order_by(Service.id).limit(limit)
        try:
            with Session(_engine(self._url)) as session:
                return list(session.scalars(query))
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            raise self._missing(error) from None

    def replace_all(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Puts `rows` (mappings with the columns of `Service`) in place of all there are, in one transaction.

        Returns:
            How many there are now.

        Raises:
            ServicesMissing: the database cannot be written; what was in it is still there.
        """
        values = [dict(row) for row in rows]
        try:
            if file := self._file():
                file.parent.mkdir(parents=True, exist_ok=True)
            with _engine(self._url).begin() as connection:
                Base.metadata.create_all(connection)
                connection.execute(delete(Service))
                if values:
                    connection.execute(insert(Service), values)
        except (SQLAlchemyError, ModuleNotFoundError, OSError) as error:
            raise self._missing(error) from None
        return len(values)

    def _file(self) -> Path | None:
        """The file of an SQLite database; None for servers and databases in memory."""
        url = make_url(self._url)
        in_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return Path(str(url.database)) if in_file else None

    def _refuse_missing_file(self) -> None:
        # SQLite would make an empty file, which then looks like a database that has lost its services.
        file = self._file()
        if file is not None and not file.is_file():
            raise self._missing(FileNotFoundError("no such file"))

    def _missing(self, error: Exception) -> ServicesMissing:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        url = make_url(self._url).render_as_string(hide_password=True)
        what = f"The services database {url} cannot be used ({reason})"
        return ServicesMissing(f"{what}: run `python -m tools load-services`.")


def _nearest_ids(session: Session, lat: float, lon: float, limit: int) -> list[tuple[float, int]]:
    """Kilometres and ids. Only numbers are read here; whole rows would cost ten times as much."""
    near: list[tuple[float, int]] = []
    for ring in RINGS_KM:
        inside = [
            and_(Service.lat.between(box.south, box.north), Service.lon.between(box.west, box.east))
            for box in boxes_around(lat, lon, ring)
        ]
        query = select(Service.id, Service.lat, Service.lon).where(or_(*inside), Service.status == SHOWN)
        distances = ((distance_km(lat, lon, row.lat, row.lon), row.id) for row in session.execute(query))
        # The corners of the box lie outside the ring, and something outside the box may be nearer than they are.
        near = nsmallest(limit, (found for found in distances if found[0] <= ring))
        if len(near) >= limit:
            break
    return near


@lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    """One engine, and so one pool of connections, a database and process."""
    is_postgres = make_url(url).get_backend_name() == "postgresql"
    options = {"connect_timeout": CONNECT_SECONDS} if is_postgres else {}
    return create_engine(url, future=True, pool_pre_ping=True, connect_args=options)
