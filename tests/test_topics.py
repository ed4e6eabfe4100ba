"""Every topic is answered from a plain question."""

import pytest
from ruamel.yaml import YAML

from actions.content import content
from actions.settings import ROOT

PLAIN = YAML(typ="safe").load((ROOT / "tests/questions/plain.yml").read_text(encoding="utf-8"))


def test_every_topic_has_a_plain_question():
    assert set(PLAIN) == set(content().cards)


@pytest.mark.parametrize("topic", PLAIN)
def test_a_plain_question_reaches_its_topic(topic, say):
    turn = say(PLAIN[topic])
    assert (turn.outcome, turn.topic) == ("answer", topic)
