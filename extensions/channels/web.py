"""The channel of the website, made for the open internet."""

import asyncio
import logging
from functools import wraps
from typing import Any, Awaitable, Callable, Coroutine, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from extensions.channels.identity import make_token, new_conversation
from extensions.channels.metrics import count
from extensions.channels.origins import Refused, cors_headers, is_allowed
from extensions.channels.web_desk import CHANNEL, LONGEST_BODY, Desk
from extensions.channels.web_socket import SocketBlueprint, emitter, make_socket, serve_socket

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]
BEARER = "Bearer "


class WebInput(InputChannel):
    """Messages of the website, over HTTP and over socket.io."""

    @classmethod
    def name(cls) -> str:
        """The part of the address that is this channel's."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Messages go through the door, not through `on_new_message`, which answers with silence."""
        sio = make_socket()
        desk = Desk(emitter(sio))
        serve_socket(sio, desk)
        blueprint = SocketBlueprint(sio, desk, "web", __name__)
        add_routes(blueprint, desk)
        return blueprint


def add_routes(blueprint: Blueprint, desk: Desk) -> None:
    """What the website can ask for over HTTP."""

    async def begin(request: Request) -> HTTPResponse:
        token, expires = make_token(new_conversation())
        count("conversations", CHANNEL)
        return json({"token": token, "expires": expires.isoformat()}, status=201)

    async def forget(request: Request) -> HTTPResponse:
        await desk.forget(await desk.opened(token_of(request)))
        return empty()

    async def say(request: Request) -> HTTPResponse:
        conversation = await desk.opened(token_of(request))
        message_id, delivery = desk.take(conversation, body_of(request))
        replies = await asyncio.shield(delivery.replies)
        return json({"id": message_id, "replies": replies or []})

    async def read(request: Request) -> HTTPResponse:
        conversation = await desk.opened(token_of(request))
        return json({"messages": await desk.history(conversation)})

    async def opine(request: Request) -> HTTPResponse:
        conversation = await desk.opened(token_of(request))
        await desk.note_feedback(conversation, body_of(request))
        return empty()

    routes: Dict[str, Dict[str, Handler]] = {
        "/conversations": {"POST": begin, "DELETE": forget},
        "/messages": {"POST": say, "GET": read},
        "/feedback": {"POST": opine},
    }
    for path, methods in routes.items():
        blueprint.add_route(public(methods), path, methods=[*methods, "OPTIONS"], name=path.strip("/"))


def public(methods: Dict[str, Handler]) -> Handler:
    """One handler for the methods of a path: looks at the origin, and answers refusals and failures as JSON."""

    @wraps(next(iter(methods.values())))
    async def handler(request: Request) -> HTTPResponse:
        origin = request.headers.get("origin")
        if not is_allowed(origin, request.headers.get("host")):
            return Refused(403, "origin").response()
        try:
            response = empty() if request.method == "OPTIONS" else await methods[request.method](request)
        except Refused as refused:
            response = refused.response()
        except Exception as error:  # never a page with a traceback, and nothing of the request in the log
            logger.error("%s %s failed: %s", request.method, request.path, type(error).__name__)
            response = Refused(500, "unavailable").response()
        response.headers.update({**cors_headers(origin), "Cache-Control": "no-store"})
        return response

    return handler


def token_of(request: Request) -> Optional[str]:
    """The token that came with a request."""
    header = request.headers.get("authorization") or ""
    return header[len(BEARER) :].strip() if header.startswith(BEARER) else None


def body_of(request: Request) -> Any:
    """The JSON that came with a request.

    Raises:
        Refused: there is too much of it, or it is none.
    """
    if len(request.body or b"") > LONGEST_BODY:
        raise Refused(413, "too_long")
    try:
        return request.json
    except Exception:
        raise Refused(400, "bad_request")
