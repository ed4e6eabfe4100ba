"""Conversations outlive a restart, stay quick however long they get, and leave nothing behind when they are deleted."""

import sqlite3
import time

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered

from extensions.channels.door import Door, Incoming
from extensions.channels.history import history
from extensions.channels.limits import Limits
from extensions.conversation_store import WINDOW, ConversationStore


@pytest.fixture
def run(loop):
    return loop.run_until_complete


@pytest.fixture
def path(tmp_path):
    return tmp_path / "conversations.db"


@pytest.fixture
def stored(bot, path):
    """The agent of the other tests, with a store of its own; given back as it was."""
    before = bot.agent.tracker_store
    ConversationStore(f"sqlite:///{path}").use_in(bot.agent)
    yield bot.agent
    bot.agent.tracker_store = bot.agent.processor.tracker_store = before


@pytest.fixture
def ask(bot, stored, run):
    door = Door(bot.guard, Limits(None))

    def ask_one(text, conversation="web-1", message_id=None, channel="web"):
        return run(door.answer(Incoming(channel, conversation, text, message_id), stored))[0]

    return ask_one


def reopened(agent: Agent, path) -> None:
    """As after a restart."""
    ConversationStore(f"sqlite:///{path}").use_in(agent)


def test_a_conversation_goes_on_after_a_restart(ask, stored, path, run):
    ask("what is immunotherapy")
    before = run(history(stored, "web-1"))
    reopened(stored, path)
    assert run(history(stored, "web-1")) == before
    assert ask("how long does it take")["topic"] == "immunotherapy/how_long"
    assert [one.person for one in run(history(stored, "web-1"))] == [True, False, True, False]


def test_the_history_holds_whole_replies(ask, stored, run):
    reply = ask("what is chemotherapy", message_id="m")
    person, bot = run(history(stored, "web-1"))
    assert (person.id, person.text) == ("m", "what is chemotherapy")
    assert bot.reply == reply and bot.id == reply["id"] == "m-0"


def test_a_message_that_comes_again_after_a_restart_gets_the_same_reply(bot, ask, stored, path, run):
    reply = ask("what is chemotherapy", message_id="m")
    reopened(stored, path)
    other = Door(bot.guard, Limits(None))
    assert run(other.answer(Incoming("web", "web-1", "what is chemotherapy", "m"), stored)) == [reply]
    assert len(run(history(stored, "web-1"))) == 2
    ask("hello", "sms-1", "m", "sms")
    other = Door(bot.guard, Limits(None))
    assert run(other.answer(Incoming("sms", "sms-1", "hello", "m"), stored)) is None


def test_a_button_works_after_a_restart(ask, stored, path):
    payload = ask("what is immunotherapy")["buttons"][1]["payload"]
    reopened(stored, path)
    assert payload.startswith("/ask_") and ask(payload)["topic"].startswith("immunotherapy/")


def test_a_turn_reads_a_bounded_window_that_begins_with_a_turn(stored, run):
    store = stored.tracker_store
    tracker = run(store.get_or_create_tracker("web-long"))
    for place in range(100):
        for one in (UserUttered(f"{place}", {"name": "greet"}), ActionExecuted("action_reply"), SlotSet("topic", "x"),
                    SlotSet("outcome", "y"), ActionExecuted("action_listen")):  # fmt: skip
            tracker.update(one)
    run(store.save(tracker))
    read = run(store.retrieve("web-long"))
    assert WINDOW - 10 < len(read.events) <= WINDOW + 2
    slots, events = list(read.events)[:2], list(read.events)[2:]
    assert {one.as_dict()["name"] for one in slots} == {"topic", "outcome"}
    assert events[0].as_dict()["name"] == "action_listen"
    assert isinstance(events[1], UserUttered)
    read.update(UserUttered("new", {"name": "greet"}))
    run(store.save(read))
    assert [one.text for one in run(store.said("web-long", 2))] == ["99", "new"]
    assert len(run(store.said("web-long", 1000))) == 101


def turns(count):
    """Turns that remember nothing but how they were answered."""
    for place in range(count):
        yield from (UserUttered(f"{place}", {"name": "greet"}), SlotSet("topic", "x"), ActionExecuted("action_listen"))


@pytest.mark.parametrize("begun_anew, kept", [(False, "immunotherapy"), (True, None)])
def test_what_was_remembered_long_ago_still_is_within_a_session(stored, run, begun_anew, kept):
    store = stored.tracker_store
    tracker = run(store.get_or_create_tracker("web-long"))
    before = [SlotSet("treatment", "chemotherapy"), SlotSet("treatment", "immunotherapy")]
    for one in [*before, *([SessionStarted()] if begun_anew else []), *turns(WINDOW)]:
        tracker.update(one)
    run(store.save(tracker))
    read = run(store.retrieve("web-long"))
    assert read.get_slot("treatment") == kept and read.get_slot("topic") == "x"
    read.update(UserUttered("new", {"name": "greet"}))
    run(store.save(read))
    assert len(run(store.said("web-long", 1000))) == WINDOW + 1


def test_a_turn_does_not_get_slower_with_the_length_of_the_conversation(ask):
    def median_of(turns):
        took = []
        for place in range(turns):
            begun = time.perf_counter()
            ask("what is chemotherapy" if place % 2 else "and how long does it take", "web-slow")
            took.append(time.perf_counter() - begun)
        return sorted(took)[turns // 2]

    warm, median_of_the_11th_to_20th = median_of(10), median_of(10)
    median_of(20)
    assert warm and median_of(10) < 1.6 * median_of_the_11th_to_20th


def test_what_is_deleted_is_gone_from_the_file(ask, stored, path, run):
    ask("my name is Xyzzyplugh and I am worried")
    ask("what is chemotherapy", "web-2")
    run(stored.tracker_store.forget("web-1"))
    assert run(history(stored, "web-1")) == [] != run(history(stored, "web-2"))
    assert run(stored.tracker_store.has_ended("web-1")) and not run(stored.tracker_store.has_ended("web-2"))
    for file in path.parent.iterdir():
        assert b"Xyzzyplugh" not in file.read_bytes(), file.name


def test_what_is_said_after_the_deletion_is_not_stored(ask, stored, run):
    tracker = run(stored.tracker_store.get_or_create_tracker("web-1"))
    run(stored.tracker_store.forget("web-1"))
    tracker.update(UserUttered("late", {"name": "greet"}))
    run(stored.tracker_store.save(tracker))
    assert run(history(stored, "web-1")) == []


def test_old_events_expire(ask, stored, run):
    ask("hello")
    assert run(stored.tracker_store.expire(1)) == 0
    assert run(stored.tracker_store.expire(-1)) > 0
    assert run(history(stored, "web-1")) == []
    assert ask("what is chemotherapy")["topic"] == "chemotherapy/what_is_it"


@pytest.mark.parametrize("url", ["sqlite:////proc/no/such.db", "postgresql://x:y@127.0.0.1:9/none"])
def test_a_store_that_cannot_be_opened_leads_to_the_apology(url, bot, stored, run):
    ConversationStore(url).use_in(stored)
    (reply,) = run(Door(bot.guard, Limits(None)).answer(Incoming("web", "web-1", "hello", "m"), stored))
    assert reply["outcome"] == "error" and "000" in reply["text"]


def test_a_store_that_breaks_leads_to_the_apology_and_recovers(ask, stored, path):
    ask("hello")
    with sqlite3.connect(path) as other:
        other.execute("ALTER TABLE events RENAME TO lost")
    assert ask("what is chemotherapy")["outcome"] == "error"
    with sqlite3.connect(path) as other:
        other.execute("ALTER TABLE lost RENAME TO events")
    assert ask("what is chemotherapy")["topic"] == "chemotherapy/what_is_it"


def test_a_locked_store_leads_to_the_apology_within_the_time(ask, path):
    ask("hello")
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    try:
        assert ask("what is chemotherapy")["outcome"] == "error"
    finally:
        other.rollback()
    assert time.monotonic() - begun < 9
    assert ask("what is chemotherapy")["outcome"] == "answer"


def test_the_ranking_is_not_stored(ask, path):
    ask("what is chemotherapy")
    (data,) = sqlite3.connect(path).execute("SELECT data FROM events WHERE kind = 'user'").fetchone()
    assert "intent_ranking" not in data and "what is chemotherapy" in data


def test_it_is_the_store_of_the_whole_agent(stored):
    assert stored.tracker_store is stored.processor.tracker_store
