"""Tables are there for whoever comes first, however many come at once: SQLite always, PostgreSQL where one is named."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest
from sqlalchemy import Column, Index, Integer, MetaData, Table, inspect

from extensions.channels.feedback import FeedbackStore
from extensions.channels.history import Said
from extensions.channels.memory import Memory
from extensions.conversation_store import ConversationStore
from extensions.database import create_tables, engine_of

tables = MetaData()
first = Table("test_first", tables, Column("id", Integer, primary_key=True), Column("at", Integer))
Index("test_first_by_time", first.c.at)
Table("test_second", tables, Column("id", Integer, primary_key=True))
AT_ONCE = 8
ROUNDS = 10


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/new.db"
    if not (url := os.environ.get("TEST_POSTGRES_URL")):
        pytest.skip("TEST_POSTGRES_URL names no PostgreSQL")
    return url


def test_many_that_begin_at_once_with_a_new_database_all_find_their_tables(url):
    for number in range(ROUNDS):
        engines = [engine_of(url.replace("new.db", f"{number}.db")) for _ in range(AT_ONCE)]
        try:
            with ThreadPoolExecutor(AT_ONCE) as threads:
                list(threads.map(lambda engine: create_tables(tables, engine), engines))
            seen = inspect(engines[0])
            assert {"test_first", "test_second"} <= set(seen.get_table_names())
            assert [index["name"] for index in seen.get_indexes("test_first")] == ["test_first_by_time"]
        finally:
            tables.drop_all(engines[0])
            for engine in engines:
                engine.dispose()


async def test_the_first_uses_of_a_new_store_may_come_together(tmp_path):
    for number in range(ROUNDS):
        url = f"sqlite:///{tmp_path}/{number}.db"
        conversations, feedback, memory = ConversationStore(url), FeedbackStore(url), Memory(url)
        said = Said("m", False, "", None, datetime.now(timezone.utc))
        await asyncio.gather(
            conversations.expire(24), conversations.ping(), conversations.has_ended("web-1"),
            feedback.add("web-1", said, True, None), feedback.forget("web-2"),
        )  # fmt: skip
        assert await memory.first_seen("a") is None and await Memory(url).first_seen("a") is not None
