"""Databases, as the server works with them: bounded waiting, and tables that are there when they are needed."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateIndex, CreateTable
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

BUSY_SECONDS = 2
"""How long another writer to the same file may take."""
CONNECT_SECONDS = 3
STATEMENT_MILLISECONDS = 5000


def engine_of(url: str) -> Engine:
    """The engine for a database, with bounds to how long it may keep anybody waiting. It opens nothing yet.

    Args:
        url: as SQLAlchemy writes it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        limits = {"connect_timeout": CONNECT_SECONDS, "options": f"-c statement_timeout={STATEMENT_MILLISECONDS}"}
        return create_engine(url, future=True, pool_pre_ping=True, connect_args=limits)
    with contextlib.suppress(OSError):  # the first use says what is wrong
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
    limits = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, future=True, poolclass=QueuePool, connect_args=limits)
    event.listen(engine, "connect", prepare_sqlite)
    return engine


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    stop=stop_after_delay(BUSY_SECONDS),
    wait=wait_random(0.01, 0.1),
    reraise=True,
)
def prepare_sqlite(connection: Any, record: Any) -> None:
    """Quick commits, and what is deleted is overwritten. When several switch a new file, SQLite does not wait."""
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def create_tables(metadata: MetaData, engine: Engine) -> None:
    """Create the tables and indexes that a database lacks, also where others do so at the same moment.

    Raises:
        SQLAlchemyError: the database cannot be used.
    """
    for table in metadata.sorted_tables:
        try:
            create_table(table, engine)
        except (IntegrityError, ProgrammingError):  # PostgreSQL, even with IF NOT EXISTS: somebody else was first
            create_table(table, engine)


def create_table(table: Table, engine: Engine) -> None:
    """The database itself looks whether it is there: SQLAlchemy's look beforehand can be out of date."""
    with engine.begin() as connection:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def empty_journal(connection: Connection) -> None:
    """Deleted words stand in SQLite's journal until it is emptied."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
