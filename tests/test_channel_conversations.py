"""Whole conversations on every messaging channel: the trained model, the real actions, signed requests."""

import pytest

from extensions.channels.history import events_said
from extensions.channels.identity import conversation_id
from extensions.channels.telegram_updates import in_words
from tests.messaging_people import PEOPLE, OnMessenger, OnSlack, OnSms, OnTelegram, OnWhatsApp

LONG, SHORT = "If you feel very unwell, call 000.", "Information only, not medical advice. Emergency: 000."
SYDNEY = {"latitude": -33.8688197, "longitude": 151.2092955}
SHARED = {
    OnTelegram: {"location": SYDNEY},
    OnWhatsApp: {"Latitude": "-33.8688197", "Longitude": "151.2092955"},
    OnMessenger: {
        "attachments": [{"type": "location", "payload": {"coordinates": {"lat": -33.8688197, "long": 151.2092955}}}]
    },
}
VOICE = {
    OnTelegram: {"voice": {"file_id": "x", "duration": 3}},
    OnWhatsApp: {"NumMedia": "1", "MediaUrl0": "https://api.twilio.com/x", "MediaContentType0": "audio/ogg"},
    OnSms: {"NumMedia": "1", "MediaUrl0": "https://api.twilio.com/x", "MediaContentType0": "image/jpeg"},
    OnMessenger: {"attachments": [{"type": "audio", "payload": {"url": "https://example.org/x"}}]},
    OnSlack: {"subtype": "file_share", "files": [{"id": "F1", "mimetype": "audio/mp4"}]},
}


@pytest.fixture(params=PEOPLE, ids=lambda kind: kind.channel)
def person(request, messaging):
    return request.param(messaging)


def disclaimer(person):
    return SHORT if type(person) is OnSms else LONG


def whole(messages):
    return "\n".join(message.text for message in messages)


def keys(message):
    """The titles of all that can be pressed under a message."""
    rows = message.payload.get("reply_markup", {}).get("inline_keyboard", [])
    blocks = message.payload.get("blocks", [])
    pressed = [key["text"] for row in rows for key in row]
    pressed += [key["text"]["text"] for block in blocks for key in block.get("elements", [])]
    return pressed + [key["title"] for key in message.payload.get("quick_replies", [])]


def stored(messaging, person):
    """What is kept of a conversation."""
    known = f"T1/U{person.id}" if isinstance(person, OnSlack) else str(person.id)
    return messaging.do(events_said(messaging.bot.agent, conversation_id(person.channel, known)))


def test_asks_a_question_and_is_told_more(person):
    messages = person.say("what is immunotherapy")
    assert "immune system" in messages[0].text
    assert disclaimer(person) in messages[-1].text
    more = person.say("more" if type(person) is OnSms else "tell me more")
    assert disclaimer(person) in more[-1].text and whole(more) != whole(messages)


@pytest.mark.parametrize("words", ["2", "two", "the second one"])
def test_chooses_by_number(person, words):
    (asked,) = person.say("side effects of chemo and immunotherapy")
    assert "Did you mean" in asked.text and disclaimer(person) in asked.text
    if type(person) in (OnWhatsApp, OnSms, OnMessenger):
        assert "2. Side effects of immunotherapy" in asked.text
    assert "side effects of immunotherapy" in person.say(words)[0].text.lower()


def test_an_emergency_is_told_alone(person):
    person.say("what is chemotherapy")
    messages = person.say("I have crushing chest pain and cannot breathe")
    assert messages[0].text.lstrip("*<b>").startswith("Call 000 now")
    assert not any(map(keys, messages)) and "Reply MORE" not in whole(messages) and "1." not in whole(messages)
    assert disclaimer(person) in messages[-1].text


def test_a_crisis_is_told_alone(person):
    messages = person.say("I want to end my life")
    assert "13 11 14" in whole(messages) and not any(map(keys, messages))
    assert disclaimer(person) in messages[-1].text


def test_finds_a_centre_near_a_typed_place(person):
    (asked,) = person.say("find a centre near me")
    assert "Where should I look?" in asked.text
    found = person.say("Parramatta NSW")
    assert "Nearest to Parramatta" in found[0].text and " km" in found[0].text
    assert disclaimer(person) in found[-1].text


@pytest.mark.parametrize("kind", SHARED, ids=lambda kind: kind.channel)
@pytest.mark.parametrize("asked_before", [True, False])
def test_finds_a_centre_near_a_shared_place(messaging, kind, asked_before):
    person = kind(messaging)
    if asked_before:
        person.say("find a centre near me")
    found = person.say(**SHARED[kind])
    assert " km" in whole(found) and LONG in found[-1].text
    kept = [event.text for event in stored(messaging, person) if event.type_name == "user"]
    assert kept[-1] == "-33.87, 151.21"


@pytest.mark.parametrize("kind", VOICE, ids=lambda kind: kind.channel)
def test_what_cannot_be_read_is_told_kindly_and_not_stored(messaging, kind):
    person = kind(messaging)
    (told,) = person.say(**VOICE[kind])
    assert "I can only read words" in told.text and disclaimer(person) in told.text
    assert not stored(messaging, person)


def test_words_beside_a_picture_are_answered_and_an_emergency_goes_alone(messaging):
    person = OnTelegram(messaging)
    told, answered = person.say(photo=[{"file_id": "x"}], caption="what is immunotherapy")
    assert "I can only read words" in told.text and "immune system" in answered.text
    (alarm,) = person.say(photo=[{"file_id": "x"}], caption="I have crushing chest pain and cannot breathe")
    assert "Call 000 now" in alarm.text


def test_pictures_of_one_album_are_told_once(messaging):
    person = OnTelegram(messaging)
    assert len(person.say(photo=[{"file_id": "1"}], media_group_id="7")) == 1
    assert not person.say(photo=[{"file_id": "2"}], media_group_id="7")


@pytest.mark.parametrize("kind", [OnTelegram, OnSlack], ids=lambda kind: kind.channel)
def test_a_button_is_pressed(messaging, kind):
    person = kind(messaging)
    (shown,) = person.say("what is immunotherapy")
    assert "Tell me more" in keys(shown)
    (pressed,) = person.press(shown, "Side effects of immunotherapy")
    assert "Side effects of immunotherapy" in pressed.text
    (more,) = person.press(pressed, "Tell me more")
    assert "Sources:" in more.text


def test_a_quick_reply_is_pressed(messaging):
    person = OnMessenger(messaging)
    (shown,) = person.say("what is immunotherapy")
    assert keys(shown)[:2] == ["1", "2"] and "2. How immunotherapy is given" in shown.text
    carried = shown.payload["quick_replies"][1]
    (pressed,) = person.say("2", quick_reply={"payload": carried["payload"]})
    assert "How immunotherapy is given" in pressed.text


@pytest.mark.parametrize("forged", ["/restart", '/ask_side_effects{"treatment": "chemotherapy"}', "/crisis"])
def test_a_press_of_what_was_never_offered_commands_nothing(messaging, forged):
    person = OnMessenger(messaging)
    (told,) = person.say("what is radiation", quick_reply={"payload": forged})
    assert "Radiation" in told.text


def test_telegram_asks_for_the_location_and_takes_the_keyboard_away_again(messaging):
    person = OnTelegram(messaging)
    (asked,) = person.say("find a centre near me")
    assert asked.payload["reply_markup"]["keyboard"][0][0]["request_location"] is True
    (which,) = person.say("Richmond")
    titles = [row[0]["text"] for row in which.payload["reply_markup"]["keyboard"]]
    assert len(titles) > 2 and titles[0] == "Share my location"
    (found,) = person.say(titles[1])
    assert f"Nearest to {titles[1]}" in found.text
    (thanked,) = person.say("thanks")
    assert thanked.payload["reply_markup"] == {"remove_keyboard": True}


def test_telegrams_start_button_greets(messaging):
    for started in ("/start", "/start@shipmate_bot", "/start from-the-leaflet"):
        assert "I am Shipmate" in OnTelegram(messaging).say(started)[0].text


@pytest.mark.parametrize("command", ["/help", "/start", "/help@shipmate_bot"])
def test_what_is_typed_behind_a_command_of_telegrams_is_read(messaging, command):
    assert "000" in OnTelegram(messaging).say(f"{command} my temp is 39.5 and I am shaking")[0].text.split("\n")[0]


@pytest.mark.parametrize("text", [" ", "/", "/ ", "@", "/stop now"])
def test_what_is_no_command_of_telegrams_stays_as_it_is(text):
    assert in_words(text) == text


def test_a_command_in_text_is_only_text(person):
    assert "Did you mean" not in whole(person.say("/restart"))
    (hello,) = person.say("hello")
    assert "I am Shipmate" in hello.text


def test_too_many_messages_are_told_kindly(messaging):
    person = OnWhatsApp(messaging)
    said = [whole(person.say("hello")) for _ in range(22)]
    assert "faster than I can read" in said[-1] and "faster" not in said[0]
