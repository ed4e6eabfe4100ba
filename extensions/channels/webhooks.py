"""Requests of the platforms: read carefully, or refused."""

import json
from typing import Any, Awaitable, Callable, Dict, Optional, Type, TypeVar

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

Handler = Callable[[Request], Awaitable[HTTPResponse]]
Shape = TypeVar("Shape")


class Refused(Exception):
    """A request that is not taken in. `reason` names the metric, `status` is what the sender gets."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class Malformed(Refused):
    """A request that is signed well and makes no sense."""

    def __init__(self) -> None:
        super().__init__("malformed", 400)


def add_route(blueprint: Blueprint, method: str, handler: Handler) -> None:
    """Serve the webhook; Sanic marks its handlers, which a method of an object does not let it do."""

    async def handle(request: Request) -> HTTPResponse:
        return await handler(request)

    blueprint.add_route(handle, "/webhook", methods=[method], name=method.lower())


def read_json(body: "bytes | str") -> Dict[str, Any]:
    """The JSON object in a body.

    Raises:
        Malformed: there is none.
    """
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed
    if not isinstance(parsed, dict):
        raise Malformed
    return parsed


def get(data: Any, name: str, shape: Type[Shape]) -> Optional[Shape]:
    """A field of a platform's JSON, or None where it is missing or of another shape."""
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, shape) and not (isinstance(value, bool) and shape is not bool) else None


def text_of(data: Dict[str, Any], name: str) -> str:
    """A field of a platform's JSON that is text, or else nothing."""
    return get(data, name, str) or ""
