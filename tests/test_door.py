"""The door: what strangers may send, how much, and that every message gets an answer in time."""

import asyncio
import logging
import stat
import time
from datetime import datetime, timedelta, timezone

import jwt
import pytest

from actions.content import content
from actions.reply import apology, disclaimer, with_disclaimer
from extensions.channels import identity
from extensions.channels.door import Door, Incoming
from extensions.channels.guard import LONGEST
from extensions.channels.history import SESSION, context, history
from extensions.channels.identity import TokenError, conversation_id, kept_secret, make_token, new_conversation
from extensions.channels.incoming import location
from extensions.channels.limits import Limits
from extensions.channels.settings import ChannelSettings, ChannelSettingsError, settings
from extensions.channels.wording import plain_reply, wording


class Pass(Limits):
    def __init__(self):
        super().__init__(None)


@pytest.fixture
def door(bot):
    return Door(bot.guard, Pass(), seconds=3)


@pytest.fixture
def run(loop):
    return loop.run_until_complete


class Broken:
    """An agent that does something else instead of answering."""

    def __init__(self, bot, does):
        self.tracker_store = bot.agent.tracker_store
        self.does = does

    async def handle_message(self, message):
        await self.does()


def read(bot, run, conversation):
    """The last message as the model read it."""
    return [event for event in run(bot.tracker(conversation)).events if event.type_name == "user"][-1]


def message(text, conversation=None, channel="sms", message_id=None):
    return Incoming(channel, conversation or f"{channel}-{time.monotonic_ns()}", text, message_id)


# what is said when all else is broken


def test_the_doors_apology_is_that_of_the_actions():
    assert wording("apology")["text"] == with_disclaimer(apology().text)
    assert "000" in wording("apology")["numbers"]


def test_the_door_fills_what_the_actions_fill(monkeypatch):
    entry = content().replies["unsupported"].copy(update={"text": "{interpreter_line}, {violence_line}"})
    monkeypatch.setitem(content().replies, "unsupported", entry)
    assert wording("unsupported")["numbers"] == ["131 450", "1800 737 732"]


@pytest.mark.parametrize("name", ["apology", "limited"])
def test_what_the_door_says_has_the_fields_of_every_reply(name, bot, run, door):
    (answered,) = run(door.answer(message("hello"), bot.agent))
    said = wording(name)
    assert set(answered) - {"id"} == set(said)
    assert said["text"].endswith(disclaimer()) and "000" in said["text"] and said["outcome"] in ("error", "limited")


async def ask_to_exit():
    raise SystemExit(1)


async def fail():
    raise OSError("the database is gone")


async def say_nothing():
    pass


async def hang():
    await asyncio.sleep(60)


@pytest.mark.parametrize("does", [ask_to_exit, fail, say_nothing, hang])
def test_whatever_breaks_the_person_gets_the_apology_in_time(does, bot, run):
    begun = time.monotonic()
    (reply,) = run(Door(bot.guard, Pass(), seconds=0.5).answer(message("my secret words"), Broken(bot, does)))
    assert time.monotonic() - begun < 1.5
    assert reply["outcome"] == "error" and "000" in reply["text"] and reply["text"].endswith(disclaimer())


def test_an_apology_stands_in_the_history_and_the_talk_goes_on(bot, run, door):
    conversation = "sms-apology"
    run(Door(bot.guard, Pass(), seconds=0.2).answer(message("hello", conversation), Broken(bot, hang)))
    run(asyncio.sleep(0.1))
    (reply,) = run(door.answer(message("what is chemotherapy", conversation), bot.agent))
    assert reply["topic"] == "chemotherapy/what_is_it"
    said = run(history(bot.agent, conversation))
    assert [(one.person, one.text.split()[0]) for one in said] == [
        (True, "hello"), (False, "Sorry,"), (True, "what"), (False, reply["text"].split()[0])]  # fmt: skip


def told(bot, run, conversation):
    """What the door told the model of the talk with the last message."""
    return {key: value for key, value in read(bot, run, conversation).metadata.items() if key in ("about", "alarm")}


def test_the_model_is_told_what_was_spoken_of(bot, run, door):
    conversation = "sms-context"
    say = lambda text: run(door.answer(message(text, conversation), bot.agent))  # noqa: E731
    say("how do I cope with nausea")
    assert told(bot, run, conversation) == {}
    say("thanks")
    assert told(bot, run, conversation) == {"about": content().cards["side_effects/nausea"].title}
    say("I have chest pain and I can't breathe")
    say("thanks")
    assert told(bot, run, conversation) == {"alarm": "urgent"}
    say("ok")
    assert told(bot, run, conversation) == {}
    say("is there a centre near Adelaide")
    say("thank you")
    assert told(bot, run, conversation) == {}


def test_what_was_said_before_a_long_pause_is_of_another_session(bot, run, door, monkeypatch):
    conversation = "sms-pause"
    for text in ("throat", "I have chest pain and I can't breathe"):
        run(door.answer(message(text, conversation), bot.agent))
    assert bot.agent.domain.session_config.session_expiration_time * 60 == SESSION
    for passed, told_of in ((SESSION - 60, {"alarm": "urgent"}), (SESSION + 60, {})):
        now = time.time() + passed
        with monkeypatch.context() as later:
            later.setattr(time, "time", lambda: now)  # noqa: B023
            assert run(context(bot.agent, conversation)) == told_of


def test_the_model_is_told_of_the_pieces_of_a_sentence(bot, run, door):
    conversation = "sms-pieces"
    say = lambda text: run(door.answer(message(text, conversation), bot.agent))  # noqa: E731
    for text in ("what should I know about the drip", "my face", "on the left"):
        say(text)
    (reply,) = say("drooping")
    assert read(bot, run, conversation).metadata["before"] == "my face on the left"
    assert "Call 000 now" in reply["text"]


def test_a_failure_is_logged_without_what_was_said(bot, run, caplog):
    with caplog.at_level(logging.DEBUG, logger="extensions"):
        run(Door(bot.guard, Pass()).answer(message("xyzzy-secret"), Broken(bot, fail)))
    assert "OSError" in caplog.text
    assert "xyzzy" not in caplog.text and "sms-" not in caplog.text


# who may say what


@pytest.mark.parametrize("command", [
    "/restart", "/session_start", "/back", '/ask_side_effects{"treatment": "chemotherapy"}', "/crisis",
    '/find_services{"place": {"name": "x", "lat": 1, "lon": 2}}', "/nlu_fallback",
])  # fmt: skip
def test_commands_that_were_not_offered_are_plain_text(command, bot, run, door):
    conversation = f"sms-stranger-{command}"
    run(door.answer(message("what is immunotherapy", conversation), bot.agent))
    (reply,) = run(door.answer(message(command, conversation), bot.agent))
    tracker = run(bot.tracker(conversation))
    assert tracker.get_slot("last_card"), "the conversation was wiped"
    assert not read(bot, run, conversation).text.startswith("/")
    assert len(tracker.latest_message.parse_data["intent_ranking"]) > 1, "the command was carried out"
    assert reply["outcome"] != "crisis"


def test_a_payload_passes_where_it_was_offered_and_nowhere_else(bot, run, door):
    (first,) = run(door.answer(message("what is immunotherapy", "sms-offered"), bot.agent))
    payload = next(one["payload"] for one in first["buttons"] if one["payload"].startswith("/ask_side_effects"))
    (reply,) = run(door.answer(message(payload, "sms-offered"), bot.agent))
    assert reply["topic"] == "immunotherapy/side_effects"
    title = next(one["title"] for one in first["buttons"] if one["payload"] == payload)
    assert run(history(bot.agent, "sms-offered"))[2].text == title
    run(door.answer(message(payload, "sms-other"), bot.agent))
    assert read(bot, run, "sms-other").text == payload[1:]


def test_a_location_is_taken_from_the_website_only_and_rounded(bot, run, door):
    shared = '/share_location{"latitude": -33.868820, "longitude": 151.209290}'
    run(door.answer(message("find a centre", "web-place", "web"), bot.agent))
    (reply,) = run(door.answer(message(shared, "web-place", "web"), bot.agent))
    assert reply["outcome"] == "find_services" and reply["services"]
    assert read(bot, run, "web-place").text == "-33.87, 151.21"
    run(door.answer(message(shared, "sms-place"), bot.agent))
    assert "33.87" not in read(bot, run, "sms-place").text[:8]


@pytest.mark.parametrize("text", [
    '/share_location{"latitude": 91, "longitude": 0}', '/share_location{"latitude": "x", "longitude": 0}',
    '/share_location{"latitude": 1, "longitude": 181}', "/share_location",
    '/share_location{"latitude": NaN, "longitude": 1}',
])  # fmt: skip
def test_what_is_no_location_is_none(text):
    assert location(text) is None


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "😀", "", "x" * (LONGEST + 1), "y " * 5000])
def test_odd_text_gets_an_answer_and_stays_readable(text, bot, run, door):
    conversation = f"web-odd-{len(text)}-{ord(text[:1] or ' ')}"
    (reply,) = run(door.answer(message(text, conversation, "web", "id"), bot.agent))
    assert reply["outcome"] not in ("error", "limited")
    first = run(history(bot.agent, conversation))[0]
    assert first.person and not first.text.startswith("/") and len(first.text) <= LONGEST
    assert "\x00" not in first.text
    first.text.encode()  # a lone surrogate would raise


def test_a_red_flag_amid_10000_characters_counts(bot, run, door):
    filler = "We went to see my sister last weekend and had lunch in the garden. " * 75
    (reply,) = run(door.answer(message(f"{filler}I have chest pain and I cannot breathe. {filler}"), bot.agent))
    assert reply["outcome"] == "urgent"


# how much, and how often


def test_the_21st_message_of_a_minute_is_told_kindly(bot, run):
    door = Door(bot.guard, Limits(20))
    said = [run(door.answer(message("hello", "sms-fast", message_id=str(i)), bot.agent)) for i in range(21)]
    assert [reply["outcome"] for (reply,) in said].count("limited") == 1
    assert said[-1][0]["outcome"] == "limited" and "000" in said[-1][0]["text"]
    (other,) = run(door.answer(message("hello", "sms-slow"), bot.agent))
    assert other["outcome"] != "limited"


def test_without_its_redis_it_counts_alone(bot, run):
    limits = Limits(2, "redis://127.0.0.1:9/0")
    assert [run(limits.allow("a")) for _ in range(3)] == [True, True, False]


def test_a_redelivered_message_is_answered_once(bot, run, door):
    first = run(door.answer(message("what is chemotherapy", "sms-again", message_id="m1"), bot.agent))
    again = run(door.answer(message("what is chemotherapy", "sms-again", message_id="m1"), bot.agent))
    assert first and again is None
    assert len(run(history(bot.agent, "sms-again"))) == 2
    assert run(door.answer(message("what is chemotherapy", "sms-else", message_id="m1"), bot.agent))


def test_a_message_that_comes_again_while_it_is_answered_is_not_answered_twice(bot, run, door):
    async def both():
        one = message("what is chemotherapy", "sms-twice", message_id="m")
        return await asyncio.gather(door.answer(one, bot.agent), door.answer(one, bot.agent))

    first, again = run(both())
    assert first and again is None


def test_messages_of_one_conversation_are_answered_one_after_the_other(bot, run, door):
    texts = ["what is chemotherapy", "what is immunotherapy", "how long does it take", "hello"]

    async def all_at_once():
        return await asyncio.gather(*(door.answer(message(text, "sms-burst"), bot.agent) for text in texts))

    begun = time.monotonic()
    replies = [reply for (reply,) in run(all_at_once())]
    assert time.monotonic() - begun < 3, "Rasa's own lock looks only once a second"
    assert [reply["topic"] for reply in replies[:3]] == [
        "chemotherapy/what_is_it", "immunotherapy/what_is_it", "immunotherapy/how_long"]  # fmt: skip
    said = run(history(bot.agent, "sms-burst"))
    assert [one.text for one in said if one.person] == texts
    assert [one.person for one in said] == [True, False] * 4


def test_what_is_known_again_is_bounded(bot, run, monkeypatch):
    monkeypatch.setattr("extensions.channels.door.KEPT", 5)
    door = Door(bot.guard, Pass(), seconds=1)
    for i in range(20):
        run(door.answer(message("x", "sms-many", message_id=str(i)), Broken(bot, say_nothing)))
    assert len(door._taken) <= 5


# who they are


def test_an_id_holds_nothing_of_the_person_and_stays_the_same():
    one = conversation_id("sms", "+61400000001")
    assert one == conversation_id("sms", "+61400000001") != conversation_id("whatsapp", "+61400000001")
    assert one.startswith("sms-") and "400000001" not in one
    assert one != conversation_id("sms", "+61400000002")


def test_a_platforms_message_id_is_not_stored_as_it_is(bot, run, door):
    run(door.answer(message("hello", "sms-wamid", message_id="wamid.61400000001"), bot.agent))
    assert "61400000001" not in read(bot, run, "sms-wamid").message_id


def test_a_token_opens_its_conversation():
    conversation = new_conversation()
    assert identity.read_token(make_token(conversation)[0]) == conversation


def test_an_old_a_forged_and_a_foreign_token_open_nothing():
    conversation = new_conversation()
    claims = {"sub": conversation, "aud": identity.AUDIENCE, "exp": datetime.now(timezone.utc) + timedelta(hours=1)}
    sign = lambda claims, key=None, **how: jwt.encode(claims, key or identity.secret(), **how)  # noqa: E731
    assert identity.read_token(sign(claims)) == conversation
    bad = {
        make_token(conversation, datetime.now(timezone.utc) - timedelta(days=30))[0]: "token_expired",
        sign(claims, "x" * 40): "token_invalid",
        jwt.encode(claims, None, algorithm="none"): "token_invalid",
        sign({**claims, "aud": "else"}): "token_invalid",
        sign({**claims, "sub": conversation_id("sms", "1")}): "token_invalid",
        sign({name: value for name, value in claims.items() if name != "exp"}): "token_invalid",
        make_token(conversation)[0][:-2]: "token_invalid",
        "\ud800": "token_invalid",
        "": "token_missing",
    }
    for token, code in bad.items():
        with pytest.raises(TokenError) as error:
            identity.read_token(token)
        assert error.value.code == code, token


def test_the_secret_is_made_once_and_nobody_else_reads_it(tmp_path):
    path = tmp_path / "var" / "secret"
    secret = kept_secret(path)
    assert len(secret) >= 32 and kept_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


# settings


def test_every_setting_of_the_channels_stands_in_the_example_with_a_comment():
    from actions.settings import ROOT

    lines = (ROOT / ".env.example").read_text().splitlines()
    for name, setting in ChannelSettings.__fields__.items():
        place = next(i for i, line in enumerate(lines) if line.startswith(name.upper() + "="))
        assert lines[place - 1].startswith("# ")
        assert str(setting.default if setting.default is not None else "") == lines[place].split("=", 1)[1]


@pytest.mark.parametrize(("name", "value"), [
    ("PORT", "eighty"), ("ALLOWED_ORIGINS", "*"), ("ALLOWED_ORIGINS", "www.example.org"), ("CHANNEL_SECRET", "short"),
    ("ALLOWED_ORIGINS", "https://example.org/path"), ("CONVERSATIONS_URL", "x"), ("REDIS_URL", "localhost"),
    ("CONVERSATION_HOURS", "0"), ("MESSAGES_PER_MINUTE", "0"),
])  # fmt: skip
def test_a_bad_setting_is_named(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        with pytest.raises(ChannelSettingsError, match=name):
            settings()
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_reply_can_be_made_of_words():
    assert plain_reply("**One.**\n\nTwo.", "x")["short"] == "One.\nTwo."
