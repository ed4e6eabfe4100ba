"""The website's socket: messages and replies at once, in every tab of a conversation."""

import logging
from typing import Any, Awaitable, Callable, Dict, Optional

from sanic import Blueprint, Sanic
from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError

from extensions.channels.origins import Refused, is_allowed
from extensions.channels.web_desk import Desk

PATH = "/webhooks/web/socket.io"
LARGEST_PACKET = 65_536
"""Bytes; a larger one ends the connection, one of more than `LONGEST_BODY` is refused."""

logger = logging.getLogger(__name__)
logger.setLevel(logging.ERROR)  # below, the library logs every packet with what was said

Ack = Dict[str, Any]


class SocketBlueprint(Blueprint):
    """A blueprint that brings the socket with it."""

    def __init__(self, sio: AsyncServer, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ctx.sio = sio
        self.ctx.desk = desk

    def register(self, app: Sanic, options: Dict[str, Any]) -> None:
        """Attach the socket to the server."""
        app.config.WEBSOCKET_MAX_SIZE = LARGEST_PACKET
        self.ctx.desk.app = app
        self.ctx.sio.attach(app, PATH)
        super().register(app, options)


def make_socket() -> AsyncServer:
    """A server for sockets that looks at origins itself, and takes one message of a tab after the other."""
    return AsyncServer(
        async_mode="sanic",
        async_handlers=False,
        cors_allowed_origins=lambda origin, environ: is_allowed(origin, environ.get("HTTP_HOST")),
        cors_credentials=False,
        max_http_buffer_size=LARGEST_PACKET,
        logger=logger,
        engineio_logger=logger,
    )


def serve_socket(sio: AsyncServer, desk: Desk) -> None:
    """Answer the events of the website."""

    async def connect(sid: str, environ: Any = None, auth: Any = None, *more: Any) -> Optional[Ack]:
        if environ is not sio.get_environ(sid):  # a client may send an event that has this name
            return {"error": "bad_request"}
        if not is_allowed(environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST")):
            raise ConnectionRefusedError("origin")
        token = auth.get("token") if isinstance(auth, dict) else None
        try:
            conversation = await desk.opened(token)
        except Refused as refused:
            raise ConnectionRefusedError(refused.code)
        await sio.save_session(sid, {"token": token})
        await sio.enter_room(sid, conversation)
        return None

    async def of_tab(sid: str) -> str:
        """The conversation of a tab, as long as its token holds."""
        return await desk.opened((await sio.get_session(sid)).get("token"))

    def answered(work: Callable[[str, str, Any], Awaitable[Ack]]) -> Callable[..., Awaitable[Ack]]:
        """A handler that opens the conversation, and acknowledges a refusal by its code."""

        async def handler(sid: str, data: Any = None, *more: Any) -> Ack:
            try:
                return await work(sid, await of_tab(sid), data)
            except Refused as refused:
                return {"error": refused.code}

        return handler

    async def message(sid: str, conversation: str, data: Any) -> Ack:
        message_id, _ = desk.take(conversation, data, sid)
        return {"id": message_id, "received": True}

    async def history(sid: str, conversation: str, data: Any) -> Ack:
        return {"messages": await desk.history(conversation)}

    async def feedback(sid: str, conversation: str, data: Any) -> Ack:
        await desk.note_feedback(conversation, data)
        return {"received": True}

    async def delete(sid: str, conversation: str, data: Any) -> Ack:
        await desk.forget(conversation)
        return {"deleted": True}

    sio.on("connect", connect)
    for work in (message, history, feedback, delete):
        sio.on(work.__name__, answered(work))


def emitter(sio: AsyncServer) -> Callable[..., Awaitable[None]]:
    """What tells all tabs of a conversation something."""

    async def emit(event: str, data: Dict[str, Any], room: str, but_for: Optional[str] = None) -> None:
        await sio.emit(event, data, room=room, skip_sid=but_for)

    return emit
