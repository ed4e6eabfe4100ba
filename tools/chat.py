"""Talk to the assistant in the shell: starts the action server, and stops it when you leave."""

import argparse
import asyncio
import contextlib
import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Iterator

from actions.content import content
from actions.reply import disclaimer
from actions.settings import ROOT, settings
from tools import CannotRun

if TYPE_CHECKING:
    from tools.bot import Bot

LEAVE = ("/stop", "quit", "exit", "bye!")
STARTING = 60
"""Seconds that the action server may take to start."""
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PR_SET_PDEATHSIG = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Hold the conversation; Ctrl-D, Ctrl-C or /stop ends it."""
    content()  # a broken card is named before anything is started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print("One moment, I am waking up ...", flush=True)
    with action_server() as url, contextlib.suppress(KeyboardInterrupt):
        from tools.bot import Bot  # imports rasa while the action server starts

        asyncio.run(converse(Bot.load(url)))
    print("\nTake care.")
    return 0


@contextlib.contextmanager
def action_server() -> Iterator[str]:
    """A running action server on this machine only; yields its URL.

    Raises:
        CannotRun: its port is taken, or it ended.
    """
    port = settings().action_server_port
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CannotRun(f"Port {port} is taken. Stop what uses it, or set ACTION_SERVER_PORT in .env to another.")
    server = subprocess.Popen(
        [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
        cwd=ROOT,
        env={
            **os.environ,
            "SANIC_HOST": "127.0.0.1",
            "SANIC_GRACEFUL_SHUTDOWN_TIMEOUT": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    try:
        wait_for(server, port)
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(5)
        server.kill()


def end_with_parent() -> None:
    """Linux ends the action server when this program is killed, so that nothing is left behind."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until the action server listens."""
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CannotRun("The action server ended at once. See why with: python -m rasa_sdk --actions actions")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise CannotRun(f"The action server did not start within {STARTING} s.")


async def converse(bot: "Bot") -> None:
    """Read and answer until the person leaves."""
    print(f"Ask me about cancer care in your own words. To leave, type /stop.\n{disclaimer()}\n", flush=True)
    while True:
        try:
            said = input("You: ")
        except EOFError:
            return
        if said.strip().lower() in LEAVE:
            return
        turn = await bot.say(said, "shell")
        for reply in turn.replies:
            print(f"\n{rendered(reply['text'])}\n")
            for number, button in enumerate(reply["buttons"], start=1):
                print(f"  {number}. {button['title']}")
        print(flush=True)


def rendered(text: str) -> str:
    """Markdown for a terminal; without its marks where the output is no terminal."""
    return BOLD.sub("\033[1m\\1\033[0m" if sys.stdout.isatty() else "\\1", text)
