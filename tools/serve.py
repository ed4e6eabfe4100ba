"""Serve the assistant over HTTP: the channels of credentials.yml, the demo page and /health, in one command."""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio import AbstractEventLoop
from typing import TYPE_CHECKING, NoReturn

from actions.content import content
from actions.settings import ROOT, settings
from extensions.channels.credentials import refuse_wrong_credentials
from extensions.channels.settings import settings as channel_settings
from tools import CannotRun
from tools.chat import action_server
from tools.expected import advice

if TYPE_CHECKING:
    from sanic import Sanic

CREDENTIALS = ROOT / "credentials.yml"
LARGEST_BODY = 65_536
"""Bytes of one request; the platforms send several messages in one."""
REQUEST_SECONDS = 15
"""How long a request may take to arrive."""
LEAVING_SECONDS = 2
PURGE_SECONDS = 3600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: settings are environment variables."""


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C or a signal ends it."""
    content()  # a broken card, or setting, is named before anything is started
    chosen = channel_settings()
    if not settings().model_path.is_file():
        raise CannotRun(f"There is no model at {settings().model_path.name}. Run `make train`.")
    refuse_taken_port(chosen.host, chosen.port)
    asyncio.run(refuse_wrong_credentials())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print("One moment, I am waking up ...", flush=True)
    with action_server() as actions_url, contextlib.suppress(KeyboardInterrupt):
        app = make_app(actions_url)
        app.run(host=chosen.host, port=chosen.port, workers=1, access_log=False, motd=False)
    return leave_at_once()


def leave_at_once() -> NoReturn:
    """All is closed; taking the model's libraries apart would last so long that others lose patience and kill us."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before the model is loaded.

    Raises:
        CannotRun: the port is taken, or this machine has no such address.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRun(f"Port {port} on {host} cannot be used ({error.strerror}). Set PORT or HOST in .env.")


def make_app(actions_url: str) -> "Sanic":
    """The server with all its channels. Rasa's own API is no part of it.

    Raises:
        ChannelSettingsError: a channel lacks a setting, or has one that cannot be used.
    """
    from rasa.core.channels.channel import register
    from rasa.core.run import create_http_input_channels
    from sanic import Sanic

    from extensions.channels.door import the_door
    from tools.logs import private_errors_only
    from tools.site import site

    private_errors_only()
    the_door()
    app = Sanic("shipmate", configure_logging=False)
    app.config.update(
        {
            "REQUEST_MAX_SIZE": LARGEST_BODY,
            "REQUEST_TIMEOUT": REQUEST_SECONDS,
            "GRACEFUL_SHUTDOWN_TIMEOUT": LEAVING_SECONDS,
            "FALLBACK_ERROR_FORMAT": "text",
        }
    )
    app.ctx.actions_url = actions_url
    app.register_listener(load, "before_server_start")
    app.register_listener(announce, "after_server_start")
    app.register_listener(leave, "before_server_stop")
    register(create_http_input_channels(None, str(CREDENTIALS)), app, route="/webhooks/")
    app.blueprint(site)
    return app


async def load(app: "Sanic", loop: AbstractEventLoop) -> None:
    """Load the model, and the store in which conversations outlive this program."""
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig

    from extensions.action_check import check_schema_once
    from extensions.conversation_store import ConversationStore

    check_schema_once()
    try:
        agent = Agent.load(str(settings().model_path), action_endpoint=EndpointConfig(url=app.ctx.actions_url))
    except Exception as error:  # as many kinds as there are components
        other = f"The model {settings().model_path.name} does not fit this version. Run `make train`."
        raise CannotRun(advice(error) or other)
    ConversationStore(channel_settings().conversations_url).use_in(agent)
    await agent.parse_message("hello")  # the first one takes longer
    app.ctx.agent = agent


async def announce(app: "Sanic", loop: AbstractEventLoop) -> None:
    """Say where it is, and begin to forget what is old."""
    app.ctx.forgetting = asyncio.ensure_future(forget_hourly(app))
    print(f"Shipmate is at http://{channel_settings().host}:{channel_settings().port}  Ctrl-C ends it.", flush=True)


async def leave(app: "Sanic", loop: AbstractEventLoop) -> None:
    """End what would go on for ever."""
    app.ctx.forgetting.cancel()


async def forget_hourly(app: "Sanic") -> None:
    """Delete conversations that have expired, now and every hour."""
    import logging

    while True:
        try:
            await app.ctx.agent.tracker_store.expire(channel_settings().conversation_hours)
        except (Exception, SystemExit) as error:  # tried again in an hour
            logging.getLogger(__name__).error("old conversations could not be deleted: %s", type(error).__name__)
        await asyncio.sleep(PURGE_SECONDS)
