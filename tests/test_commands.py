"""The commands as people run them: in processes of their own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from actions.reply import disclaimer
from actions.settings import ROOT

START = 120
"""Seconds; a test machine may be busy."""


def tools(*arguments: str, text: str = "", **env: str) -> subprocess.CompletedProcess:
    """Run `python -m tools ...`; what it needs from the environment is given by name."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tools", *arguments],
        cwd=ROOT, env={**os.environ, **env}, input=text, capture_output=True, text=True, timeout=START,
    )  # fmt: skip


def one_line(error: str) -> str:
    """What went wrong, told in one line and without a traceback."""
    assert "Traceback" not in error
    lines = [line for line in error.splitlines() if line.strip()]
    assert len(lines) == 1, error
    return lines[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_with(word: str) -> list[str]:
    """Command lines of running processes that contain a word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if word in command:
            found.append(command)
    return found


def as_in_a_terminal() -> None:
    """Ctrl-C ends programs there; what runs the tests in the background may have it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_training_without_the_places_says_what_to_do_in_one_line():
    result = tools("train", PLACES_PATH="no/places.db")
    assert result.returncode == 1 and "make setup" in one_line(result.stderr)


def test_a_wrong_pattern_says_where_it_stands_in_one_line(tmp_path):
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    safety = folder / "safety.yml"
    wrong = safety.read_text(encoding="utf-8").replace("      - chest pain*", '      - "(chest pain"')
    safety.write_text(wrong, encoding="utf-8")
    for verb in (["ask", "hello"], ["check"]):
        result = tools(*verb, CONTENT_PATH=str(folder))
        assert result.returncode == 1 and '"(chest pain"' in one_line(result.stderr)


def test_an_unknown_verb_is_answered_with_those_that_there_are():
    told = tools("build_encoder")
    assert told.returncode == 2
    assert "'ask'" in told.stderr and "'build-encoder'" in told.stderr


@pytest.mark.parametrize("leave", ["/stop\n", "\x04", "\x03"], ids=["stop", "ctrl-d", "ctrl-c"])
def test_make_chat_answers_and_leaves_nothing_behind(leave):
    port = str(free_port())
    shell = pexpect.spawn(
        "make", ["chat"], cwd=str(ROOT), env={**os.environ, "ACTION_SERVER_PORT": port},
        encoding="utf-8", timeout=START, preexec_fn=as_in_a_terminal,
    )  # fmt: skip
    shell.expect("You: ")
    assert processes_with(f"--port {port}")
    shell.sendline("what is medical oncology")
    shell.expect("captain")
    shell.expect("not medical advice")
    shell.expect("You: ")
    shell.send(leave)
    if shell.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=20):  # Ctrl-C can be lost in a library that is still busy
        shell.send(leave)
        shell.expect(pexpect.EOF)
    shell.close()
    assert processes_with(f"--port {port}") == []


def test_a_killed_chat_leaves_nothing_behind():
    port = str(free_port())
    shell = pexpect.spawn(
        sys.executable, ["-m", "tools", "chat"], cwd=str(ROOT), env={**os.environ, "ACTION_SERVER_PORT": port},
        encoding="utf-8", timeout=START,
    )  # fmt: skip
    shell.expect("You: ")
    shell.kill(9)
    shell.wait()
    for _ in range(50):
        if not processes_with(f"--port {port}"):
            return
        import time

        time.sleep(0.1)
    pytest.fail("the action server is still there")


def test_a_dead_action_server_is_met_with_the_apology():
    port = str(free_port())
    shell = pexpect.spawn(
        sys.executable, ["-m", "tools", "chat"], cwd=str(ROOT), env={**os.environ, "ACTION_SERVER_PORT": port},
        encoding="utf-8", timeout=START,
    )  # fmt: skip
    shell.expect("You: ")
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        if f"--port\0{port}\0".encode() in entry.read_bytes():
            os.kill(int(entry.parent.name), 9)
    shell.sendline("what is chemotherapy")
    shell.expect("something went wrong on my side")
    shell.expect("000")
    shell.expect("not medical advice")
    shell.expect("You: ")
    shell.sendline("/stop")
    shell.expect(pexpect.EOF)


def test_a_taken_port_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = tools("chat", ACTION_SERVER_PORT=port)
    assert result.returncode == 1
    assert f"Port {port} is taken" in one_line(result.stderr)


def test_ask_says_why():
    result = tools("ask", "what is chemotherapy")
    assert result.returncode == 0
    assert disclaimer() in result.stdout
    for part in ("outcome     answer", "topic       chemotherapy/what_is_it (draft", "confidence", "ask_what_is"):
        assert part in result.stdout


def test_ask_jsonl_keeps_conversations_apart():
    lines = [
        {"text": "what is immunotherapy", "conversation": "a"},
        {"text": "what is chemotherapy", "conversation": "b"},
        {"text": "and the side effects?", "conversation": "a"},
        {"text": "any centre near Parramatta?"},
    ]
    result = tools("ask", "--jsonl", text="\n".join(map(json.dumps, lines)) + "\n")
    assert result.returncode == 0, result.stderr
    turns = [json.loads(line) for line in result.stdout.splitlines()]
    assert [turn["topic"] for turn in turns] == [
        "immunotherapy/what_is_it", "chemotherapy/what_is_it", "immunotherapy/side_effects", None,
    ]  # fmt: skip
    assert all(turn["disclaimer"] for turn in turns)
    assert turns[3]["outcome"] == "find_services"
    assert set(turns[3]["place"]) == {"name", "lat", "lon"}
    assert set(turns[0]) == {
        "text", "conversation", "outcome", "topic", "confidence", "replies", "disclaimer", "place", "ms",
    }  # fmt: skip
    assert set(turns[0]["replies"][0]) == {"text", "buttons"}


@pytest.mark.parametrize("line", ["no json", "[]", '{"text": 5}', '{"text": "x", "conversation": 7}'])
def test_a_bad_line_is_named_and_the_others_are_answered(line):
    result = tools("ask", "--jsonl", text=f'{line}\n{{"text": "hello"}}\n')
    assert result.returncode == 1
    bad, good = map(json.loads, result.stdout.splitlines())
    assert bad["error"].startswith("line 1: ")
    assert good["outcome"] == "smalltalk"


def test_a_missing_model_is_named(tmp_path):
    result = tools("ask", "hello", MODEL_PATH=str(tmp_path / "none.tar.gz"))
    assert result.returncode == 1
    assert "make train" in one_line(result.stderr)


def test_a_missing_database_is_met_with_the_apology(tmp_path):
    url = f"sqlite:///{tmp_path}/none.db"
    result = tools("ask", "--jsonl", text='{"text": "any centre near Parramatta?"}\n', DATABASE_URL=url)
    (turn,) = map(json.loads, result.stdout.splitlines())
    assert "something went wrong on my side" in turn["replies"][0]["text"]
    assert turn["disclaimer"]
    assert "Traceback" not in result.stderr
    assert "load-services" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_missing_places_are_met_with_the_apology(tmp_path):
    result = tools(
        "ask", "--jsonl", text='{"text": "any centre near Parramatta?"}\n', PLACES_PATH=str(tmp_path / "none.db")
    )
    (turn,) = map(json.loads, result.stdout.splitlines())
    assert "something went wrong on my side" in turn["replies"][0]["text"]
    assert turn["disclaimer"]
    assert "make setup" in result.stderr


def test_a_broken_card_stops_the_start_with_one_line(content_copy):
    (content_copy / "topics/about/privacy.md").write_text("no card", encoding="utf-8")
    result = tools("chat", CONTENT_PATH=str(content_copy))
    assert result.returncode == 1
    assert "topics/about/privacy.md" in one_line(result.stderr)


def test_an_unknown_verb_is_named():
    result = tools("fly")
    assert result.returncode == 2
    assert "fly" in result.stderr
    assert "Traceback" not in result.stderr


def test_help_lists_every_verb():
    result = tools("--help")
    assert result.returncode == 0
    for verb in ("ask", "chat", "train", "evaluate", "check", "load-services", "build-places", "build-language"):
        assert verb in result.stdout


def test_no_message_is_in_the_log():
    result = tools(
        "ask",
        "--jsonl",
        text='{"text": "my neighbour Gwendolyn Pumpernickel has cancer"}\n',
        DATABASE_URL="sqlite:///none.db",
    )
    assert "Pumpernickel" not in result.stderr


def test_without_python_310_the_setup_says_so(tmp_path):
    for name in ("bash", "dirname", "env"):
        (tmp_path / name).symlink_to(Path("/usr/bin") / name)
    for name in ("bootstrap.sh", "bootstrap.lock", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    result = subprocess.run(
        ["/bin/bash", str(tmp_path / "bootstrap.sh")], env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert result.returncode == 1
    assert "Python 3.10 is missing" in one_line(result.stderr)


def test_without_a_network_the_setup_says_so(tmp_path):
    for name in ("bootstrap.sh", "bootstrap.lock", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "bootstrap.sh").chmod(0o755)
    nowhere = "http://127.0.0.1:9/simple"
    result = subprocess.run(
        [str(tmp_path / "bootstrap.sh")], capture_output=True, text=True, timeout=300,
        env={**os.environ, "PIP_INDEX_URL": nowhere, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0", "PIP_FIND_LINKS": "",
             "UV_DEFAULT_INDEX": nowhere, "UV_NO_CACHE": "1", "UV_HTTP_RETRIES": "0", "UV_FIND_LINKS": ""},
    )  # fmt: skip
    assert result.returncode == 1
    assert "Check the network" in result.stderr.strip().splitlines()[-1]
