"""The whole assistant once for all tests: the trained model, the real actions, the real content."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from actions.settings import ROOT
from tests.serving import Server, serving
from tools.bot import Bot, Turn


@pytest.fixture(scope="session")
def bot() -> Bot:
    return Bot.load()


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture
def say(bot: Bot, loop: asyncio.AbstractEventLoop) -> Callable[..., Turn]:
    """Says one message; every reply has to carry the disclaimer, whatever the test is about."""

    def say_one(text: str, conversation: str | None = None) -> Turn:
        turn = loop.run_until_complete(bot.say(text, conversation))
        assert turn.replies, f"silence after {text!r}"
        assert turn.disclaimer, f"no disclaimer after {text!r}"
        return turn

    return say_one


@pytest.fixture
def content_copy(tmp_path, monkeypatch):
    """A copy of the content that a test may spoil."""
    import shutil

    copy = tmp_path / "content"
    shutil.copytree(ROOT / "content", copy, ignore=shutil.ignore_patterns("places"))
    return copy


@pytest.fixture(scope="session")
def messaging(bot, tmp_path_factory):
    """The server with every messaging channel on, and stand-ins of the platforms."""
    from tests.messaging_server import MessagingServer

    with MessagingServer(bot, tmp_path_factory.mktemp("messaging")) as server:
        yield server


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """`make serve`, once for all tests that talk to it over the network."""
    with serving(tmp_path_factory.mktemp("server"), ALLOWED_ORIGINS="https://clinic.example") as running:
        yield running
