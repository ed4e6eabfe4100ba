"""Conversations as data: what is said and what has to come back. A file's name says what the user does."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

FILES = sorted((Path(__file__).parent / "conversations").glob("*.yml"))
KEYS = {"say", "outcome", "topic", "text", "not_text", "buttons", "place"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation(path, say):
    for step in YAML(typ="safe").load(path.read_text(encoding="utf-8")):
        assert set(step) <= KEYS, f"unknown key in {path.name}: {set(step) - KEYS}"
        turn = say(step["say"], path.stem)
        said = "\n".join(reply["text"] for reply in turn.replies)
        seen = f"after {step['say']!r}: {turn.outcome} {turn.topic}: {said[:300]}"
        assert turn.outcome == step["outcome"], seen
        if "topic" in step:
            assert turn.topic == step["topic"], seen
        for part in step.get("text", []):
            assert part.lower() in said.lower(), f"{part!r} is missing {seen}"
        for part in step.get("not_text", []):
            assert part.lower() not in said.lower(), f"{part!r} was said {seen}"
        titles = [button["title"] for reply in turn.replies for button in reply["buttons"]]
        for title in step.get("buttons", []):
            assert title in titles, f"{title!r} is not among {titles} {seen}"
        if "place" in step:
            assert step["place"] in turn.place["name"], seen


def test_there_are_conversations():
    assert len(FILES) >= 10
