"""SMS: three segments of plain text, MORE, and what the rules for STOP, START and HELP demand."""

import sqlite3

import pytest

from actions import reply as say
from actions.card_replies import card_reply, more_reply, simple_reply
from actions.content import SAID, content
from actions.structured import structured
from extensions.channels.gsm7 import BASIC, EXTENDED, gsm7, segments
from extensions.channels.sms import sms_texts
from extensions.channels.wording import wording
from tests.messaging_people import OnSms
from tests.platform_rules import GSM7
from tests.stand_ins import Failure

SHORT = "Information only, not medical advice. Emergency: 000."
FIRST_ALARM = "I have crushing chest pain and cannot breathe"


@pytest.fixture
def person(messaging):
    return OnSms(messaging)


def as_data(reply):
    return structured(reply, say.with_disclaimer(reply.text), say.disclaimer())


def everything():
    """Every reply that is known beforehand."""
    for card in content().cards.values():
        for level in (card_reply, more_reply, simple_reply):
            yield f"{level.__name__} {card.id}", as_data(level(card))
    for name in content().replies:
        yield name, as_data(say.wording(name, **dict.fromkeys(SAID, "Wagga Wagga")))
    safety = content().safety
    for flag in safety.red_flags:
        yield flag.id, as_data(say.Reply("urgent", content().fill(safety.text("urgent", flag.id))))
    for flag in safety.crisis:
        yield flag.id, as_data(say.Reply("crisis", content().fill(safety.text("crisis", flag.id))))


def test_every_text_is_plain_short_and_has_the_disclaimer():
    for name, reply in everything():
        for text in sms_texts(reply):
            assert set(text) <= GSM7 and len(text) <= 459 and segments(text) <= 3, name
            assert SHORT in text, name


def test_nothing_is_lost_between_the_pages():
    """But for the title and marks, the words of a reply stand on its pages, in order."""
    for name, reply in everything():
        if reply["care"]:
            continue  # whom to call is moved to the front
        said = " ".join(sms_texts(reply)).replace("\n", " ").split()
        at = 0
        for word in gsm7(reply["body"].replace("**", "")).split():
            at = said.index(word, at) + 1 if word in said[at:] else pytest.fail(f"{name}: {word}")


def test_a_card_begins_with_summary_and_first_step():
    for card in content().cards.values():
        first = sms_texts(as_data(card_reply(card)))[0]
        assert gsm7(content().fill(card.summary).split(". ")[0]) in first.replace("\n", " "), card.id
        assert first.endswith("Reply MORE to read on."), card.id


def test_whom_to_call_stands_on_the_first_page():
    cards = [card for card in content().cards.values() if as_data(card_reply(card))["care"]]
    assert cards
    for card in cards:
        first = sms_texts(as_data(card_reply(card)))[0]
        assert "Call your treatment team now, day or night, if you have a temperature of 38 degrees C" in first, card.id


@pytest.mark.parametrize("text, plain", [
    ("38 °C, 38°C, 5°", "38 degrees C, 38 degrees C, 5 degrees"), ("“don’t” – wait…", "\"don't\" - wait..."),
    ("≥ 5 µg × 2", ">= 5 mcg x 2"), ("naïve café Ōtāhuhu", "naive café Otahuhu"), ("a\u00a0b\u200b\ufeffc", "a bc"),
    ("你好 😀", "?? ?"), ("\ud800", ""), ("e\u0301", "é"),
])  # fmt: skip
def test_signs_that_sms_lacks(text, plain):
    assert gsm7(text) == plain


def test_segments_are_counted_as_networks_do():
    assert [segments("a" * count) for count in (0, 160, 161, 306, 307, 459, 460)] == [1, 1, 2, 2, 3, 3, 4]
    assert segments("€" * 80) == 1 and segments("€" * 81) == 2 and segments("a" * 152 + "€" + "a" * 305) == 4
    assert len(BASIC) == 126 + 1 and not BASIC & EXTENDED


def test_more_reads_on_to_the_end(person):
    said = [person.say("what is immunotherapy")[0].text]
    while said[-1].endswith("Reply MORE to read on.") and len(said) < 20:
        (message,) = person.say("More")
        said.append(message.text)
    assert "Sources:" in said[-1] and len(set(said)) == len(said) > 4
    (again,) = person.say("MORE")
    assert SHORT in again.text


def test_more_waits_for_nobody_else(messaging, person):
    person.say("what is immunotherapy")
    (told,) = OnSms(messaging).say("more")
    assert "immune" not in told.text


def test_a_new_question_ends_the_old_answer(person):
    person.say("what is immunotherapy")
    person.say("what is radiation therapy")
    (message,) = person.say("MORE")
    assert "immune" not in message.text and "adiation" in message.text


def test_an_alarm_is_whole_without_more(person):
    messages = person.say(FIRST_ALARM)
    assert "Tell them" in messages[0].text and "MORE" not in "".join(message.text for message in messages)


def test_centres_are_told_in_few_words(person):
    person.say("find a centre near me")
    (found,) = person.say("Parramatta NSW")
    assert " km\n" in found.text and segments(found.text) <= 3


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop. ", "UNSUBSCRIBE", "Cancel", "END", "quit", "STOPALL", "stop all"]
)
def test_stop_is_confirmed_once_and_then_there_is_silence(messaging, word):
    person = OnSms(messaging)
    (confirmed,) = person.say(word)
    assert "no more messages" in confirmed.text and "START" in confirmed.text and segments(confirmed.text) == 1
    assert not person.say("what is immunotherapy") and not person.say("thanks") and not person.say("2")
    (helped,) = person.say("HELP")
    assert "Cancer Council" in helped.text and "STOP" in helped.text
    (back,) = person.say("start")
    assert "Welcome" in back.text
    assert "immune system" in person.say("what is immunotherapy")[0].text


def test_an_emergency_is_answered_even_after_stop(person):
    person.say("STOP")
    assert "Call 000 now" in person.say(FIRST_ALARM)[0].text
    assert not person.say("what is immunotherapy")


def test_yes_is_start_only_for_those_who_stopped(person):
    assert "Welcome" not in person.say("yes")[0].text
    person.say("STOP")
    assert "Welcome" in person.say("YES")[0].text


def test_the_words_in_a_sentence_are_no_commands(person):
    assert "no more messages" not in person.say("should I stop eating sugar")[0].text
    assert person.say("hello")


def test_where_twilio_replies_itself_we_only_remember(person):
    assert not person.say("STOP", OptOutType="STOP") and not person.say("hello")
    assert not person.say("HELP", OptOutType="HELP")
    assert not person.say("START", OptOutType="START") and person.say("hello")


def test_whoever_said_stop_to_twilio_is_remembered(messaging, person):
    messaging.platforms.plan[person.id].append(Failure(400, {"code": 21610, "message": "unsubscribed recipient"}))
    assert not person.say("what is immunotherapy") and not person.say("what is chemotherapy")
    assert len([to for _, to, _ in messaging.platforms.calls if to == person.id]) == 1


def test_nothing_of_the_person_is_kept_with_stop(messaging, person):
    person.say("STOP")
    kept = sqlite3.connect(f"{messaging.folder}/channels.db")
    rows = [
        str(row) for table in ("channel_stopped", "channel_delivered") for row in kept.execute(f"select * from {table}")
    ]
    assert rows and not any(person.id[-8:] in row for row in rows)


def test_help_says_what_the_rules_ask_for():
    text = sms_texts(wording("help"))[0]
    for part in (content().provider.name, "STOP", "rates may apply", "13 11 20", "000"):
        assert part in text
