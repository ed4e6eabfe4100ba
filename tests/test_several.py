"""Messages that ask several things: they are taken apart, answered, and what is left is not forgotten."""

from dataclasses import replace

import pytest

from actions.answer import ActionAnswer
from actions.boundaries import with_others
from actions.content import content
from actions.decide import Answer, Clarify, decide
from actions.reply import Reply, wording
from actions.small_talk import ActionReply
from actions.turn import FALLBACK, Guess, Turn
from extensions.nlu.sentences import parts

COST, FOOD, TRAVEL = (Guess(intent, 0.9) for intent in ("ask_cost", "ask_food", "ask_travel"))


def asked(intent: str, *said: Guess, text: str = "x", **slots) -> Turn:
    return Turn(text, intent, [Guess(intent, 0.9)], slots=slots, parts=list(said))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what does it cost", ["what does it cost"]),
        ("is it a drip and can I eat before", ["is it a drip", "can I eat before"]),
        ("What is it? and who pays?", ["What is it?", "and who pays?"]),
        ("can he fly, should he wear the socks", ["can he fly", "should he wear the socks"]),
        ("my nails split, also which cream is best", ["my nails split", "which cream is best"]),
        ("two things 1 can i swim 2 is wine ok", ["two things", "can i swim", "is wine ok"]),
        ("he lives in Broome, where it is hot and dry", ["he lives in Broome, where it is hot and dry"]),
        ("fish and chips and how", ["fish and chips and how"]),
        ("what foods are safe and what", ["what foods are safe and what"]),
        ("", []),
    ],
)
def test_a_message_falls_into_what_it_asks(text, found):
    assert parts(text) == found


def test_one_question_is_answered_and_the_others_are_said_in_short():
    reply = ActionAnswer().reply(asked("ask_food", COST, FOOD, TRAVEL))
    assert isinstance(reply, Reply)
    assert reply.topic == "living_well/food"
    assert reply.slots["unanswered"] == ["medical_oncology/cost", "living_well/travel"]
    for topic in reply.slots["unanswered"]:
        card = content().cards[topic]
        assert f"You also asked: **{card.title}** – {content().fill(card.summary)}" in reply.text
    assert [one["payload"] for one in reply.buttons[:3]] == ["/ask_more", "/ask_cost", "/ask_travel"]


def test_where_the_whole_is_not_clear_its_first_question_is_answered():
    unclear = Turn("x", FALLBACK, [Guess("ask_cost", 0.3), Guess("ask_travel", 0.29)], parts=[TRAVEL, COST])
    assert decide(unclear, content()).topic == "living_well/travel"
    told = replace(unclear, parts=[Guess("background", 0.9), COST])
    assert isinstance(decide(told, content()), Clarify)


def test_a_part_that_is_not_sure_counts_for_nothing():
    turn = asked("ask_food", Guess("ask_cost", 0.5), FOOD)
    assert decide(turn, content()) == Answer("living_well/food")
    assert "You also asked" not in with_others(Reply("answer", "x", "living_well/food"), turn).text


def test_what_the_whole_made_of_a_part_is_not_said_as_another():
    """The whole message knew better what its least sure part asks."""
    turn = asked("ask_food", Guess("ask_travel", 0.7), COST)
    reply = with_others(Reply("answer", "x", "living_well/food"), turn)
    assert reply.slots["unanswered"] == ["medical_oncology/cost"]


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("personal_advice", "What is right for you"),
        ("prognosis", "What to expect in your own case"),
        ("contact", "To talk to a person"),
        ("find_services", "To find a centre"),
    ],
)
def test_what_no_card_says_is_named_beside_another_reply(intent, said):
    reply = with_others(Reply("answer", "x", "living_well/food"), asked("ask_food", FOOD, Guess(intent, 0.9)))
    assert said in reply.text
    assert ("/find_services" in [one["payload"] for one in reply.buttons]) == (intent == "find_services")


def test_a_decline_comes_with_what_can_be_answered():
    turn = asked("personal_advice", Guess("personal_advice", 0.9), FOOD)
    reply = with_others(wording("personal_advice"), turn)
    assert reply.outcome == "decline_personal"
    assert "You also asked: **Eating well" in reply.text
    assert "What is right for you" not in reply.text


@pytest.mark.parametrize("outcome", ["urgent", "crisis", "clarify"])
def test_nothing_is_added_where_somebody_must_act_or_choose(outcome):
    reply = Reply(outcome, "x")
    assert with_others(reply, asked("red_flag", FOOD, COST)) is reply


@pytest.mark.parametrize(
    "text",
    ["you didn't answer the first part", "u missed two", "and the other thing?", "thanks, the second question too"],
)
@pytest.mark.parametrize("action", [ActionAnswer(), ActionReply()])
def test_what_was_left_is_answered_when_it_is_asked_for_again(text, action):
    left = ["living_well/travel", "living_well/food"]
    turn = asked("ask_complaints", text=text, unanswered=left, outcome="answer")
    reply = action.reply(turn)
    assert isinstance(reply, Reply)
    assert reply.topic == "living_well/travel"


def test_a_few_words_that_may_mean_what_was_left_ask_for_it():
    left = {"unanswered": ["living_well/travel"], "topic": "medical_oncology/cost"}
    ranking = [Guess("ask_cost", 0.6), Guess("ask_travel", 0.1)]
    assert decide(Turn("and Bali?", "ask_cost", ranking, slots=left), content()).topic == "living_well/travel"
    ranking = [Guess("ask_cost", 0.6), Guess("ask_travel", 0.01)]
    assert decide(Turn("who pays", "ask_cost", ranking, slots=left), content()).topic == "medical_oncology/cost"
    assert decide(Turn("you missed it", "ask_cost", ranking), content()).topic == "medical_oncology/cost"


def test_a_reminder_that_names_something_else_asks_for_that():
    turn = asked("ask_cost", text="you didn't say what it costs", unanswered=["living_well/food"])
    assert decide(turn, content()).topic == "medical_oncology/cost"
