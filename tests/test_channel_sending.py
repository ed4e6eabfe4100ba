"""Sending to the platforms: again where nothing was taken, never twice, and without a word of content in the log."""

import asyncio
import logging
import socket
import time

import pytest
from aiohttp import web

from extensions.channels import sending
from extensions.channels.metrics import counts
from extensions.channels.sending import LONGEST_WAIT, Platform, Sent
from tests.messaging_people import PEOPLE, OnMessenger, OnSlack, OnSms, OnTelegram, OnWhatsApp
from tests.stand_ins import Failure

QUESTION = "what is immunotherapy"
WAIT = {
    OnTelegram: Failure(429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 1}}),
    OnWhatsApp: Failure(429, {"code": 20429, "message": "Too Many Requests"}, {"Retry-After": "1"}),
    OnSms: Failure(429, {"code": 20429, "message": "Too Many Requests"}, {"Retry-After": "1"}),
    OnMessenger: Failure(400, {"error": {"code": 613, "message": "too many calls"}}, {"Retry-After": "1"}),
    OnSlack: Failure(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}),
}


@pytest.fixture(params=PEOPLE, ids=lambda kind: kind.channel)
def person(request, messaging):
    return request.param(messaging)


def calls(person):
    """When the platform was asked to deliver to a person."""
    return [at for _, to, at in person.server.platforms.calls if to == str(person.address)]


def plan(person, *failures):
    person.server.platforms.plan[str(person.address)].extend(failures)


def test_a_rate_limit_is_waited_for(person):
    plan(person, WAIT[type(person)])
    assert len(person.say(QUESTION)) >= 1
    first, second = calls(person)[:2]
    assert 1.0 <= second - first < 2.5


def test_unavailable_for_a_moment(person):
    plan(person, Failure(503), Failure(503))
    messages = person.say(QUESTION)
    assert len(calls(person)) == len(messages) + 2


@pytest.mark.parametrize("failure", [
    Failure(500, taken=True), Failure(502, taken=True), Failure(504, taken=True), Failure(0, taken=True),
], ids=lambda failure: str(failure.status))  # fmt: skip
def test_what_may_have_been_taken_is_not_sent_again(person, failure):
    plan(person, failure)
    texts = [message.text for message in person.say(QUESTION)]
    assert texts and len(set(texts)) == len(texts) == len(calls(person))


def test_a_refusal_is_not_repeated_and_logged_without_content(person, caplog):
    refused = {"code": 21211} if isinstance(person, OnSms) else {"ok": False, "error": "channel_not_found"}
    plan(person, Failure(403, refused))
    before = counts().get(f"{person.channel}.send_refused", 0)
    with caplog.at_level(logging.DEBUG, logger="extensions"):
        assert person.say(QUESTION) == []
    assert len(calls(person)) == 1 and counts()[f"{person.channel}.send_refused"] == before + 1
    assert "message refused" in caplog.text
    for secret in (QUESTION, "immune", str(person.id).split("+")[-1], "http://"):
        assert secret not in caplog.text


def test_a_person_who_blocked_the_bot_does_not_stop_the_others(messaging):
    blocked, friend = OnTelegram(messaging), OnTelegram(messaging)
    plan(
        blocked, Failure(403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
    )
    assert blocked.say("hello") == [] and len(friend.say("hello")) == 1


@pytest.mark.parametrize("error, sent", [
    ("ratelimited", 2), ("fatal_error", 1), ("internal_error", 1), ("channel_not_found", 1), ("invalid_auth", 1),
])  # fmt: skip
def test_slack_says_with_status_200_what_went_wrong(messaging, error, sent):
    person = OnSlack(messaging)
    plan(person, Failure(200, {"ok": False, "error": error}))
    person.say("hello")
    assert len(calls(person)) == sent


def waiting_for_an_answer(messaging, seconds: int) -> OnTelegram:
    """Somebody who asked about chemotherapy, while the platform wants nothing for some seconds."""
    person = OnTelegram(messaging)
    plan(person, Failure(429, {"parameters": {"retry_after": seconds}}))
    messaging.post("telegram", *person.request("what is chemotherapy"))
    while not calls(person):
        time.sleep(0.02)
    return person


def test_an_alarm_overtakes_what_waits_for_a_rate_limit(messaging):
    person = waiting_for_an_answer(messaging, seconds=3)
    first, second = person.say("I have crushing chest pain and cannot breathe")
    assert "Call 000 now" in first.text and "Chemo" in second.text


def test_answers_come_in_the_order_of_the_questions(person):
    bodies = [person.request(text) for text in ("what is immunotherapy", "what is radiation therapy", "hello")]
    for body in bodies:
        assert person.server.post(person.channel, *body).status_code == 200
    person.server.settle()
    texts = [message.text for message in person.server.platforms.to(person.address)]
    places = [
        next(n for n, text in enumerate(texts) if part in text) for part in ("Immuno", "adiation", "I am Shipmate")
    ]
    assert places == sorted(places)


def test_a_later_answer_does_not_overtake_one_that_waits(messaging):
    person = waiting_for_an_answer(messaging, seconds=2)
    first, second = person.say("hello")
    assert "Chemo" in first.text and "I am Shipmate" in second.text


def test_the_platform_has_its_answer_before_the_person(messaging):
    person = OnTelegram(messaging)
    plan(person, Failure(429, {"parameters": {"retry_after": 2}}))
    begun = time.monotonic()
    assert messaging.post("telegram", *person.request("hello")).status_code == 200
    assert time.monotonic() - begun < 1
    messaging.settle()
    assert len(messaging.platforms.to(person.id)) == 1


# the sender alone


@pytest.fixture
async def platform():
    """A platform that gives the planned answers, and counts."""
    answers, asked = [], []

    async def answer(request):
        asked.append(time.monotonic())
        status, headers = answers.pop(0) if answers else (200, {})
        return web.Response(status=status, headers=headers)

    app = web.Application()
    app.router.add_post("/send", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    await web.SockSite(runner, taken).start()
    platform = Platform("test", f"http://127.0.0.1:{taken.getsockname()[1]}")
    yield platform, answers, asked
    await platform.close()
    await runner.cleanup()


async def test_a_platform_that_asks_for_too_long_a_wait_is_not_asked_again(platform):
    there, answers, asked = platform
    answers.append((429, {"Retry-After": str(int(LONGEST_WAIT) + 1)}))
    assert await there.send("/send") is Sent.UNREACHED and len(asked) == 1


async def test_it_gives_up_after_some_attempts_with_growing_waits(platform, monkeypatch):
    there, answers, asked = platform
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.05)
    answers.extend([(503, {})] * 20)
    assert await there.send("/send") is Sent.UNREACHED and len(asked) == sending.ATTEMPTS
    waits = [later - earlier for earlier, later in zip(asked, asked[1:], strict=False)]
    assert waits == sorted(waits) and waits[0] >= 0.03


async def test_without_a_network_it_tries_again_and_gives_up(monkeypatch, caplog):
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.02)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        platform = Platform("test", f"http://127.0.0.1:{nobody.getsockname()[1]}/bot-secret")
        assert await platform.send("/send", json={"text": "what was said"}) is Sent.UNREACHED
    await platform.close()
    assert "unreached" in caplog.text and "secret" not in caplog.text and "said" not in caplog.text


async def test_when_the_network_comes_back_the_message_goes_out_once(platform, monkeypatch):
    there, answers, asked = platform
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.2)
    address, there.url = there.url, "http://127.0.0.1:1"
    sent = asyncio.ensure_future(there.send("/send"))
    await asyncio.sleep(0.1)
    there.url = address
    assert await sent is Sent.TAKEN and len(asked) == 1


async def test_a_platform_that_hangs_is_not_asked_twice(platform, monkeypatch):
    there, answers, asked = platform
    monkeypatch.setattr(sending, "REQUEST_SECONDS", sending.aiohttp.ClientTimeout(total=0.3))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        there.url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert await there.send("/send") is Sent.UNKNOWN
