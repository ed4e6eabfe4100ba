"""The website's channel, on a real server with the trained model: over HTTP and over sockets."""

import asyncio
import json
import sqlite3
import time
from datetime import datetime, timedelta, timezone

import aiohttp
import jwt
import pytest
import socketio

from actions.reply import disclaimer
from extensions.channels.feedback import redacted
from extensions.channels.origins import is_allowed
from tests.serving import Person, hang_up, heard

SECRET = "s" * 40
MINE, FOREIGN = "https://clinic.example", "https://evil.example"


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as one:
        yield one


@pytest.fixture
async def person(server, session):
    return await Person.arrive(server, session)


def token(**claims) -> str:
    base = {"sub": "web-" + "0" * 32, "aud": "shipmate-web", "exp": datetime.now(timezone.utc) + timedelta(hours=1)}
    return jwt.encode({**base, **claims}, SECRET, algorithm="HS256")


# a conversation


async def test_a_message_is_answered_with_all_that_the_widget_shows(person):
    reply = await person.say("what is chemotherapy", "m1")
    assert reply["id"] == "m1-0"
    assert reply["topic"] == "chemotherapy/what_is_it" and reply["title"] and reply["sources"] and reply["buttons"]
    assert reply["text"].endswith(disclaimer()) and disclaimer() not in reply["body"]


async def test_the_history_is_what_was_said(person):
    first = await person.say("what is immunotherapy", "m1")
    button = first["buttons"][1]
    second = await person.say(button["payload"], "m2")
    messages = await person.history()
    assert [(one["from"], one["id"]) for one in messages] == [
        ("person", "m1"), ("bot", "m1-0"), ("person", "m2"), ("bot", "m2-0")]  # fmt: skip
    assert [messages[1]["reply"], messages[3]["reply"]] == [first, second]
    assert messages[2]["text"] == button["title"]
    assert all(datetime.fromisoformat(one["at"]).tzinfo for one in messages)


async def test_a_new_conversation_has_no_history_and_a_token_that_ends(server, session):
    async with session.post(f"{server.web}/conversations") as answer:
        body = await answer.json()
    ends = datetime.fromisoformat(body["expires"]) - datetime.now(timezone.utc)
    assert timedelta(hours=23) < ends <= timedelta(hours=24)
    assert await Person(server, session, body["token"]).history() == []


async def test_the_same_id_again_gets_the_same_replies_and_is_said_once(person):
    first = await person.say("what is chemotherapy", "m1")
    together = await asyncio.gather(*(person.say("what is chemotherapy", "m1") for _ in range(3)))
    assert together == [first] * 3
    assert len(await person.history()) == 2


async def test_over_a_socket_it_is_acknowledged_typed_and_answered(person):
    async with person.tab() as tab:
        assert await tab.call("message", {"id": "m1", "text": "what is chemotherapy"}) == {"id": "m1", "received": True}
        (told,) = await heard(tab, "replies")
        assert told["id"] == "m1" and told["replies"][0]["topic"] == "chemotherapy/what_is_it"
        assert [event for event, _ in tab.heard] == ["typing", "replies"]
        history = await tab.call("history")
    assert history["messages"][1]["reply"] == told["replies"][0]


async def test_polling_works_where_sockets_are_blocked(person):
    async with person.tab(transports=["polling"]) as tab:
        await tab.emit("message", {"id": "m1", "text": "hello"})
        assert (await heard(tab, "replies"))[0]["replies"]


async def test_every_tab_of_a_conversation_follows(person):
    async with person.tab() as one, person.tab() as other:
        await one.emit("message", {"id": "m1", "text": "what is chemotherapy"})
        assert (await heard(one, "replies")) == (await heard(other, "replies"))
        assert (await heard(other, "said")) == [{"id": "m1", "text": "what is chemotherapy"}]
        assert not [event for event, _ in one.heard if event == "said"]
        await person.say("hello", "m2")
        assert (await heard(one, "replies", 2))[1]["id"] == (await heard(other, "replies", 2))[1]["id"] == "m2"


async def test_a_redelivery_over_a_socket_repeats_to_that_tab_alone(person):
    async with person.tab() as one, person.tab() as other:
        for _ in range(3):
            await one.emit("message", {"id": "m1", "text": "what is chemotherapy"})
        first = await heard(one, "replies")
        assert (await one.call("message", {"id": "m1", "text": "what is chemotherapy"}))["received"]
        assert (await heard(one, "replies", 2))[-1] == first[0]
        await asyncio.sleep(0.3)
        assert len(await heard(other, "replies")) == 1
    assert len(await person.history()) == 2


# who may come in


async def test_nobody_reads_or_writes_anothers_conversation(server, session, person):
    await person.say("my own words")
    stranger = await Person.arrive(server, session)
    assert await stranger.history() == []
    async with person.tab() as mine, stranger.tab() as theirs:
        await theirs.emit("message", {"id": "m1", "text": "hello", "session_id": "x", "conversation": "x", "room": "x"})
        await heard(theirs, "replies")
        await asyncio.sleep(0.2)
        assert mine.heard == []
        await mine.emit("message", {"id": "m1", "text": "what is chemotherapy"})
        await heard(mine, "replies")
        assert len(await heard(theirs, "replies")) == 1
    assert [one["text"] for one in await person.history() if one["from"] == "person"] == [
        "my own words", "what is chemotherapy"]  # fmt: skip


BAD_TOKENS = {
    None: "token_missing",
    "x": "token_invalid",
    token(exp=datetime.now(timezone.utc) - timedelta(seconds=1)): "token_expired",
    token(aud="else"): "token_invalid",
    token(sub="sms-" + "0" * 32): "token_invalid",
    token(sub="web-1' OR '1'='1"): "token_invalid",
    jwt.encode({"sub": "web-" + "0" * 32, "exp": 9999999999}, "k" * 40, algorithm="HS256"): "token_invalid",
}


@pytest.mark.parametrize(("bad", "code"), BAD_TOKENS.items(), ids=range(len(BAD_TOKENS)))
async def test_a_bad_token_opens_nothing(bad, code, server, session):
    headers = {"Authorization": f"Bearer {bad}"} if bad else {}
    for method, path in (("GET", "messages"), ("POST", "messages"), ("DELETE", "conversations"), ("POST", "feedback")):
        async with session.request(method, f"{server.web}/{path}", headers=headers, json={}) as answer:
            assert answer.status == 401
            body = await answer.json()
            assert body["error"] == code and body["message"]
    client = socketio.AsyncClient(reconnection=False)
    refused = []
    client.on("connect_error", refused.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(server.url, socketio_path="/webhooks/web/socket.io", auth={"token": bad} if bad else None)
    assert [one["message"] for one in refused] == [code]
    await hang_up(client)


@pytest.mark.parametrize(("origin", "status"), [(None, 201), (MINE, 201), ("same", 201), (FOREIGN, 403), ("null", 403),
                                                (f"{MINE}.evil.example", 403), ("https://xclinic.example", 403),
                                                ("http://clinic.example", 403)])  # fmt: skip
async def test_only_listed_sites_may_use_it(origin, status, server, session):
    origin = server.url if origin == "same" else origin
    headers = {"Origin": origin} if origin else {}
    async with session.post(f"{server.web}/conversations", headers=headers) as answer:
        assert answer.status == status
        body = await answer.json()
        assert answer.headers.get("Access-Control-Allow-Origin") == (origin if status == 201 else None)
        assert "Access-Control-Allow-Credentials" not in answer.headers
    if status == 403:
        assert body["error"] == "origin"
    for method in ("GET", "OPTIONS"):
        async with session.request(method, f"{server.web}/messages", headers=headers) as answer:
            assert (answer.status == 403) == (status == 403)
    polling = f"{server.web}/socket.io/?EIO=4&transport=polling"
    async with session.get(polling, headers=headers) as answer:
        assert answer.status == (200 if status == 201 else 400)
    try:
        async with session.ws_connect(polling.replace("polling", "websocket"), headers=headers) as socket:
            opened = (await socket.receive(timeout=5)).data.startswith("0{")
    except aiohttp.WSServerHandshakeError:
        opened = False
    assert opened == (status == 201)


def test_the_same_origin_is_that_of_the_host():
    assert is_allowed("https://bot.example:8443", "bot.example:8443")
    assert not is_allowed("https://bot.example", "bot.example:8443")
    assert not is_allowed("file://bot.example", "bot.example")
    assert not is_allowed("https://bot.example", None)
    assert not is_allowed("http://[::1", "[::1")


async def test_rasas_own_ways_in_are_closed(server, session):
    for path in ("/webhooks/rest/webhook", "/conversations/x/tracker", "/model", "/status", "/webhooks/socketio",
                 "/socket.io/?EIO=4&transport=polling", "/model/parse", "/domain"):  # fmt: skip
        for method in ("GET", "POST", "PUT"):
            async with session.request(method, server.url + path, json={}) as answer:
                assert answer.status in (404, 405), path


# what may be said


@pytest.mark.parametrize("command", ["/restart", "/session_start", "/back", "/crisis", "/ask_more",
                                     '/ask_side_effects{"treatment": "hormone_therapy"}'])  # fmt: skip
async def test_commands_that_were_not_offered_are_plain_text(command, person):
    await person.say("hello")
    reply = await person.say(command)
    assert reply["outcome"] != "crisis" and reply["topic"] != "hormone_therapy/side_effects"
    messages = await person.history()
    assert len(messages) == 4 and messages[2]["text"] == command


async def test_a_shared_location_finds_centres(person):
    assert (await person.say("find a centre near me"))["asks"] == "place"
    reply = await person.say('/share_location{"latitude": -33.868820, "longitude": 151.209290}')
    assert reply["services"] and all(isinstance(one["km"], float) for one in reply["services"])
    messages = await person.history()
    assert messages[2]["text"] == "My location"
    assert "868820" not in json.dumps(messages)


@pytest.mark.parametrize(
    "text", ["x" * 1001, "ab " * 3333, "\x00", "a\x00b", "\ud83d", "😀😀", "", "<script>alert(1)</script>"]
)
async def test_odd_messages_get_a_kind_answer(text, person):
    reply = await person.say(text)
    assert reply["outcome"] not in ("error", "limited") and reply["text"].endswith(disclaimer())
    assert (await person.history())[0]["from"] == "person"


async def test_a_red_flag_amid_10000_characters_counts(person):
    filler = "We went to see my sister last weekend and had lunch in the garden. " * 75
    assert (await person.say(f"{filler}I have chest pain and I cannot breathe. {filler}"))["outcome"] == "urgent"


async def test_more_than_16_kilobytes_are_refused_kindly(person):
    status, body = await person.ask("POST", "messages", json={"id": "m", "text": "x" * 17000})
    assert (status, body["error"]) == (413, "too_long") and body["message"]
    async with person.tab() as tab:
        assert await tab.call("message", {"id": "m", "text": "x" * 17000}) == {"error": "too_long"}
        assert (await tab.call("message", {"id": "m2", "text": "hello"}))["received"]


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"text": "x"}', b'{"id": "m"}', b'{"id": 1, "text": "x"}',
    b'{"id": "m", "text": null}', b'{"id": "../x", "text": "x"}', b'{"id": "", "text": "x"}', b"\xff\xfe",
    b'{"id": "m", "text": ["x"]}', b'{"id": "' + b"m" * 65 + b'", "text": "x"}', b"[" * 5000,
])  # fmt: skip
async def test_what_is_no_message_is_told_so(body, person):
    status, answer = await person.ask("POST", "messages", data=body, headers={"Content-Type": "application/json"})
    assert (status, answer["error"]) == (400, "bad_request")
    assert await person.history() == []


async def test_what_is_no_message_on_a_socket_is_told_so(person):
    async with person.tab() as tab:
        for data in (None, "x", [], 7, {}, {"id": "m"}, {"text": "x"}, {"id": {}, "text": "x"}, b"\x00\x01"):
            assert await tab.call("message", data) == {"error": "bad_request"}
        assert (await tab.call("message", {"id": "m", "text": "hello"}))["received"]


async def test_a_tab_cannot_connect_itself_to_another_conversation(server, session, person):
    other = await Person.arrive(server, session)
    async with person.tab() as tab:
        for data in (None, {}, ({}, {"token": other.token}), ({"sanic.request": 1}, {"token": other.token}, 1)):
            assert await tab.call("connect", data) == {"error": "bad_request"}
        await other.say("hello")
        await asyncio.sleep(0.2)
        assert tab.heard == []
        assert (await tab.call("history", (None, 1, 2)))["messages"] == []
    assert "async handler error" not in server.log


async def test_the_21st_message_in_a_minute_is_told_kindly(person):
    replies = [await person.say("hello", f"m{i}") for i in range(21)]
    assert [one["outcome"] for one in replies].index("limited") == 20
    assert "000" in replies[20]["text"] and replies[20]["text"].endswith(disclaimer())


async def test_one_tab_that_asks_too_often_for_its_history_is_slowed(person):
    async with person.tab() as tab:
        answers = [await tab.call("history") for _ in range(61)]
    assert answers[-1] == {"error": "limited"} and "messages" in answers[59]


# afterwards


async def test_feedback_is_kept_without_what_leads_to_a_person(server, person):
    reply = await person.say("what is chemotherapy", "m1")
    comment = "Thanks, call me on 0400 111 222 or jo@example.org"
    body = {"message": reply["id"], "helpful": False, "comment": comment}
    assert (await person.ask("POST", "feedback", json=body))[0] == 204
    async with person.tab() as tab:
        assert await tab.call("feedback", {"message": reply["id"], "helpful": True}) == {"received": True}
        assert await tab.call("feedback", {"message": "m9-0", "helpful": True}) == {"error": "unknown_message"}
    rows = sqlite3.connect(server.folder / "feedback.db").execute(
        "SELECT conversation, message, topic, outcome, helpful FROM feedback WHERE message = 'm1-0'"
    )
    found = [row for row in rows.fetchall() if row[2] == "chemotherapy/what_is_it"]
    assert [row[3:] for row in found] == [("answer", 1)]
    sub = jwt.decode(person.token, options={"verify_signature": False})["sub"]
    assert sub not in str(found) and sub[4:] not in str(found)


def test_comments_lose_numbers_and_addresses():
    assert redacted("call 0400 111 222 or jo@example.org") == "call # # # or [e-mail]"
    assert redacted("  ") is None and redacted(None) is None
    assert len(redacted("x" * 900)) == 500 and redacted("a\x00\ud800b") == "a b"


@pytest.mark.parametrize("body", [{}, {"message": "m"}, {"message": 1, "helpful": True}, {"helpful": True}, [],
                                  {"message": "m", "helpful": "yes"},
                                  {"message": "m", "helpful": True, "comment": 7}])  # fmt: skip
async def test_what_is_no_feedback_is_told_so(body, person):
    assert (await person.ask("POST", "feedback", json=body))[0] == 400


async def test_a_deleted_conversation_is_gone_for_good(server, person):
    reply = await person.say("my name is Plughxyzzy and I ask what is chemotherapy", "m1")
    await person.ask("POST", "feedback", json={"message": reply["id"], "helpful": True, "comment": "Plughxyzzy"})
    async with person.tab() as tab:
        assert (await person.ask("DELETE", "conversations"))[0] == 204
        await heard(tab, "deleted")
        assert await tab.call("message", {"id": "m2", "text": "hello"}) == {"error": "token_invalid"}
        assert await tab.call("history") == {"error": "token_invalid"}
    for method, path in (("GET", "messages"), ("POST", "messages"), ("DELETE", "conversations")):
        status, body = await person.ask(method, path, json={"id": "m3", "text": "hello"})
        assert (status, body["error"]) == (401, "token_invalid")
    for file in server.folder.iterdir():
        assert b"Plughxyzzy" not in file.read_bytes(), file.name


async def test_a_conversation_is_deleted_over_a_socket_too(person):
    async with person.tab() as one, person.tab() as other:
        await one.emit("message", {"id": "m1", "text": "hello"})
        await heard(one, "replies")
        assert await one.call("delete") == {"deleted": True}
        await heard(other, "deleted")
    assert (await person.ask("GET", "messages"))[0] == 401


# when something is broken


async def test_hanging_actions_lead_to_the_apology_within_8_seconds(server, session, person):
    other = await Person.arrive(server, session)
    begun = time.monotonic()
    with server.hanging_actions():
        async with other.tab() as tab:
            await tab.emit("message", {"id": "m1", "text": "what is chemotherapy"})
            reply, (told,) = await asyncio.gather(person.say("what is chemotherapy", "m1"), heard(tab, "replies"))
        assert 7 < time.monotonic() - begun < 10
        async with session.get(f"{server.url}/health") as answer:
            assert answer.status == 503
            body = await answer.json()
            assert body["status"] == "degraded" and body["parts"] == {
                "model": "ok", "actions": "down", "tracker_store": "ok"}  # fmt: skip
    for one in (reply, told["replies"][0]):
        assert one["outcome"] == "error" and "000" in one["numbers"] and one["text"].endswith(disclaimer())
    after = await person.say("what is immunotherapy", "m2")
    assert after["topic"] == "immunotherapy/what_is_it"
    assert [(one["from"], one["id"]) for one in await person.history()] == [
        ("person", "m1"), ("bot", "m1-0"), ("person", "m2"), ("bot", "m2-0")]  # fmt: skip
    assert (await person.say("what is chemotherapy", "m1")) == reply, "what was said once is not said otherwise later"


async def test_a_dead_tracker_store_leads_to_the_apology_and_the_server_lives(server, session, person):
    await person.say("hello")
    rename = lambda one, other: sqlite3.connect(server.conversations).execute(f"ALTER TABLE {one} RENAME TO {other}")  # noqa: E731
    rename("events", "lost")
    try:
        reply = await person.say("what is chemotherapy")
        assert reply["outcome"] == "error" and "000" in reply["text"]
        status, body = await person.ask("GET", "messages")
        assert (status, body["error"]) == (503, "unavailable")
        async with session.get(f"{server.url}/health") as answer:
            assert (await answer.json())["parts"]["tracker_store"] == "down"
    finally:
        rename("lost", "events")
    assert (await person.say("what is chemotherapy"))["outcome"] == "answer"


async def test_a_person_who_leaves_in_the_middle_finds_the_answer_later(server, person):
    with pytest.raises(asyncio.TimeoutError):
        await person.ask("POST", "messages", json={"id": "m1", "text": "what is chemotherapy"},
                         timeout=aiohttp.ClientTimeout(total=0.01))  # fmt: skip
    for _ in range(50):
        await asyncio.sleep(0.1)
        if len(messages := await person.history()) == 2:
            break
    assert [one["from"] for one in messages] == ["person", "bot"]


async def test_nothing_that_was_said_is_in_the_log(server, person):
    await person.say("my secret word is Frobnitzqux and I feel sick")
    with server.hanging_actions():
        await person.say("Frobnitzqux again")
    assert "no answer within" in server.log
    sub = jwt.decode(person.token, options={"verify_signature": False})["sub"]
    for secret in ("Frobnitzqux", sub, sub[4:], person.token, SECRET, "Traceback", "clinic.example/"):
        assert secret not in server.log
