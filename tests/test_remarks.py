"""Pushing on after a decline, remarks, and what is said the second and the third time in a row."""

import pytest

from actions.boundaries import anew, worded
from actions.care import NOT_SAFE, care_blocks
from actions.content import content
from actions.corrections import corrected
from actions.remarks import pressed_on
from actions.turn import Guess, Said, Turn, read_replies


def turn(text: str, intent: str = "nlu_fallback", said=(), ranking=None, **slots) -> Turn:
    guesses = [Guess(*one) for one in ranking or [(intent, 0.45)]]
    return Turn(text, intent, guesses, slots=slots, said=[Said(outcome) for outcome in said])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("but roughly", "affirm"),
        ("ok but a ballpark", "out_of_scope"),
        ("just the usual number", "nlu_fallback"),
        ("please, only a hint", "insult"),
        ("i need to know", "background"),
    ],
)
def test_who_pushes_on_stays_with_what_was_declined(text, intent):
    assert pressed_on(turn(text, intent, ["decline_prognosis"])) == "prognosis"
    assert pressed_on(turn(text, intent, ["decline_personal"])) == "personal_advice"
    assert pressed_on(turn(text, intent, ["answer", "decline_personal"])) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [("but what can I eat", "ask_food"), ("but thanks anyway", "thanks"), ("just give me a person", "contact")],
)
def test_who_clearly_asks_for_something_else_does_not_push_on(text, intent):
    assert pressed_on(turn(text, intent, ["decline_personal"], [(intent, 0.9)])) is None


def test_who_reaches_nobody_gets_other_words():
    assert pressed_on(turn("nobody ever answers", "out_of_scope", ["contact"])) == "contact"


@pytest.mark.parametrize("intent", ["personal_advice", "prognosis", "contact"])
def test_no_wording_comes_twice_in_a_row_and_later_ones_are_shorter(intent):
    outcome = content().replies[intent].outcome
    names = [anew(intent, turn("x", intent, [outcome] * times)) for times in range(5)]
    assert all(name != following for name, following in zip(names, names[1:], strict=False))
    first, second, third = (len(content().replies[name].text) for name in names[:3])
    assert first > second > third


def test_the_buttons_stay_where_somebody_pushes_on():
    button = {"title": "x", "payload": "/ask_food"}
    said = worded("affirm", turn("but roughly", "affirm", ["decline_prognosis"], choices=[button]))
    assert said.buttons == [button] and said.outcome == "decline_prognosis"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("no, I meant the parking", "the parking"),
        ("go back to the travel thing", "the travel"),
        ("the parking i meant", "the parking"),
        ("yeah nah the radiation i mean", "the radiation"),
        ("what does that mean", None),
    ],
)
def test_what_follows_a_correction(text, what):
    assert corrected(text) == what


@pytest.mark.parametrize(
    ("text", "intent", "said", "doubt", "told"),
    [
        ("how long do they last", "nlu_fallback", ["answer"], 0.08, False),
        ("how long do they last", "nlu_fallback", ["answer"], 0.13, True),
        ("how long do they last", "nlu_fallback", [], 0.08, True),
        ("long " * 13, "nlu_fallback", ["answer"], 0.08, True),
        ("thanks", "thanks", ["answer"], 0.13, False),
        ("?", "nlu_fallback", [], 0.13, False),
    ],
)
def test_a_short_message_in_a_calm_talk_has_to_be_likelier_a_crisis(text, intent, said, doubt, told):
    asked = turn(text, intent, said, [(intent, 0.5), ("crisis", doubt)])
    line = content().fill(content().notices[NOT_SAFE])
    assert (line in care_blocks("answer", None, "", asked)) == told


def test_the_replies_before_are_read_from_the_events():
    slots = [("outcome", "answer"), ("topic", "a/b"), ("level", "card"), ("outcome", "smalltalk"), ("topic", None)]
    events = [{"event": "slot", "name": name, "value": value} for name, value in slots]
    assert read_replies([{"event": "user", "text": "x"}, *events]) == [Said("smalltalk"), Said("answer", "a/b", "card")]
