"""Which sites' pages may talk to the assistant, and how a request is refused."""

from typing import Dict, Optional
from urllib.parse import urlsplit

from sanic.response import HTTPResponse, json

from extensions.channels.settings import settings

KIND_LINES = {
    "token_missing": "Please start a conversation first.",
    "token_invalid": "This conversation cannot be opened. Please start a new one.",
    "token_expired": "This conversation is over. Please start a new one.",
    "origin": "This page may not talk to the assistant.",
    "too_long": "That is more than I can read at once. Please send me your main question in a few sentences.",
    "bad_request": "That message could not be read. Please send it again.",
    "unknown_message": "That message is not known any more.",
    "limited": "That was a lot at once. Please wait a minute.",
    "unavailable": "Sorry, that does not work right now. Please try again in a minute.",
}
"""What each refusal means, for the person."""


class Refused(Exception):
    """A request that is not answered; `code` is one of `KIND_LINES`."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code

    def response(self) -> HTTPResponse:
        """The refusal as it is sent."""
        return json({"error": self.code, "message": KIND_LINES[self.code]}, status=self.status)


def is_allowed(origin: Optional[str], host: Optional[str]) -> bool:
    """Whether a page of that origin may come in.

    Args:
        origin: the header `Origin`; browsers leave it out only for pages of the server itself.
        host: the header `Host`: the server's own name.
    """
    if origin is None:
        return True
    origin = origin.lower()
    if origin in settings().origins:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:  # no address at all
        return False
    return bool(host) and parts.scheme in ("http", "https") and parts.netloc == str(host).lower()


def cors_headers(origin: Optional[str]) -> Dict[str, str]:
    """What tells a browser that a page of that origin may read the answer; only for an allowed one."""
    if origin is None:
        return {"Vary": "Origin"}
    return {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Allow-Methods": "GET, POST, DELETE",
        "Access-Control-Max-Age": "3600",
    }
