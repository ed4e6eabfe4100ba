"""Requests for a call on Telegram: offered with a person, passed on once, and kept nowhere."""

import json
import logging
import os
import socket
import time
from datetime import datetime, timezone
from unittest.mock import patch

import pytest

from actions import reply as say
from extensions.channels import call_back, platforms, sending
from extensions.channels.arrivals import Contact
from extensions.channels.credentials import refuse_wrong_credentials
from extensions.channels.door import the_door
from extensions.channels.identity import conversation_id
from extensions.channels.metrics import counts
from extensions.channels.platforms import PlatformError, Telegram
from extensions.channels.wording import wording
from tests.messaging_people import OnMessenger, OnTelegram, OnWhatsApp
from tests.messaging_server import MessagingServer, settings
from tests.service_stand_ins import CALL_BACK_TOKEN, Assistant, Service

ASK, BUTTON = "can I talk to a person", "Ask the team to call me"
PHONE, NAME = "+61400111222", "Annabelle"
TAKEN, FAILED = "Thank you. The team has your number", "Sorry, that did not work"
GONE = {"remove_keyboard": True}


class Patient(OnTelegram):
    """Somebody who may press the button."""

    def contact(self, **more):
        return {"phone_number": PHONE, "first_name": NAME, "last_name": "Secret", "user_id": self.id, **more}

    def share(self, **more):
        (told,) = self.say(contact=self.contact(**more))
        return told


def variables(service):
    return lambda api: {**settings(api), "CALL_BACK_URL": service.url, "CALL_BACK_TOKEN": CALL_BACK_TOKEN}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("call_back")
    with Service() as service, MessagingServer(Assistant(), folder, variables(service)) as server:
        server.service = service
        yield server


@pytest.fixture
def service(running):
    running.service.asked.clear(), running.service.visited.clear(), running.service.plan.clear()
    return running.service


@pytest.fixture
def patient(running, service):
    """Somebody who was offered a call."""
    patient = Patient(running)
    patient.say(ASK)
    return patient


def keyboard(message):
    return [key for row in message.payload["reply_markup"].get("keyboard", []) for key in row]


def kept(server, patient):
    """All that is kept of a conversation, as text."""
    store = server.bot.tracker_store.store
    return str(store.get(conversation_id("telegram", str(patient.id)), ""))


def counted(name):
    return counts().get(f"telegram.{name}", 0)


def test_the_whole_path(running, service):
    patient, delivered = Patient(running), counted("call_back_delivered")
    answer, offered = patient.say(ASK)
    assert "You can talk to a person" in answer.text and answer.payload["reply_markup"]["inline_keyboard"]
    assert keyboard(offered) == [{"text": BUTTON, "request_contact": True}]
    assert offered.payload["reply_markup"]["one_time_keyboard"] is True
    for told in ("pass your first name and number on", "do not keep", "what can wait", "ring 000"):
        assert told in offered.text
    begun = int(time.time())
    told = patient.share()
    assert TAKEN in told.text and "000" in told.text and told.payload["reply_markup"] == GONE
    ((asked, headers),) = service.asked
    assert service.visited == ["/call-back/"] and headers["Authorization"] == f"Bearer {CALL_BACK_TOKEN}"
    assert headers["Content-Type"] == "application/json"
    at = datetime.fromisoformat(asked.pop("asked_at"))
    assert at.utcoffset().total_seconds() == 0 and begun - 1 <= at.timestamp() <= time.time()
    assert asked == {"channel": "telegram", "name": NAME, "phone": PHONE}
    assert counted("call_back_delivered") == delivered + 1


def test_the_number_as_it_was_given_and_no_name(patient, service):
    assert TAKEN in patient.share(phone_number="61400111222", first_name="").text
    asked, _ = service.asked[0]
    assert asked["phone"] == "61400111222" and asked["name"] is None


def test_nothing_is_kept_and_nothing_is_logged(running, patient, service, caplog):
    with caplog.at_level(logging.DEBUG):
        assert TAKEN in patient.share().text
        service.answers(500)
        assert FAILED in patient.share().text
    assert "call_back: message unknown (status 500)" in caplog.text
    kinds = [event.type_name for event in running.do(running.bot.tracker_store.retrieve(
        conversation_id("telegram", str(patient.id)))).events]  # fmt: skip
    assert kinds.count("user") == kinds.count("bot") == 1
    files = b"".join(file.read_bytes() for file in running.folder.rglob("*") if file.is_file())
    places = (caplog.text, kept(running, patient), files.decode("latin-1"), json.dumps(counts()))
    for secret in (PHONE.lstrip("+"), NAME, "Secret"):
        assert not [place for place in places if secret in place]
    assert CALL_BACK_TOKEN not in caplog.text and service.url not in caplog.text
    assert PHONE not in repr(Contact(datetime.now(timezone.utc), PHONE, NAME))


# to whom it is offered


@pytest.mark.parametrize("words", ["I cannot breathe", "I want to end my life"])
def test_an_alarm_offers_no_call_and_takes_the_button_away(patient, words):
    (alarm,) = patient.say(words)
    assert alarm.payload["reply_markup"] == GONE and "also call you" not in alarm.text


def test_where_danger_cannot_be_excluded_nothing_stands_beside_the_lines(running, service):
    (answer,) = Patient(running).say("can I talk to a person, I am not safe")
    assert "13 11 14" in answer.text and not keyboard(answer)


@pytest.mark.parametrize("words", ["hello", "thanks"])
def test_other_answers_offer_no_call(running, service, words):
    (answer,) = Patient(running).say(words)
    assert not keyboard(answer)


@pytest.mark.parametrize("kind", [OnMessenger, OnWhatsApp], ids=lambda kind: kind.channel)
def test_other_channels_offer_no_call(running, service, kind):
    assert "also call you" not in "".join(message.text for message in kind(running).say(ASK))


def test_who_was_not_told_what_becomes_of_the_number_is_told_first(running, service):
    patient = Patient(running)
    offered = patient.share()
    assert keyboard(offered) and not service.asked
    assert TAKEN in patient.share().text and len(service.asked) == 1


# whose number it is


@pytest.mark.parametrize("whose", [{"user_id": 4711}, {"user_id": None}, {"user_id": True}, {"user_id": "x"}])
def test_somebody_elses_number_is_refused_kindly(running, patient, service, whose):
    told = patient.share(**whose)
    assert "not your own number" in told.text and told.payload["reply_markup"] == GONE
    assert not service.asked and PHONE not in kept(running, patient)


@pytest.mark.parametrize("number", ["", "call me", "+61 400", "0" * 40, 61400111222, None])
def test_what_is_no_number_is_not_passed_on(patient, service, number):
    assert "I can only read words" in patient.share(phone_number=number).text and not service.asked


def test_a_contact_of_another_shape(patient, service):
    (told,) = patient.say(contact=["x"])
    assert "not your own number" in told.text and not service.asked


def test_a_group_is_told_that_it_works_in_private(running, service):
    group = Patient(running)
    sender, group.id = group.id, -group.id
    (told,) = group.say(kind="supergroup", contact=group.contact(user_id=sender), **{"from": {"id": sender}})
    assert "only talk in private" in told.text and not service.asked


def test_a_forged_request(patient, service):
    body, headers = patient.request(contact=patient.contact())
    assert patient.deliver(body, patient.headers("another-secret-token")) == (401, [])
    assert patient.deliver(body, {"Content-Type": "application/json"}) == (401, []) and not service.asked


def test_numbers_without_end_are_not_passed_on_without_end(patient, service):
    told = [patient.share().text for _ in range(22)]
    assert "faster than I can read" in told[-1] and len(service.asked) <= 20


# once, or not at all


def test_what_is_delivered_again_is_passed_on_once(running, patient, service, tmp_path):
    body, headers = patient.request(contact=patient.contact())
    assert len(patient.deliver(body, headers)[1]) == 1
    assert patient.deliver(body, headers) == (200, [])
    the_door.cache_clear()
    with MessagingServer(Assistant(), running.folder, variables(service)) as patient.server:
        assert patient.deliver(body, headers) == (200, [])
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [302, 307, 400, 401, 404, 500, 0])
def test_a_refusal_is_told_plainly_and_not_repeated(patient, service, status):
    failed = counted("call_back_failed")
    service.answers(status, {"Location": "/somewhere-else"})
    told = patient.share()
    assert FAILED in told.text and "do not wait for a call" in told.text and told.payload["reply_markup"] == GONE
    assert all(route in told.text for route in ("appointment letter", "13 11 20", "000"))
    assert service.visited == ["/call-back/"] and counted("call_back_failed") == failed + 1


def test_a_system_that_is_busy_for_a_moment(patient, service):
    service.answers(503), service.answers(429, {"Retry-After": "1"})
    assert TAKEN in patient.share().text and len(service.asked) == 3


def test_a_system_that_asks_for_too_much_patience(patient, service, monkeypatch):
    monkeypatch.setattr(call_back, "PATIENCE_SECONDS", 0.3)
    service.answers(503, {"Retry-After": "30"})
    begun = time.monotonic()
    assert FAILED in patient.share().text and time.monotonic() - begun < 5


def test_a_system_that_is_down(running, patient, service, monkeypatch):
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.02)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        system = running.channels["telegram"].call_back.system
        monkeypatch.setattr(system, "url", f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        assert FAILED in patient.share().text
    assert not service.asked


def test_a_slow_system_keeps_nobody_waiting(running, patient, service, monkeypatch):
    monkeypatch.setattr(call_back, "PATIENCE_SECONDS", 2)
    friends = [Patient(running) for _ in range(4)]
    for friend in friends:
        friend.say(ASK)
    begun = time.monotonic()
    for one in (*friends, patient):
        service.answers(201, seconds=4)
        assert running.post("telegram", *one.request(contact=one.contact())).status_code == 200
    assert running.post("telegram", *patient.request("I cannot breathe")).status_code == 200
    while len(running.platforms.to(patient.id)) < 3:  # the answer and the offer stand there already
        assert time.monotonic() - begun < 1.5, "an alarm waits for the system"
        time.sleep(0.02)
    assert "call 000" in running.platforms.to(patient.id)[2].text and not keyboard(running.platforms.to(patient.id)[2])
    running.settle()
    assert time.monotonic() - begun < 4 and len(service.asked) == 5
    assert all(FAILED in running.platforms.to(one.id)[-1].text for one in (patient, *friends))


# off, and the settings


def test_where_nobody_calls_back_all_is_as_it_was(tmp_path):
    with MessagingServer(Assistant(), tmp_path) as server:
        patient = Patient(server)
        (answer,) = patient.say(ASK)
        told = patient.share()
    assert not keyboard(answer) and "also call you" not in answer.text and "I can only read words" in told.text
    assert PHONE not in kept(server, patient)


def test_the_words_are_those_of_the_actions():
    for name in ("offer", "taken", "failed", "not_yours"):
        assert wording(f"call_back_{name}")["text"] == say.with_disclaimer(say.wording(f"call_back_{name}").text)


def given(**changed):
    return patch.dict(os.environ, {**settings("http://127.0.0.1:1"), **changed})


@pytest.mark.parametrize("url", [
    "https://a.org", "https://a.org:8443/call/?team=1", "http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]:9/",
])  # fmt: skip
def test_addresses_that_are_taken_as_they_stand(url):
    with given(CALL_BACK_URL=url):
        assert platforms.read(Telegram).call_back_url == url
        assert url not in repr(platforms.read(Telegram))


@pytest.mark.parametrize("name, value", [
    ("URL", "http://service.example.org/x"), ("URL", "clinic.example.org"), ("URL", "https://?x"), ("URL", "https:///x"),
    ("URL", "ftp://127.0.0.1"), ("URL", "https://me:secret@a.org"), ("URL", "https://a.org/a b"),
    ("URL", "https://a.org:99999"), ("URL", "https://a.org:0"), ("URL", "http://127.0.0.1.example.org"),
    ("TOKEN", "short"), ("TOKEN", "with spaces in between"), ("TOKEN", "line-that-goes-on-\n"),
])  # fmt: skip
async def test_a_bad_value_stops_the_start_with_one_line(name, value):
    good = {"CALL_BACK_URL": "https://a.org", "CALL_BACK_TOKEN": CALL_BACK_TOKEN}
    changed = given(**{**good, f"CALL_BACK_{name}": value})
    with changed, pytest.raises(PlatformError, match=f"^CALL_BACK_{name}: ") as error:
        await refuse_wrong_credentials()
    assert "\n" not in str(error.value) and value not in str(error.value)


def test_a_token_without_an_address():
    missing = "^CALL_BACK_URL is missing although CALL_BACK_TOKEN is set"
    with given(CALL_BACK_URL="", CALL_BACK_TOKEN=CALL_BACK_TOKEN), pytest.raises(PlatformError, match=missing):
        platforms.read(Telegram)
