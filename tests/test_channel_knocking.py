"""Only the platforms may knock: whatever is forged, stale, played back or cut off is refused and never answered."""

import json
import time
from unittest.mock import patch

import pytest
import requests

from extensions.channels.arrivals import STALE_SECONDS
from extensions.channels.door import the_door
from extensions.channels.messaging import REDELIVERY_SECONDS
from extensions.channels.metrics import counts
from tests.messaging_people import PEOPLE, OnMessenger, OnSlack, OnSms, OnTelegram, OnWhatsApp
from tests.messaging_server import PUBLIC_URL, VERIFY_TOKEN, MessagingServer

SPOILT = {OnTelegram: 401, OnWhatsApp: 403, OnSms: 403, OnMessenger: 403, OnSlack: 401}
QUESTION = "what is immunotherapy"
SIGNATURES = ("X-Telegram-Bot-Api-Secret-Token", "X-Twilio-Signature", "X-Hub-Signature-256", "X-Slack-Signature")


@pytest.fixture(params=PEOPLE, ids=lambda kind: kind.channel)
def person(request, messaging):
    return request.param(messaging)


def refused(person, body, headers, status, reason="forged"):
    """Assert that a request is refused with a metric, and that nobody hears anything."""
    name = f"{person.channel}.refused_{reason}"
    before = counts().get(name, 0)
    assert person.deliver(body, headers) == (status, [])
    assert counts()[name] == before + 1


def other(secret):
    """A secret of the same form with one sign changed."""
    return secret[:-1] + ("x" if secret[-1] != "x" else "y")


def with_signature(headers, change):
    return {name: change(value) if name in SIGNATURES else value for name, value in headers.items()}


def test_without_a_signature(person):
    body, headers = person.request(QUESTION)
    refused(
        person, body, {name: value for name, value in headers.items() if name not in SIGNATURES}, SPOILT[type(person)]
    )


@pytest.mark.parametrize("change", [other, lambda value: "", lambda value: value[:-3], lambda value: value + "é"])
def test_with_a_forged_signature(person, change):
    body, headers = person.request(QUESTION)
    headers = {name: value.encode("latin-1") for name, value in with_signature(headers, change).items()}
    refused(person, body, headers, SPOILT[type(person)])


@pytest.mark.parametrize("kind", [OnWhatsApp, OnSms, OnMessenger, OnSlack], ids=lambda kind: kind.channel)
@pytest.mark.parametrize("cut", [lambda body: body[: len(body) // 2], lambda body: body + b" ", lambda body: b""])
def test_cut_off_or_changed(messaging, kind, cut):
    person = kind(messaging)
    body, headers = person.request(QUESTION)
    refused(person, cut(body), headers, SPOILT[kind])


def test_an_update_of_telegram_that_was_cut_off(messaging):
    person = OnTelegram(messaging)
    body, headers = person.request(QUESTION)
    refused(person, body[:-9], headers, 400, "malformed")


@pytest.mark.parametrize("body", [
    b"[]", b"null", b"[" * 60_000, b"\xff\xfe", b'{"update_id": true}', b'{"update_id": 1, "message": {"date": 1}}',
])  # fmt: skip
def test_nonsense_with_the_right_secret(messaging, body):
    refused(OnTelegram(messaging), body, OnTelegram(messaging).headers(), 400, "malformed")


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"object": "page"}', b'{"object": "user", "entry": []}'])
def test_nonsense_that_is_signed(messaging, body):
    person = OnMessenger(messaging)
    with patch.object(json, "dumps", lambda *rest: body.decode()):
        body, headers = person.sign()
    refused(person, body, headers, 400, "malformed")


@pytest.mark.parametrize("entry", [
    None, 1, {"messaging": 1}, {"messaging": [None, 1, {}, {"sender": 1}, {"sender": {"id": 2}, "message": []}]},
    {"messaging": [{"sender": {"id": "2"}, "message": {"mid": "m", "attachments": [None, {"payload": 1}]}}]},
])  # fmt: skip
def test_signed_events_of_another_shape_break_nothing(messaging, entry):
    person = OnMessenger(messaging)
    with patch.object(json, "dumps", lambda *rest, dumps=json.dumps: dumps({"object": "page", "entry": [entry]})):
        body, headers = person.sign()
    assert person.deliver(body, headers)[0] == 200


def test_a_body_that_is_far_too_large(person):
    body, headers = person.request(QUESTION)
    assert person.deliver(body + b" " * 200_000, headers) == (413, [])


def test_another_method_or_kind_of_content(person):
    body, headers = person.request(QUESTION)
    assert (
        requests.put(f"{person.server.url}/webhooks/{person.channel}/webhook", data=body, timeout=5).status_code == 405
    )
    if not isinstance(person, (OnTelegram, OnMessenger)):
        return  # their body is read as JSON, whatever it is called
    assert person.deliver(body, {**headers, "Content-Type": "text/plain"})[0] == 200


# Twilio signs for the address that it knows


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:5005", "https://evil.example.org", PUBLIC_URL.replace("https", "http")]
)
def test_a_form_that_was_signed_for_another_address(messaging, url):
    refused(OnSms(messaging), *OnSms(messaging).request(QUESTION, url=url), 403)


def test_a_form_that_another_account_signed(messaging):
    refused(OnSms(messaging), *OnSms(messaging).request(QUESTION, token="3" * 32), 403)


def test_what_a_proxy_or_a_stranger_says_of_the_address_does_not_matter(messaging):
    person = OnSms(messaging)
    body, headers = person.request(QUESTION)
    forwarded = {"Host": "evil.example.org", "X-Forwarded-Host": "evil.example.org", "X-Forwarded-Proto": "http"}
    assert len(person.deliver(body, {**headers, **forwarded})[1]) == 1


# stale, played back, delivered again


def test_slack_is_refused_after_five_minutes(messaging):
    person = OnSlack(messaging)
    refused(person, *person.sign(person.callback(QUESTION), at=time.time() - 301), 401)
    refused(person, *person.sign(person.callback(QUESTION), at=time.time() + 301), 401)


def test_a_copy_of_a_request_of_slack_is_refused_and_a_retry_is_not_answered_again(messaging):
    person = OnSlack(messaging)
    callback = person.callback(QUESTION)
    body, headers = person.sign(callback)
    assert len(person.deliver(body, headers)[1]) == 1
    refused(person, body, headers, 403, "replayed")
    retried, headers = person.sign(callback, at=time.time() + 1)
    assert person.deliver(retried, {**headers, "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}) == (
        200,
        [],
    )


@pytest.mark.parametrize("kind", [OnTelegram, OnWhatsApp, OnSms, OnMessenger], ids=lambda kind: kind.channel)
def test_what_is_delivered_again_is_answered_once_and_what_is_played_back_later_is_refused(messaging, kind):
    person = kind(messaging)
    body, headers = person.request(QUESTION)
    assert person.deliver(body, headers)[1]
    again = counts().get(f"{kind.channel}.again", 0)
    assert person.deliver(body, headers) == (200, [])
    assert counts()[f"{kind.channel}.again"] == again + 1
    later = time.time() + REDELIVERY_SECONDS + 1
    with patch("extensions.channels.memory.time.time", lambda: later):
        refused(person, body, headers, 403, "replayed")


def test_what_is_delivered_again_after_a_restart_is_not_answered_again(messaging, bot):
    person = OnSms(messaging)
    body, headers = person.request(QUESTION)
    assert person.deliver(body, headers)[1]
    the_door.cache_clear()
    with MessagingServer(bot, messaging.folder) as restarted:
        person.server = restarted
        assert person.deliver(body, headers) == (200, [])


def test_what_is_too_old_is_not_answered(messaging):
    long_ago = int(time.time() - STALE_SECONDS - 60)
    refused(OnTelegram(messaging), *OnTelegram(messaging).request(QUESTION, date=long_ago), 403, "stale")
    refused(OnMessenger(messaging), *OnMessenger(messaging).request(QUESTION, at=long_ago), 403, "stale")


def test_every_event_of_a_batch_is_answered(messaging):
    person, friend = OnMessenger(messaging), OnMessenger(messaging)
    friend.id, person.id = f"friend-{friend.id}", person.id
    body, headers = person.sign(
        person.event("hello"), friend.event("hello"), person.event(QUESTION), person.event(at=1)
    )
    status, messages = person.deliver(body, headers)
    assert status == 200 and "I am Shipmate" in messages[0].text and "immune system" in messages[1].text
    assert len(messaging.platforms.to(friend.id)) == 1


# the addresses are proved


def prove(server, **asked):
    address = f"{server.url}/webhooks/messenger/webhook"
    return requests.get(address, params={f"hub.{name}": value for name, value in asked.items()}, timeout=5)


def test_messenger_gets_its_challenge_back_from_us_alone(messaging):
    asked = {"mode": "subscribe", "challenge": "1158201444", "verify_token": VERIFY_TOKEN}
    assert (prove(messaging, **asked).status_code, prove(messaging, **asked).text) == (200, "1158201444")
    for wrong in ({"verify_token": other(VERIFY_TOKEN)}, {"verify_token": ""}, {"mode": "unsubscribe"}):
        assert prove(messaging, **{**asked, **wrong}).status_code == 403
    assert prove(messaging, **{**asked, "challenge": "<script>"}).status_code == 400


def test_slack_gets_its_challenge_back_when_it_signs(messaging):
    person = OnSlack(messaging)
    body, headers = person.sign(
        json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1aB"}).encode()
    )
    assert messaging.post("slack", body, headers).json() == {"challenge": "3eZbrw1aB"}
    assert messaging.post("slack", body, with_signature(headers, other)).status_code == 401
