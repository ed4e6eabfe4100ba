"""What the website can do with a conversation, whichever way it asks: over HTTP or over a socket."""

import asyncio
import logging
import re
from typing import Any, Awaitable, Callable, Dict, List, Optional, Set, Tuple

from rasa.core.agent import Agent
from sanic import Sanic

from extensions.channels.door import Delivery, Incoming, the_door
from extensions.channels.feedback import the_feedback
from extensions.channels.history import history
from extensions.channels.identity import TokenError, read_token
from extensions.channels.incoming import printable
from extensions.channels.limits import Limits
from extensions.channels.origins import Refused

logger = logging.getLogger(__name__)

CHANNEL = "web"
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_BODY = 16_384
"""Bytes of one request."""
LOOKS_A_MINUTE = 60
"""How often a conversation may ask for its history or give feedback."""

Emit = Callable[..., Awaitable[None]]
"""Tells all tabs of a conversation something: event, data, conversation, and the tab that knows it already."""


class Desk:
    """Opens conversations by their tokens, and does what their people ask.

    Args:
        emit: how all tabs of a conversation are told something.
    """

    def __init__(self, emit: Emit) -> None:
        self.app: Optional[Sanic] = None
        self._emit = emit
        self._looks = Limits(LOOKS_A_MINUTE)
        self._tasks: Set[asyncio.Task[None]] = set()

    @property
    def agent(self) -> Agent:
        """The agent of the server."""
        assert self.app is not None
        return self.app.ctx.agent

    async def opened(self, token: Optional[str]) -> str:
        """The conversation that a token opens.

        Raises:
            Refused: it opens none, or the person has deleted the conversation.
        """
        try:
            conversation = read_token(token)
        except TokenError as error:
            raise Refused(401, error.code)
        try:
            ended = await self.agent.tracker_store.has_ended(conversation)
        except (Exception, SystemExit) as error:  # the apology has to go out: a message is let in
            logger.error("the conversation store cannot be asked: %s", type(error).__name__)
            return conversation
        if ended:
            raise Refused(401, "token_invalid")
        return conversation

    def take(self, conversation: str, data: Any, tab: Optional[str] = None) -> Tuple[str, Delivery]:
        """Take a message in, and let all tabs follow; gives its id and what becomes of it.

        Raises:
            Refused: it is no message.
        """
        message_id, text = read_message(data)
        delivery = the_door().receive(Incoming(CHANNEL, conversation, text, message_id), self.agent)
        if not delivery.again:
            self._start(self._follow(conversation, message_id, text, delivery, tab))
        elif tab and delivery.replies.done():  # its own reply may have been lost on the way
            self._start(self._repeat(message_id, delivery, tab))
        return message_id, delivery

    async def history(self, conversation: str) -> List[Dict[str, Any]]:
        """All that is kept of what was said, oldest first.

        Raises:
            Refused: too often, or it cannot be read.
        """
        await self._look(conversation)
        try:
            return [one.as_json() for one in await history(self.agent, conversation)]
        except (Exception, SystemExit) as error:
            raise unavailable(error)

    async def note_feedback(self, conversation: str, data: Any) -> None:
        """Keep what a person thought of a reply.

        Raises:
            Refused: it is no feedback, is about no reply of this conversation, or cannot be kept.
        """
        message, helpful, comment = read_feedback(data)
        await self._look(conversation)
        try:
            replies = [one for one in await history(self.agent, conversation) if one.id == message and one.reply]
            if replies:
                await the_feedback().add(conversation, replies[0], helpful, comment)
        except (Exception, SystemExit) as error:
            raise unavailable(error)
        if not replies:
            raise Refused(404, "unknown_message")

    async def forget(self, conversation: str) -> None:
        """Delete all of a conversation for good, and tell its tabs.

        Raises:
            Refused: it could not be deleted.
        """
        try:
            the_door().forget(conversation)
            await the_feedback().forget(conversation)
            await self.agent.tracker_store.forget(conversation)  # last: then nobody can ask again
        except (Exception, SystemExit) as error:
            raise unavailable(error)
        await self._emit("deleted", {}, conversation)

    async def _look(self, conversation: str) -> None:
        if not await self._looks.allow(conversation):
            raise Refused(429, "limited")

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, conversation: str, message_id: str, text: str, delivery: Delivery, tab: Any) -> None:
        await self._emit("said", {"id": message_id, "text": printable(text)}, conversation, tab)
        await self._emit("typing", {}, conversation)
        replies = await asyncio.shield(delivery.replies) or []
        await self._emit("replies", {"id": message_id, "replies": replies}, conversation)

    async def _repeat(self, message_id: str, delivery: Delivery, tab: str) -> None:
        await self._emit("replies", {"id": message_id, "replies": delivery.replies.result() or []}, tab)


def read_message(data: Any) -> Tuple[str, str]:
    """The id and the text of a message; all else in it is dropped.

    Raises:
        Refused: it is no message.
    """
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or not isinstance(data.get("id"), str):
        raise Refused(400, "bad_request")
    if len(data["text"].encode("utf-8", "surrogatepass")) > LONGEST_BODY:
        raise Refused(413, "too_long")
    if not MESSAGE_ID.fullmatch(data["id"]):
        raise Refused(400, "bad_request")
    return data["id"], data["text"]


def read_feedback(data: Any) -> Tuple[str, bool, Optional[str]]:
    """The reply that feedback is about, whether it helped, and a comment.

    Raises:
        Refused: it is no feedback.
    """
    if not isinstance(data, dict):
        raise Refused(400, "bad_request")
    message, helpful, comment = data.get("message"), data.get("helpful"), data.get("comment")
    if not isinstance(message, str) or not isinstance(helpful, bool) or not isinstance(comment, (str, type(None))):
        raise Refused(400, "bad_request")
    return message, helpful, comment


def unavailable(error: BaseException) -> Refused:
    """The refusal for what is broken here, which is named in the log."""
    logger.error("a request of the website failed: %s", type(error).__name__)
    return Refused(503, "unavailable")
