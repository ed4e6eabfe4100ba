"""Groups, edits, receipts and whatever else platforms send: told kindly where a person waits, else left alone."""

import json
import time

import pytest

from extensions.channels.history import events_said
from extensions.channels.identity import conversation_id
from tests.messaging_people import OnMessenger, OnSlack, OnTelegram, numbers

QUESTION = "what is immunotherapy"
NOW = int(time.time())


class Group(OnTelegram):
    """A group in which the bot is."""

    def new_id(self):
        return -next(numbers)


def test_a_group_on_telegram_is_told_once(messaging):
    group = Group(messaging)
    (told,) = group.say(QUESTION, kind="supergroup")
    assert "only talk in private" in told.text and "000" in told.text and "immune" not in told.text
    assert not group.say("@bot " + QUESTION, kind="supergroup") and not group.say(
        kind="group", photo=[{"file_id": "x"}]
    )
    assert not messaging.do(events_said(messaging.bot.agent, conversation_id("telegram", str(group.id))))


def test_who_mentions_the_app_on_slack_is_told_alone_and_each_time(messaging):
    person = OnSlack(messaging)
    for _ in range(2):
        before = len(messaging.platforms.messages)
        person.say(f"<@U0BOT> {QUESTION}", type="app_mention", channel="C1", channel_type=None)
        (told,) = messaging.platforms.messages[before:]
        assert told.to == f"C1/U{person.id}" and "only talk in private" in told.text


@pytest.mark.parametrize("event", [
    {"channel_type": "channel", "channel": "C1"}, {"channel_type": "mpim"}, {"bot_id": "B1"},
    {"type": "reaction_added"}, {"type": "team_join"},
    {"subtype": "bot_message"}, {"subtype": "message_deleted"}, {"subtype": "channel_join"},
    {"subtype": "message_changed", "message": {"user": "U1", "text": "a", "edited": None}},
    {"subtype": "message_changed", "message": {"bot_id": "B1", "user": "U1", "text": "b", "edited": {"ts": "1"}}},
])  # fmt: skip
def test_what_is_not_for_the_app_on_slack_is_left_alone(messaging, event):
    before = len(messaging.platforms.messages)
    OnSlack(messaging).say(QUESTION, **event)
    assert len(messaging.platforms.messages) == before


@pytest.mark.parametrize("update", [
    {"channel_post": {}}, {"my_chat_member": {}}, {"poll": {}},
    {"message": {"chat": {"id": 7, "type": "private"}, "date": NOW, "pinned_message": {}}},
    {"message": {"chat": {"id": 7, "type": "private"}, "date": NOW, "text": "x", "from": {"is_bot": True}}},
    {"edited_message": {"chat": {"id": 7, "type": "private"}, "date": NOW, "location": {"live_period": 60}}},
    {"callback_query": {"id": "1", "data": "x", "message": {"chat": {"id": -7, "type": "group"}}}},
])  # fmt: skip
def test_what_is_not_for_the_bot_on_telegram_is_left_alone(messaging, update):
    person = OnTelegram(messaging)
    person.id = 7
    assert person.deliver(json.dumps({"update_id": next(numbers), **update}).encode(), person.headers()) == (200, [])


@pytest.mark.parametrize("event", [
    {"delivery": {"mids": ["m"]}}, {"read": {"watermark": 1}}, {"reaction": {"emoji": "x"}},
    {"message": {"mid": "m_echo", "text": "hi", "is_echo": True}},
])  # fmt: skip
def test_receipts_on_messenger_are_left_alone(messaging, event):
    person = OnMessenger(messaging)
    known = {"sender": {"id": person.id}, "timestamp": int(time.time() * 1000)}
    assert person.deliver(*person.sign({**known, **event})) == (200, [])


def test_an_edit_is_told_kindly(messaging):
    (told,) = OnTelegram(messaging).say("what is chemo", field="edited_message", edit_date=int(time.time()))
    assert "I can only read words" in told.text and "edits" in told.text
    new = {"user": "U1", "text": "b", "edited": {"ts": "1"}}
    person = OnSlack(messaging)
    new["user"] = f"U{person.id}"
    (told,) = person.say(subtype="message_changed", message=new, previous_message={"text": "a"})
    assert "I can only read words" in told.text
    person = OnMessenger(messaging)
    edit = {"sender": {"id": person.id}, "timestamp": int(time.time() * 1000)}
    status, (told,) = person.deliver(*person.sign({**edit, "message_edit": {"mid": "m_1", "text": "b", "num_edit": 1}}))
    assert status == 200 and "I can only read words" in told.text


def test_a_shared_contact_is_not_kept(messaging):
    person = OnTelegram(messaging)
    (told,) = person.say(contact={"phone_number": "+61400111222", "first_name": "Ann"})
    assert "I can only read words" in told.text
    assert not messaging.do(events_said(messaging.bot.agent, conversation_id("telegram", str(person.id))))


def test_a_place_that_is_none_on_earth(messaging):
    (told,) = OnTelegram(messaging).say(location={"latitude": 999, "longitude": "x"})
    assert "I can only read words" in told.text


def test_a_press_under_a_message_that_telegram_shows_no_more(messaging):
    person = OnTelegram(messaging)
    gone = {"chat": {"id": person.id, "type": "private"}, "message_id": 1, "date": 0}
    query = {"id": str(next(numbers)), "from": {"id": person.id}, "message": gone, "data": "f" * 32}
    body = json.dumps({"update_id": next(numbers), "callback_query": query}).encode()
    status, (told,) = person.deliver(body, person.headers())
    assert status == 200 and "came without words" in told.text
    assert ("answerCallbackQuery", {"callback_query_id": query["id"]}, None) in messaging.platforms.calls


def test_pictures_without_end_are_not_answered_without_end(messaging):
    person = OnTelegram(messaging)
    told = [person.say(sticker={"file_id": "x"}) for _ in range(25)]
    assert len(list(filter(None, told))) <= 20


@pytest.mark.parametrize("text", [
    "\ud83d", "\0", "\u202e" * 50, "a" * 4096, "😀" * 2048, "<script>alert(1)</script>", "&amp;&lt;", "ʇxǝʇ " * 300,
    "' OR 1=1 --", "{{7*7}}", "\u0000/restart", "％２", "١",
], ids=range(13))  # fmt: skip
def test_strange_text_is_answered(messaging, text):
    for kind in (OnTelegram, OnSlack, OnMessenger):
        person = kind(messaging)
        assert "000" in person.say(text)[-1].text
