"""The door: every message of every channel comes in here, and never leaves without an answer."""

import asyncio
import logging
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Dict, List, Optional, Tuple
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

from actions.settings import settings as content_settings
from extensions.channels.guard import Guard
from extensions.channels.history import SAID, context, offered_payloads, replies_to, reply_of, with_id
from extensions.channels.incoming import MY_LOCATION, Incoming, location, printable
from extensions.channels.limits import Limits
from extensions.channels.metrics import count
from extensions.channels.settings import settings
from extensions.channels.wording import Reply, wording
from extensions.nlu.safety_rules import SafetyRules

logger = logging.getLogger(__name__)

SAID_HERE = ("apology", "limited")
SECONDS = 8.0
"""How long a person waits at most."""
REMEMBERING = 5.0
"""Seconds that the store may take to note an apology; nobody waits for it."""
KEPT, KEPT_SECONDS = 2000, 3600
"""How many messages, and how long, are known again when they are delivered a second time."""


@dataclass(frozen=True)
class Delivery:
    """A message that was taken in."""

    replies: "asyncio.Task[Optional[List[Reply]]]"
    """None where an earlier run of this program has answered it, on channels that show no reply twice."""
    again: bool
    """Whether it had come before."""


class Collector(OutputChannel):
    """Keeps replies whole; Rasa's own collector cuts them at blank lines."""

    def __init__(self) -> None:
        self.replies: List[Reply] = []

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Keep one reply."""
        self.replies.append(reply_of(message))


class Door:
    """Takes messages in, one of a conversation at a time, and gives replies within `SECONDS`."""

    def __init__(self, guard: Guard, limits: Limits, seconds: float = SECONDS) -> None:
        self.guard = guard
        self.limits = limits
        self.seconds = seconds
        self._taken: OrderedDict[Tuple[str, str], Tuple[float, Delivery]] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._notes: set[asyncio.Task[None]] = set()

    async def answer(self, incoming: Incoming, agent: Agent) -> Optional[List[Reply]]:
        """The replies to a message, at least one; None where it was delivered before."""
        delivery = self.receive(incoming, agent)
        return None if delivery.again else await asyncio.shield(delivery.replies)

    def receive(self, incoming: Incoming, agent: Agent) -> Delivery:
        """Take a message in. It is answered to the end, whether anybody waits for the replies or not."""
        incoming = replace(incoming, message_id=incoming.message_id or uuid.uuid4().hex)
        key = (incoming.conversation, str(incoming.message_id))
        if key in self._taken:
            count("again", incoming.channel)
            return Delivery(self._taken[key][1].replies, again=True)
        delivery = Delivery(asyncio.ensure_future(self._replies(incoming, agent, key)), again=False)
        self._taken[key] = (time.monotonic(), delivery)
        self._forget_old()
        return delivery

    def lock(self, conversation: str) -> asyncio.Lock:
        """Whoever holds it is alone with a conversation."""
        return self._locks.setdefault(conversation, asyncio.Lock())

    def forget(self, conversation: str) -> None:
        """Keep nothing of a conversation here."""
        for key in [key for key in self._taken if key[0] == conversation]:
            del self._taken[key]

    def _forget_old(self) -> None:
        oldest_allowed = time.monotonic() - KEPT_SECONDS
        while self._taken:
            key, (taken, delivery) = next(iter(self._taken.items()))
            if len(self._taken) <= KEPT and taken >= oldest_allowed:
                return
            del self._taken[key]

    async def _replies(self, incoming: Incoming, agent: Agent, key: Tuple[str, str]) -> Optional[List[Reply]]:
        if not await self.limits.allow(incoming.conversation):
            self._taken.pop(key, None)  # sent again later, it is answered
            count("limited", incoming.channel)
            return [with_id(wording("limited"), key[1], 0)]
        turn = asyncio.ensure_future(self._turn(incoming, agent))
        await asyncio.wait({turn}, timeout=self.seconds)
        if not turn.done():
            turn.cancel()  # so that no late reply contradicts the apology, and the next message need not wait
            logger.error("no answer within %g s", self.seconds)
        replies = turn.result() if turn.done() else []
        if replies is None:
            return None
        count("answered" if replies else "failed", incoming.channel)
        if not replies:
            replies = [wording("apology")]
            note = asyncio.ensure_future(self._note_apology(incoming, agent, replies[0]))
            self._notes.add(note)
            note.add_done_callback(self._notes.discard)
        return [with_id(reply, key[1], place) for place, reply in enumerate(replies)]

    async def _turn(self, incoming: Incoming, agent: Agent) -> Optional[List[Reply]]:
        """The replies of the assistant; none where it failed. Rasa's stores and servers may even ask to exit."""
        try:
            async with self.lock(incoming.conversation):
                if await is_stored(agent, incoming):
                    return await self._replies_again(incoming, agent)
                collector = Collector()
                await agent.handle_message(await self._message(incoming, agent, collector))
                return collector.replies
        except (Exception, SystemExit) as error:
            logger.error("a message on %s failed: %s", incoming.channel, type(error).__name__)
            return []

    async def _replies_again(self, incoming: Incoming, agent: Agent) -> Optional[List[Reply]]:
        if not incoming.is_web:
            return None
        return await replies_to(agent, incoming.conversation, incoming.message_id or "")

    async def _message(self, incoming: Incoming, agent: Agent, collector: Collector) -> UserMessage:
        """What Rasa reads: admitted by the guard, without anything else that came with it."""
        shared = location(incoming.text) if incoming.is_web else None
        is_command = incoming.text.strip().startswith("/") and not shared
        offered = await offered_payloads(agent, incoming.conversation) if is_command else []
        text = shared or self.guard.admit(incoming.text, offered)
        said = MY_LOCATION if shared else printable(incoming.text)
        metadata = {} if is_command else await context(agent, incoming.conversation)
        if said != text and text not in offered:
            metadata[SAID] = said
        return UserMessage(
            text,
            collector,
            incoming.conversation,
            input_channel=incoming.channel,
            message_id=incoming.kept_id,
            metadata=metadata or None,
        )

    async def _note_apology(self, incoming: Incoming, agent: Agent, apology: Reply) -> None:
        """Keep the message and the apology, so that a later look at the conversation shows what was said."""
        try:
            await asyncio.wait_for(self._append(incoming, agent, apology), REMEMBERING)
        except (Exception, SystemExit) as error:
            logger.error("an apology on %s could not be noted: %s", incoming.channel, type(error).__name__)

    async def _append(self, incoming: Incoming, agent: Agent, apology: Reply) -> None:
        async with self.lock(incoming.conversation):
            tracker = await agent.tracker_store.get_or_create_tracker(incoming.conversation)
            kept = (event.message_id for event in tracker.events if isinstance(event, UserUttered))
            apologised: List[Event] = [
                BotUttered(apology["text"], {"buttons": [], "custom": {"reply": apology}}),
                SlotSet("outcome", apology["outcome"]),
                SlotSet("topic", None),
            ]
            if incoming.kept_id not in kept:  # the message itself was lost, too
                said = UserUttered(
                    self.guard.admit(incoming.text),
                    {"name": "nlu_fallback", "confidence": 0.0},
                    input_channel=incoming.channel,
                    message_id=incoming.kept_id,
                    metadata={SAID: printable(incoming.text)},
                )
                fallback, listen = ActionExecuted("action_default_fallback"), ActionExecuted("action_listen")
                apologised = [said, fallback, *apologised, listen]
            for event in apologised:
                tracker.update(event)
            await agent.tracker_store.save(tracker)


async def is_stored(agent: Agent, incoming: Incoming) -> bool:
    """Whether a message has been answered by an earlier run of this program, as far as the store can tell quickly."""
    has = getattr(agent.tracker_store, "has", None)
    return bool(has and await has(incoming.conversation, incoming.kept_id))


@lru_cache(maxsize=1)
def the_door() -> Door:
    """The one door of this process."""
    for name in SAID_HERE:
        wording(name)  # read now, and filled: what is said when all else is broken
    guard = Guard(SafetyRules.load(content_settings().content_path / "safety.yml"))
    return Door(guard, Limits(settings().messages_per_minute, settings().redis_url))
