"""A real server for tests: `python -m tools serve` on free ports, with files of its own."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import socketio

from actions.settings import ROOT

START = 180
"""Seconds; a test machine may be busy."""
if not hasattr(aiohttp, "ClientWSTimeout"):  # the client of python-socketio wants a newer aiohttp than Rasa allows
    aiohttp.ClientWSTimeout = lambda ws_close=None: ws_close


@dataclass
class Server:
    """A running server."""

    port: int
    actions_port: int
    folder: Path
    process: subprocess.Popen

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def web(self) -> str:
        return f"{self.url}/webhooks/web"

    @property
    def log(self) -> str:
        """All that it wrote."""
        return (self.folder / "log").read_text(errors="replace")

    @property
    def conversations(self) -> Path:
        return self.folder / "conversations.db"

    def action_server(self) -> int:
        """The process of the action server."""
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if f"--port\0{self.actions_port}\0".encode() in entry.read_bytes():
                    return int(entry.parent.name)
        raise AssertionError("there is no action server")

    @contextlib.contextmanager
    def hanging_actions(self) -> Iterator[None]:
        """The action server takes requests and never answers."""
        process = self.action_server()
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Start a server with its files in a folder, and end it."""
    port, actions_port = free_port(), free_port()
    env = {
        **os.environ, "PORT": str(port), "ACTION_SERVER_PORT": str(actions_port), "CHANNEL_SECRET": "s" * 40,
        "CONVERSATIONS_URL": f"sqlite:///{folder}/conversations.db", "FEEDBACK_URL": f"sqlite:///{folder}/feedback.db",
        **settings,
    }  # fmt: skip
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tools", "serve"], cwd=ROOT, env=env, stdout=log, stderr=log
        )  # fmt: skip
    server = Server(port, actions_port, folder, process)
    try:
        deadline = time.monotonic() + START
        while f"127.0.0.1:{port} " not in server.log:
            assert process.poll() is None and time.monotonic() < deadline, server.log
            time.sleep(0.2)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        finally:
            process.kill()


class Person:
    """Somebody at the website, over HTTP."""

    def __init__(self, server: Server, session: aiohttp.ClientSession, token: str) -> None:
        self.server, self.session, self.token = server, session, token

    @classmethod
    async def arrive(cls, server: Server, session: aiohttp.ClientSession) -> "Person":
        async with session.post(f"{server.web}/conversations") as answer:
            assert answer.status == 201
            return cls(server, session, (await answer.json())["token"])

    async def ask(self, method: str, path: str, **more) -> tuple[int, dict]:
        """A request with the token; gives the status and the JSON."""
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        async with self.session.request(method, f"{self.server.web}/{path}", headers=headers, **more) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else {}

    async def say(self, text: str, id: str | None = None) -> dict:
        """A message; gives the first reply."""
        status, body = await self.ask("POST", "messages", json={"id": id or uuid.uuid4().hex, "text": text})
        assert status == 200, body
        return body["replies"][0]

    async def history(self) -> list[dict]:
        status, body = await self.ask("GET", "messages")
        assert status == 200, body
        return body["messages"]

    @contextlib.asynccontextmanager
    async def tab(self, **more):
        """A socket with the token; `heard` holds what it was told."""
        client = socketio.AsyncClient(reconnection=False)
        client.heard = []
        for event in ("said", "typing", "replies", "deleted"):
            client.on(event, lambda data, event=event: client.heard.append((event, data)))
        auth = more.pop("auth", {"token": self.token})
        try:
            await client.connect(
                self.server.url, socketio_path="/webhooks/web/socket.io", auth=auth,
                **{"transports": ["websocket"], **more},
            )  # fmt: skip
            yield client
        finally:
            await hang_up(client)


async def hang_up(client) -> None:
    """At once: a polite end waits for the last poll."""
    await client.eio.disconnect(abort=True)
    if client.eio.http:
        await client.eio.http.close()


async def heard(client, event: str, count: int = 1, seconds: float = 15) -> list:
    """What a tab was told of a kind, once there is enough of it."""
    deadline = time.monotonic() + seconds
    while len(found := [data for name, data in client.heard if name == event]) < count:
        assert time.monotonic() < deadline, client.heard
        await asyncio.sleep(0.02)
    return found
