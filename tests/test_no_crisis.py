"""A message that says itself that there is no crisis, and one that says so and is in one all the same."""

from pathlib import Path

import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.safety_net import SafetyNet

SAFETY = Path(__file__).parents[1] / "content" / "safety.yml"


@pytest.fixture(scope="module")
def net() -> SafetyNet:
    alarm, later, doubt = ({"red_flag": red, "crisis": crisis} for red, crisis in ((0.3, 0.2), (0.3, 0.4), (0.1, 0.1)))
    in_talk = {"alarm_in_talk": later}
    in_story = {"alarm_in_story": alarm, "doubt_in_story": doubt}
    config = {"rules": str(SAFETY), "alarm": alarm, "doubt": doubt, **in_talk, **in_story}
    return SafetyNet.create(config, None, Resource("net"), None)


def intent(net: SafetyNet, text: str, crisis: float, parts: "list[float] | None" = None, **metadata: str) -> str:
    """The intent of a message in which, and in whose parts, the classifier holds a crisis as likely as this."""
    ranking = [{"name": "ask_emotional", "confidence": 1 - crisis}, {"name": "crisis", "confidence": crisis}]
    ranking.sort(key=lambda one: -one["confidence"])
    read = [
        {"name": "crisis" if one > 0.5 else "ask_emotional", "confidence": max(one, 1 - one)} for one in parts or []
    ]
    message = Message(
        {"text": text, "intent": ranking[0], "intent_ranking": ranking, "parts": read, "metadata": metadata}
    )
    net.process([message])
    return message.get("intent")["name"]


def test_a_denial_is_believed_where_nothing_else_sounds_like_a_crisis(net):
    assert intent(net, "I would never harm myself. Who helps with sadness?", 0.4, [0.8, 0.1]) == "ask_emotional"
    assert intent(net, "Who do people ring when they feel like this?", 0.4, [0.8, 0.1]) == "crisis"


def test_beside_a_denial_the_likeliest_is_what_else_is_asked(net):
    assert intent(net, "Suicide is a sin, I would never. Who helps with sleep?", 0.8, [0.6, 0.1]) == "ask_emotional"


def test_a_death_long_past_is_no_crisis_and_one_last_week_may_be(net):
    text = "My uncle took his own life {}. Who can come with me?"
    assert intent(net, text.format("in 1987"), 0.4, [0.8, 0.1]) == "ask_emotional"
    assert intent(net, text.format("last week"), 0.4, [0.8, 0.1]) == "crisis"


def test_beside_a_denial_a_sure_crisis_counts(net):
    text = "I'm not suicidal. I have put the letters where she finds them tonight."
    assert intent(net, text, 0.4, [0.2, 0.9]) == "crisis"
    assert intent(net, text, 0.4, [0.2, 0.6]) == "ask_emotional"


def test_beside_a_denial_a_few_words_can_be_a_crisis(net):
    assert intent(net, "I'm not suicidal. The letters are written.", 0.4, [0.2, 0.9]) == "crisis"
    assert intent(net, "I'm not suicidal. I would never do that.", 0.4, [0.2, 0.2]) == "ask_emotional"


def test_beside_a_denial_a_pattern_counts(net):
    assert intent(net, "No thoughts of harming myself. I counted out enough pills to never wake up.", 0.4) == "crisis"


@pytest.mark.parametrize("hedged", ["I told the nurse I'm not suicidal", "I'm not going to kill myself yet"])
def test_what_is_not_meant_as_a_denial_is_none(net, hedged):
    assert intent(net, f"{hedged}. Who could know", 0.4, [0.8, 0.1]) == "crisis"


def test_a_short_message_after_an_answer_needs_a_surer_suspicion(net):
    assert intent(net, "he hates it now", 0.3) == "crisis"
    assert intent(net, "he hates it now", 0.3, about="Being active during treatment") == "ask_emotional"
    assert intent(net, "he hates it now", 0.45, about="Being active during treatment") == "crisis"


def test_but_not_while_an_alarm_is_open(net):
    assert intent(net, "he hates it now", 0.3, about="Being active during treatment", alarm_open="crisis") == "crisis"
