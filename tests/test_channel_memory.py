"""What the messaging channels remember: deliveries and STOP, in the database or without it."""

import asyncio
import time
from unittest.mock import patch

import pytest

from extensions.channels.memory import KEPT_SECONDS, LATELY_SECONDS, Memory, delivered


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/var/channels.db"


def later(seconds):
    moment = time.time() + seconds
    return patch("extensions.channels.memory.time.time", lambda: moment)


async def test_a_delivery_is_known_again_and_how_long_ago_it_was(url):
    memory = Memory(url)
    assert await memory.first_seen("a") is None and await memory.first_seen("b") is None
    with later(100):
        assert 99 < await memory.first_seen("a") < 102


async def test_it_is_known_to_another_process(url):
    assert await Memory(url).first_seen("a") is None
    assert await Memory(url).first_seen("a") < 2


async def test_two_processes_at_once_answer_it_once(url):
    one, other = Memory(url), Memory(url)
    seen = await asyncio.gather(*(memory.first_seen("a") for memory in (one, other) * 5))
    assert seen.count(None) == 1


async def test_what_is_old_is_forgotten(url):
    memory = Memory(url)
    await memory.first_seen("a")
    with later(LATELY_SECONDS + 4000):
        assert await memory.first_seen("b") is None and "a" not in memory._lately
        assert await memory.first_seen("a") > LATELY_SECONDS
    with later(KEPT_SECONDS + LATELY_SECONDS):
        await memory.first_seen("c")
    with memory._connected().connect() as database:
        assert [row.key for row in database.execute(delivered.select())] == ["b", "c"]


async def test_stop_and_start(url):
    memory = Memory(url)
    assert not await memory.has_stopped("sms-1")
    await memory.stop("sms-1"), await memory.stop("sms-1")
    assert await Memory(url).has_stopped("sms-1") and not await memory.has_stopped("sms-2")
    await memory.start("sms-1")
    assert not await memory.has_stopped("sms-1")


async def test_without_a_database_people_are_answered_and_deliveries_still_known(tmp_path, caplog):
    memory = Memory(f"sqlite:///{tmp_path}")  # a folder is no database
    assert await memory.first_seen("a") is None and await memory.first_seen("a") < 2
    await memory.stop("sms-1")
    assert await memory.has_stopped("sms-1") and not await memory.has_stopped("sms-2")
    assert "cannot be read or written" in caplog.text and "sms-1" not in caplog.text
