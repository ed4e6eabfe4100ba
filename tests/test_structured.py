"""A reply as data says what its text says, part by part."""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm import Alarm, as_slot
from actions.card_replies import card_reply, more_reply, simple_reply
from actions.care import CAREFUL, care_blocks, careful_after, says_when_to_call
from actions.content import SAID, content
from actions.reply import Reply, disclaimer, speak, with_care, wording
from actions.services import Nearby, Service
from actions.structured import numbers, service_data
from actions.turn import Guess, Said, Turn

FIELDS = {"outcome", "topic", "title", "text", "body", "care", "disclaimer", "short", "short_disclaimer", "buttons",
          "sources", "reviewed", "status", "services", "asks", "numbers"}  # fmt: skip


def data(reply: Reply) -> dict:
    dispatcher = CollectingDispatcher()
    speak(dispatcher, reply)
    (message,) = dispatcher.messages
    assert message["custom"]["reply"]["text"] == message["text"]
    return message["custom"]["reply"]


def card(topic: str = "chemotherapy/side_effects"):
    return content().cards[topic]


@pytest.mark.parametrize("name", content().replies)
def test_every_wording_has_all_fields(name):
    reply = data(wording(name, **dict.fromkeys(SAID, "Richmond and Bendigo")))
    assert set(reply) == FIELDS
    assert reply["body"] and reply["short"] and "*" not in reply["short"]
    assert reply["text"].endswith(reply["disclaimer"]) and reply["disclaimer"] not in reply["body"]


@pytest.mark.parametrize("topic", content().cards)
def test_every_card_is_whole_and_its_parts_are_apart(topic):
    for level in (card_reply, more_reply, simple_reply):
        reply = data(level(card(topic)))
        assert set(reply) == FIELDS
        assert reply["title"] == card(topic).title
        assert f"**{reply['title']}**" not in reply["body"].split("\n\n")
        assert disclaimer() not in reply["body"]
        assert len(reply["sources"]) == len(card(topic).sources)
        kept = "\n\n".join(part for part in (reply["body"], reply["care"]) if part)
        assert set(kept.split("\n\n")) <= set(reply["text"].split("\n\n"))


def test_the_care_block_is_apart_from_the_body():
    careful = next(one for one in content().cards.values() if one.call_when and not says_when_to_call(one.answer))
    reply = data(card_reply(careful))
    care = content().fill(content().notices["call_now"])
    assert reply["care"] == care
    assert care not in reply["body"]
    doubtful = with_care(wording("greet"), Turn("x", "greet", [Guess("greet", 0.9), Guess("red_flag", 0.1)]))
    assert data(doubtful)["care"] == care
    assert care not in data(doubtful)["body"]


@pytest.mark.parametrize(
    ("outcome", "ranking", "careful", "blocks"),
    [
        ("answer", {"crisis": 0.04, "red_flag": 0.01}, 0, []),
        ("answer", {"crisis": 0.06}, 0, ["not_safe"]),
        ("answer", {}, 2, ["not_safe"]),
        ("urgent", {"red_flag": 1.0, "crisis": 0.1}, 0, []),
        ("urgent", {"red_flag": 1.0, "crisis": 0.3}, 0, ["not_safe"]),
        ("crisis", {"crisis": 1.0, "red_flag": 0.1}, 3, []),
        ("crisis", {"crisis": 1.0, "red_flag": 0.4}, 3, ["call_now"]),
    ],
)
def test_the_care_blocks_say_what_the_reply_itself_does_not(outcome, ranking, careful, blocks):
    asked = Turn("x", "ask_cost", [Guess(*one) for one in ranking.items()], slots={"careful": careful})
    assert care_blocks(outcome, None, "x", asked) == [content().fill(content().notices[name]) for name in blocks]


@pytest.mark.parametrize(
    ("text", "intent", "crisis", "said", "is_told"),
    [
        ("he hates needles", "ask_how_given", 0.08, [], True),
        ("he hates needles", "ask_how_given", 0.08, [Said("answer")], False),
        ("he hates needles", "ask_how_given", 0.13, [Said("answer")], True),
        ("thanks mate", "thanks", 0.13, [Said("answer")], False),
    ],
)
def test_in_a_calm_talk_a_short_message_needs_more_doubt(text, intent, crisis, said, is_told):
    asked = Turn(text, intent, [Guess(intent, 0.8), Guess("crisis", crisis)], said=said)
    assert bool(care_blocks("answer", None, "x", asked)) == is_told


def test_after_a_crisis_some_replies_say_where_help_is():
    left = careful_after("crisis", Turn("x", "crisis"))
    assert left == CAREFUL
    for _ in range(CAREFUL):
        assert left > 0
        left = careful_after("answer", Turn("x", "ask_cost", slots={"careful": left}))
    assert left == 0


def test_a_card_in_short_is_its_summary_and_first_step():
    short = data(card_reply(card()))["short"]
    assert short == f"{card().summary} {card().next_steps[0]}"
    assert data(more_reply(card()))["short"] != short


def test_the_short_disclaimer_has_the_emergency_number():
    assert "000" in data(wording("greet"))["short_disclaimer"]
    assert "not medical advice" in data(wording("greet"))["short_disclaimer"]


def test_drafts_have_no_review_date():
    reply = data(card_reply(card()))
    assert (reply["status"], reply["reviewed"]) == ("draft", None)


def test_a_signed_card_says_when():
    signed = card().copy(
        update={"status": "approved", "approved_by": "Dr A", "reviewed_on": "2026-11-22", "review_due": None}
    )
    reply = data(card_reply(signed))
    assert (reply["status"], reply["reviewed"]) == ("approved", "2026-11-22")


def test_numbers_are_those_of_the_text_in_order():
    assert numbers(wording("contact")) == ["13 11 20", "1800 022 222", "000"]
    assert numbers(Reply("answer", "in 2000 people, 1000 mg, 38 °C")) == []


def test_a_service_is_data():
    near = Nearby(Service(name="Clinic", address="1 High St", suburb="Kew", state="VIC", postcode="3101", phone="",
                          website="https://example.org", lat=-37.8, lon=145.0), 3.24)  # fmt: skip
    found = service_data(near)
    assert found["address"] == "1 High St, Kew VIC 3101"
    assert (found["km"], found["phone"], found["website"]) == (3.2, None, "https://example.org")


def test_the_search_asks_for_a_place_and_lists_services(say, bot, loop):
    def reply_of(conversation: str) -> dict:
        tracker = loop.run_until_complete(bot.tracker(conversation))
        return [event for event in tracker.events if event.type_name == "bot"][-1].data["custom"]["reply"]

    say("find a centre near me", "structured")
    assert reply_of("structured")["asks"] == "place"
    say("3000", "structured")
    reply = reply_of("structured")
    assert reply["services"] and reply["services"][0]["name"] in reply["short"]
    assert not any(one["name"] in reply["body"] for one in reply["services"])
    assert all(one["name"] in reply["text"] for one in reply["services"])
    say("what is chemotherapy", "structured")
    assert reply_of("structured")["asks"] is None


def test_an_open_alarm_stands_first_in_every_form_of_a_reply():
    asked = Turn("x", "ask_food", slots={"alarm": as_slot(Alarm("chest_pain", told=1))})
    said = with_care(card_reply(card()), asked)
    reply = data(said)
    assert reply["text"].startswith("**Call 000 now.**") and reply["body"].startswith("**Call 000 now.**")
    assert reply["short"].startswith("Call 000 now. ")
    assert Alarm.of(said.slots["alarm"]).ago == 1
    thanked = with_care(wording("thanks"), Turn("x", "thanks", slots=asked.slots))
    assert "Call 000 now" not in thanked.text and thanked.slots["alarm"] is None
