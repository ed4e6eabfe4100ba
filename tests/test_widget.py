"""The widget's own suite, and its journeys in a real browser against the real server."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WIDGET = Path(__file__).parent.parent / "widget"


def npm_run(script: str, seconds: int) -> str:
    """What a script of the widget prints; the test fails with it when the script does."""
    done = subprocess.run(
        ["npm", "run", "--silent", script],
        cwd=WIDGET,
        env={**os.environ, "NO_COLOR": "1"},
        timeout=seconds,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        pytest.fail(f"npm run {script}\n{done.stdout[-20_000:]}", pytrace=False)
    return done.stdout


@pytest.mark.parametrize("script", ["lint", "types", "unit"])
def test_the_code_of_the_widget(script: str) -> None:
    npm_run(script, 300)


def test_the_widget_in_a_browser() -> None:
    browser = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    assert shutil.which(browser), f"No Chromium at {browser}: install it, or set CHROMIUM to where it is."
    passed = re.search(r"(\d+) passed", npm_run("e2e", 1500))
    assert passed and int(passed.group(1)) >= 30


def test_the_lock_holds_no_address() -> None:
    lock = (WIDGET / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock and '"resolved"' not in lock
    assert '"integrity"' in lock
