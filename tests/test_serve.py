"""`make serve`: one command that starts everything, says in one line what is wrong, and leaves nothing behind."""

import os
import signal
import socket
import stat
import time
from pathlib import Path

import aiohttp
import pytest

from actions.settings import ROOT
from tests.serving import Person, serving
from tests.test_commands import one_line, processes_with, tools
from tools.logs import PrivateFormatter
from tools.site import content_policy, find


async def health(server) -> tuple[int, dict]:
    async with aiohttp.ClientSession() as session, session.get(f"{server.url}/health") as answer:
        return answer.status, await answer.json()


async def test_conversations_outlive_a_restart_and_nothing_is_left_behind(tmp_path):
    async with aiohttp.ClientSession() as session:
        with serving(tmp_path) as server:
            assert (await health(server))[0] == 200
            person = await Person.arrive(server, session)
            await person.say("what is immunotherapy", "m1")
            before = await person.history()
            os.kill(server.action_server(), signal.SIGKILL)
            apology = await person.say("what is chemotherapy", "m2")
            assert apology["outcome"] == "error" and "000" in apology["numbers"]
            status, body = await health(server)
            assert status == 503 and body["parts"]["actions"] == "down"
            assert body["counts"]["web.answered"] == 1 and body["counts"]["web.failed"] == 1
            await person.history()
            begun = time.monotonic()
            server.process.send_signal(signal.SIGINT)
            assert server.process.wait(20) == 0
            assert time.monotonic() - begun < 8
            assert processes_with(f"--port {server.actions_port}") == []
        with serving(tmp_path) as server:
            person.server = server
            after = await person.history()
            assert after[:2] == before and after[3]["reply"] == apology
            assert (await person.say("how long does it take", "m3"))["topic"] == "immunotherapy/how_long"
            port = server.actions_port
    assert processes_with(f"--port {port}") == []


async def test_the_server_listens_on_this_machine_only_and_so_does_the_action_server(server):
    for port in (server.port, server.actions_port):
        lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
        listening = [line.split()[1] for line in lines if line.split()[3] == "0A"]
        assert [one for one in listening if one.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


async def test_the_pages_are_strict(server):
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/shipmate.js", "/no-such-page.html"):
            async with session.get(server.url + path) as answer:
                body = await answer.text()
                if answer.status == 200:
                    policy = answer.headers["Content-Security-Policy"]
                    assert "unsafe" not in policy and "*" not in policy and "default-src 'none'" in policy
                    assert answer.headers["X-Content-Type-Options"] == "nosniff"
                else:
                    assert answer.status in (404, 503) and len(body.splitlines()) == 1
        for path in ("/../Makefile", "/%2e%2e/Makefile", "/..%2fMakefile", "/var/secret", "/.env", "/%2e%2e%2f.env"):
            async with session.get(aiohttp.client.URL(server.url + path, encoded=True)) as answer:
                assert answer.status in (400, 404), path


def test_without_a_bundle_one_line_says_make_widget(tmp_path, monkeypatch):
    from types import SimpleNamespace

    from tools import site

    monkeypatch.setattr(site, "BUNDLE", tmp_path)
    for name in ("index.html", "shipmate.js"):
        answer = site.page(SimpleNamespace(headers={}), name)
        assert answer.status == 503 and answer.body == b"The widget is not built yet. Run: make widget\n"


def test_only_files_of_the_widget_are_served(tmp_path, monkeypatch):
    from tools import site

    (tmp_path / "secret.html").write_text("x")
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "page.html").write_text("x")
    (demo / "notes.txt").write_text("x")
    (demo / "link.html").symlink_to(tmp_path / "secret.html")
    monkeypatch.setattr(site, "DEMO", demo)
    assert find("page.html")
    assert not any(map(find, ("../secret.html", "link.html", "notes.txt", "", ".", "..")))


def test_a_host_cannot_write_into_the_policy():
    assert "ws://bot.example:8080" in content_policy("bot.example:8080")
    assert "evil" not in content_policy("x; script-src evil")


@pytest.mark.parametrize(("name", "value"), [("PORT", "x"), ("ALLOWED_ORIGINS", "*"), ("CHANNEL_SECRET", "short"),
                                             ("CONTENT_STATUS", "maybe"),
                                             ("MODEL_PATH", "no/model.tar.gz")])  # fmt: skip
def test_a_wrong_setting_is_named_in_one_line(name, value):
    result = tools("serve", **{name: value})
    assert result.returncode == 1
    assert (name if name != "MODEL_PATH" else "make train") in one_line(result.stderr)


@pytest.mark.parametrize("name", ["PORT", "ACTION_SERVER_PORT"])
def test_a_taken_port_is_named_in_one_line(name):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = tools("serve", **{name: str(port)})
    assert result.returncode == 1
    assert f"{port}" in one_line(result.stderr) and name.split("_")[0] in result.stderr


def test_the_log_never_quotes_what_other_libraries_say():
    import logging
    import sys

    def line(name: str, message: str, error: bool = False) -> str:
        try:
            raise ValueError("Frobnitzqux")
        except ValueError:
            info = sys.exc_info() if error else None
        return PrivateFormatter().format(logging.LogRecord(name, logging.ERROR, "f.py", 7, message, (), info))

    assert (
        line("rasa.core.processor", "failed on Frobnitzqux", True) == "ERROR in rasa.core.processor, line 7: ValueError"
    )
    assert "Frobnitzqux" not in line("sanic.error", "GET /Frobnitzqux")
    assert line("extensions.channels.door", "a message on web failed: OSError", True).endswith("failed: OSError")


def test_telemetry_is_off_and_no_secret_is_in_git():
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
    secret = ROOT / "var" / "secret"
    assert not secret.exists() or stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert "var/" in (ROOT / ".gitignore").read_text().splitlines()
