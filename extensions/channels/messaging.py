"""What all messaging channels do alike: check who knocks, answer each message once, and speak in the right order."""

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any, Awaitable, Callable, ClassVar, Coroutine, Dict, List, Optional, Set, Type
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from extensions.channels.arrivals import Arrival
from extensions.channels.door import the_door
from extensions.channels.history import offered_payload
from extensions.channels.identity import conversation_id, keyed_hash
from extensions.channels.incoming import Incoming
from extensions.channels.memory import Memory
from extensions.channels.metrics import count
from extensions.channels.offering import alarms_first, is_alarm
from extensions.channels.platforms import PlatformSettings, read
from extensions.channels.sending import Platform, Sent
from extensions.channels.settings import settings
from extensions.channels.webhooks import Handler, Refused, add_route
from extensions.channels.wording import Reply, wording

logger = logging.getLogger(__name__)

REDELIVERY_SECONDS = 15 * 60
"""A message that comes again within it was delivered again; later somebody plays an old request back."""
AT_ONCE = 3  # messages of a channel that are worked on together: more are not answered sooner, and webhooks wait
FINISHING_SECONDS = 15
"""How long a server that stops waits for answers that are on their way."""

Payload = Dict[str, Any]


class MessagingChannel(InputChannel, ABC):
    """A channel of one platform; off, without any route, where its variables are not set."""

    kind: ClassVar[Type[PlatformSettings]]
    """Its settings."""
    platform: Platform
    """Its API."""

    def __init__(self, chosen: Optional[PlatformSettings]) -> None:
        self.on = chosen is not None
        if chosen:
            self.platform = self.set_up(chosen)
            self.memory = Memory(settings().conversations_url)
        self._tasks: Set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._speaking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> "MessagingChannel":
        """The channel with the settings of the environment; `credentials.yml` holds no secrets.

        Raises:
            PlatformError: a variable is missing or cannot be used.
        """
        return cls(read(cls.kind))

    @abstractmethod
    def set_up(self, chosen: Any) -> Platform:
        """Keep what is needed of the settings; returns the API to send to."""

    @abstractmethod
    def arrivals(self, request: Request) -> List[Arrival]:
        """The messages in a request.

        Raises:
            Refused: it does not come from the platform, or makes no sense.
        """

    @abstractmethod
    def payloads(self, reply: Reply, arrival: Arrival) -> List[Payload]:
        """A reply in the format of the platform: one payload a message, in order."""

    @abstractmethod
    async def send(self, arrival: Arrival, payload: Payload) -> Sent:
        """Send one message to whoever wrote."""

    async def acknowledge(self, arrival: Arrival) -> None:
        """What the platform wants to hear beside the answer; here nothing."""

    def taken(self) -> HTTPResponse:
        """What the platform gets when its request was taken in."""
        return response.text("")

    def blueprint(self, on_new_message: Callable[[Any], Awaitable[Any]]) -> Blueprint:
        """The webhook, and the end of the connections when the server stops."""
        blueprint = Blueprint(f"{self.name()}_webhook")
        if self.on:
            for method, handler in self.handlers().items():
                add_route(blueprint, method, handler)
            blueprint.listener("before_server_stop")(self.finish)
        return blueprint

    def handlers(self) -> Dict[str, Handler]:
        """By HTTP method, what answers at the one address of the channel."""
        return {"POST": self.webhook}

    async def webhook(self, request: Request) -> HTTPResponse:
        """Take a request in and answer it at once; the replies follow over the API."""
        try:
            arrivals = self.arrivals(request)
            await self.refuse_replay(self.seal(request))
            fresh = await self.fresh(arrivals)
        except Refused as refusal:
            count(f"refused_{refusal.reason}", self.name())
            return response.text(refusal.reason, status=refusal.status)
        for arrival in fresh:
            self.in_background(self.acknowledge(arrival))
            self.in_background(self.answer(arrival, request.app.ctx.agent))
        return self.taken()

    def seal(self, request: Request) -> Optional[str]:
        """What in a request is never the same twice; None where the platform sends nothing of the kind."""
        return None

    async def refuse_replay(self, seal: Optional[str]) -> None:
        """Refuse a request that is an exact copy of an earlier one."""
        if seal and await self.memory.first_seen(keyed_hash("seal", self.name(), seal)) is not None:
            raise Refused("replayed")

    async def fresh(self, arrivals: List[Arrival]) -> List[Arrival]:
        """The messages that come for the first time.

        Raises:
            Refused: all came before, and so long ago that this is no second delivery.
        """
        ages = [await self.memory.first_seen(keyed_hash("arrival", self.name(), one.message_id)) for one in arrivals]
        if ages and all(age is not None and age > REDELIVERY_SECONDS for age in ages):
            raise Refused("replayed")
        for _ in filter(None, ages):
            count("again", self.name())
        return [arrival for arrival, age in zip(arrivals, ages, strict=True) if age is None]

    async def answer(self, arrival: Arrival, agent: Agent) -> None:
        """Answer one message; whatever breaks, the person hears of it."""
        try:
            replies = await self.in_turn(arrival, agent)
            payloads = [payload for reply in replies for payload in self.payloads(reply, arrival)]
        except Exception as error:  # no message may go without an answer
            logger.error("%s: a message failed: %s", self.name(), type(error).__name__)
            replies = [wording("apology")]
            payloads = self.payloads(replies[0], arrival)
        if any(map(is_alarm, replies)):  # it does not wait for what is still being sent
            await self.send_all(arrival, payloads)
            return
        async with lock(self._speaking, self.conversation(arrival)):
            await self.send_all(arrival, payloads)

    async def in_turn(self, arrival: Arrival, agent: Agent) -> List[Reply]:
        """The replies to a message, made when the earlier messages of its conversation have theirs."""
        async with lock(self._turns, self.conversation(arrival)), self._room:
            return alarms_first(await self.replies(arrival, agent))

    async def send_all(self, arrival: Arrival, payloads: List[Payload]) -> None:
        """Send the messages of one answer, up to the first that the platform does not want."""
        for payload in payloads:
            if await self.send(arrival, payload) not in (Sent.TAKEN, Sent.UNKNOWN):
                return

    async def replies(self, arrival: Arrival, agent: Agent) -> List[Reply]:
        """What to say to a message."""
        if arrival.in_group:
            return await self.in_group(arrival)
        replies: List[Reply] = []
        if arrival.unreadable and await the_door().limits.allow(self.conversation(arrival)):
            count("unreadable", self.name())
            replies.append(wording("unsupported"))
        if arrival.text or arrival.pressed:
            replies += await self.from_door(arrival, agent)
        return replies

    async def in_group(self, arrival: Arrival) -> List[Reply]:
        """Once in a group: that it works in private only."""
        count("group", self.name())
        first = await self.memory.first_seen(keyed_hash("group", self.name(), arrival.to)) is None
        return [wording("private_only")] if first else []

    async def from_door(self, arrival: Arrival, agent: Agent) -> List[Reply]:
        """The assistant's replies."""
        conversation = self.conversation(arrival)
        payload = await offered_payload(agent, conversation, arrival.pressed) if arrival.pressed else None
        incoming = Incoming(self.name(), conversation, payload or arrival.text, arrival.message_id)
        return await the_door().answer(incoming, agent) or []

    def conversation(self, arrival: Arrival) -> str:
        """The id of the conversation, in which nothing of the person can be read."""
        return conversation_id(self.name(), arrival.person)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something while the platform has its answer already."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, app: Sanic, *rest: Any) -> None:
        """Let the answers that are on their way go out, then close the connections."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=FINISHING_SECONDS)
        await self.platform.close()


def lock(locks: "WeakValueDictionary[str, asyncio.Lock]", conversation: str) -> asyncio.Lock:
    """The lock of a conversation; it is gone when nobody uses it."""
    return locks.setdefault(conversation, asyncio.Lock())
