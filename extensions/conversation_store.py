"""Where conversations are kept: any SQL database, a bounded window of each, and nothing longer than is allowed."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, Iterable, List, Optional, TypeVar

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import Column, Float, Index, Integer, String, Text, delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import declarative_base

from extensions.database import create_tables, empty_journal, engine_of

WINDOW = 150
"""Events of a conversation that a turn works with, some 10 turns: a turn costs more the more it reads."""
REMEMBERED = 600
"""Events before them in which is looked for what a conversation remembers, some 50 turns."""
THREADS = 4
STORED = "stored_events"
"""Attribute of a tracker: how many of its events are in the database already."""
UNUSED = ("core", "intent_ranking", "text_tokens", "response_selector")
"""What the model found out about a message that no later turn reads."""

Base: Any = declarative_base()
Result = TypeVar("Result")


class StoredEvent(Base):
    """One event of a conversation, as Rasa writes it."""

    __tablename__ = "events"
    __table_args__ = (Index("events_of_conversation", "conversation", "id"), Index("events_by_time", "at"))

    id = Column(Integer, primary_key=True, autoincrement=True)
    conversation = Column(String(80), nullable=False)
    kind = Column(String(40), nullable=False)
    at = Column(Float(53), nullable=False)
    message_id = Column(String(64))
    data = Column(Text, nullable=False)


class Ended(Base):
    """A conversation that its person has deleted: nothing is kept of it any more, whatever still comes."""

    __tablename__ = "ended"

    conversation = Column(String(80), primary_key=True)
    at = Column(Float(53), nullable=False)


class ConversationStore(TrackerStore):
    """A tracker store that fails loudly, so that the door can apologise. It works in threads of its own.

    Args:
        url: as SQLAlchemy writes it. Nothing is opened before it is needed.
    """

    def __init__(self, url: str) -> None:
        super().__init__(None)
        self._engine = engine_of(url)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="conversations")
        self._is_prepared = False

    def use_in(self, agent: Agent) -> None:
        """Let an agent keep its conversations here, without Rasa's wrapper, which hides failures and forgets."""
        self.domain = agent.domain
        agent.tracker_store = self
        if agent.processor:
            agent.processor.tracker_store = self

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new in a tracker."""
        events = list(tracker.events)
        rows = [row_of(tracker.sender_id, one) for one in events[getattr(tracker, STORED, 0) :]]
        if rows:
            await self._in_thread(lambda connection: add(connection, tracker.sender_id, rows))
        setattr(tracker, STORED, len(events))

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The last events of a conversation as a tracker, or None."""
        events = await self._in_thread(lambda connection: window(connection, sender_id))
        if not events:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        setattr(tracker, STORED, len(tracker.events))
        return tracker

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        query = select(StoredEvent.conversation).distinct()
        return await self._in_thread(lambda connection: list(connection.scalars(query)))

    async def said(self, sender_id: str, last: int) -> List[Event]:
        """The last messages of both sides, oldest first."""
        of_both = StoredEvent.kind.in_(("user", "bot"))
        query = select(StoredEvent.data).where(StoredEvent.conversation == sender_id, of_both)
        query = query.order_by(StoredEvent.id.desc()).limit(last)
        read = lambda connection: [json.loads(data) for data in connection.scalars(query)][::-1]  # noqa: E731
        events = (Event.from_parameters(one) for one in await self._in_thread(read))
        return [one for one in events if one]

    async def has(self, sender_id: str, message_id: str) -> bool:
        """Whether a message of that id is stored."""
        query = select(StoredEvent.id).where(
            StoredEvent.conversation == sender_id, StoredEvent.message_id == message_id
        )
        return bool(await self._in_thread(lambda connection: connection.scalar(query.limit(1))))

    async def has_ended(self, sender_id: str) -> bool:
        """Whether the person has deleted the conversation."""
        query = select(Ended.conversation).where(Ended.conversation == sender_id)
        return bool(await self._in_thread(lambda connection: connection.scalar(query)))

    async def forget(self, sender_id: str) -> None:
        """Delete a conversation for good; whatever is saved to it later is dropped."""
        await self._in_thread(lambda connection: end(connection, sender_id))
        await self._in_thread(empty_journal)

    async def expire(self, hours: float) -> int:
        """Delete all that is older; gives how many events that were."""
        before = time.time() - 3600 * hours
        deleted = await self._in_thread(lambda connection: delete_older(connection, before))
        await self._in_thread(empty_journal)
        return deleted

    async def ping(self) -> None:
        """Raises whatever is wrong with the database."""
        await self._in_thread(lambda connection: connection.scalar(select(StoredEvent.id).limit(1)))

    async def _in_thread(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._work, work)

    def _work(self, work: Callable[[Connection], Result]) -> Result:
        if not self._is_prepared:
            create_tables(Base.metadata, self._engine)
            self._is_prepared = True
        with self._engine.begin() as connection:
            return work(connection)


def row_of(conversation: str, one: Event) -> Dict[str, Any]:
    """An event as it is stored."""
    data = one.as_dict()
    parsed = data.get("parse_data")
    if parsed:
        data["parse_data"] = {name: value for name, value in parsed.items() if name not in UNUSED}
    return {
        "conversation": conversation,
        "kind": data["event"],
        "at": data.get("timestamp") or time.time(),
        "message_id": data.get("message_id"),
        "data": json.dumps(data),
    }


def add(connection: Connection, conversation: str, rows: List[Dict[str, Any]]) -> None:
    """Store events, unless the person has deleted the conversation in the meantime."""
    if not connection.scalar(select(Ended.conversation).where(Ended.conversation == conversation)):
        connection.execute(insert(StoredEvent), rows)


def window(connection: Connection, conversation: str) -> List[Dict[str, Any]]:
    """The last events, from the beginning of a turn on, without what only the person's screen needs; before them what
    was remembered by then.
    """
    query = select(StoredEvent.id, StoredEvent.data).where(StoredEvent.conversation == conversation)
    found = connection.execute(query.order_by(StoredEvent.id.desc()).limit(WINDOW)).all()[::-1]
    events = [json.loads(data) for _, data in found]
    if len(events) == WINDOW:
        starts = (place for place, one in enumerate(events) if one.get("name") == "action_listen")
        first = next(starts, 0)
        events = remembered(connection, conversation, found[first].id) + events[first:]
    for one in events:
        if one["event"] == "bot":
            one["data"]["custom"] = None
    return events


def remembered(connection: Connection, conversation: str, before: int) -> List[Dict[str, Any]]:
    """The last event of each slot before an event, if it was set since the last session began."""
    slots = select(StoredEvent.kind, StoredEvent.data).where(
        StoredEvent.conversation == conversation,
        StoredEvent.id < before,
        StoredEvent.kind.in_(("slot", "session_started")),
    )
    last: Dict[str, Dict[str, Any]] = {}
    for kind, data in connection.execute(slots.order_by(StoredEvent.id.desc()).limit(REMEMBERED)):
        if kind == "session_started":
            break
        event = json.loads(data)
        last.setdefault(event["name"], event)
    return list(last.values())[::-1]


def end(connection: Connection, conversation: str) -> None:
    """Delete a conversation, and note that it is over."""
    connection.execute(delete(StoredEvent).where(StoredEvent.conversation == conversation))
    connection.execute(delete(Ended).where(Ended.conversation == conversation))
    connection.execute(insert(Ended).values(conversation=conversation, at=time.time()))


def delete_older(connection: Connection, before: float) -> int:
    """Delete what is older than a point in time, and the notes of conversations that nobody can open any more."""
    connection.execute(delete(Ended).where(Ended.at < before))
    return connection.execute(delete(StoredEvent).where(StoredEvent.at < before)).rowcount
