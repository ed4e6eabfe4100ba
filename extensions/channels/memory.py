"""What the messaging channels remember beside the conversation: who said STOP, and what was delivered already."""

import asyncio
import logging
import time
from typing import Callable, Dict, Optional, Set, TypeVar

from sqlalchemy import Column, Float, MetaData, String, Table, delete, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from extensions.database import create_tables, engine_of

logger = logging.getLogger(__name__)

KEPT_SECONDS = 90 * 24 * 3600
"""How long a delivery is remembered. Twilio's requests hold no time: an old one could be played back."""
LATELY_SECONDS = 24 * 3600
"""How long this process remembers it by itself."""
TIDY_EVERY = 3600.0
"""Seconds between two removals of what is too old."""
PATIENCE_SECONDS = 4
"""How long anybody waits for the database."""

tables = MetaData()
stopped = Table("channel_stopped", tables, Column("key", String(100), primary_key=True), Column("at", Float))
delivered = Table("channel_delivered", tables, Column("key", String(100), primary_key=True), Column("at", Float))

Result = TypeVar("Result")


class Memory:
    """Two small tables in the database. They hold keyed hashes and times, nothing of a person or a message.

    Without the database both are remembered by this process alone.

    Args:
        url: as SQLAlchemy writes it.
    """

    def __init__(self, url: str) -> None:
        self._engine = engine_of(url)
        self._is_prepared = False
        self._lately: Dict[str, float] = {}
        self._stopped: Set[str] = set()
        self._tidied = 0.0

    async def first_seen(self, key: str) -> Optional[float]:
        """Remember a delivery; for one that was remembered before, the seconds since then."""
        now = time.time()
        if now - self._tidied > TIDY_EVERY:
            self._tidied = now
            self._lately = {one: at for one, at in self._lately.items() if now - at < LATELY_SECONDS}
            await self._in_database(lambda database: forget_old(database, now - KEPT_SECONDS), None)
        if key in self._lately:
            return now - self._lately[key]
        self._lately[key] = now
        at = await self._in_database(lambda database: remember(database, delivered, key, now), None)
        return None if at is None else now - at

    async def stop(self, conversation: str) -> None:
        """Remember that a conversation wants no messages."""
        self._stopped.add(conversation)
        await self._in_database(lambda database: remember(database, stopped, conversation, time.time()), None)

    async def start(self, conversation: str) -> None:
        """Forget that it wanted none."""
        self._stopped.discard(conversation)
        gone = delete(stopped).where(stopped.c.key == conversation)
        await self._in_database(lambda database: database.execute(gone), None)

    async def has_stopped(self, conversation: str) -> bool:
        """Whether a conversation wants no messages."""
        found = select(stopped.c.at).where(stopped.c.key == conversation)
        told = conversation in self._stopped
        return await self._in_database(lambda database: database.execute(found).first() is not None, told)

    async def _in_database(self, work: Callable[[Connection], Result], otherwise: Result) -> Result:
        def run() -> Result:
            with self._connected().begin() as connection:
                return work(connection)

        try:
            return await asyncio.wait_for(asyncio.to_thread(run), PATIENCE_SECONDS)
        except (SQLAlchemyError, OSError, asyncio.TimeoutError) as error:
            logger.error("what the channels remember cannot be read or written: %s", type(error).__name__)
            return otherwise

    def _connected(self) -> Engine:
        if not self._is_prepared:
            create_tables(tables, self._engine)
            self._is_prepared = True
        return self._engine


def remember(database: Connection, table: Table, key: str, now: float) -> Optional[float]:
    """Write a key down with the time; where it stands already, when it came."""
    try:
        with database.begin_nested():
            database.execute(insert(table).values(key=key, at=now))
    except IntegrityError:
        return database.execute(select(table.c.at).where(table.c.key == key)).scalar()
    return None


def forget_old(database: Connection, before: float) -> None:
    """Remove the deliveries from before a time."""
    database.execute(delete(delivered).where(delivered.c.at < before))
