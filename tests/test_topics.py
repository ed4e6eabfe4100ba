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


SYMPTOMS = [
    topic
    for topic in PLAIN
    if topic.startswith("side_effects/") and not topic.endswith(("/overview", "/when_to_call", "/menopause_symptoms"))
]
"""Cards about one thing each that is felt; the hot flushes of hormone therapy last as long as that does."""


@pytest.mark.parametrize(
    "question", ["how long does it last?", "is that normal?", "any tips", "what helps", "how do I stop it"]
)
def test_what_is_said_of_a_symptom_next_is_about_it(question, say):
    left = []
    for topic in SYMPTOMS:
        say(PLAIN[topic], f"{topic} {question}")
        if say(question, f"{topic} {question}").topic != topic:
            left.append(topic)
    assert len(left) <= 1, left  # trainings differ: of two, one lost none of 80, one lost one
