"""Who speaks: ids that hold nothing of a person, and the signed tokens of the website."""

import hashlib
import hmac
import os
import re
import secrets
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Optional, Tuple

import jwt

from extensions.channels.settings import ROOT, settings

SECRET_FILE = ROOT / "var" / "secret"
ALGORITHM = "HS256"
AUDIENCE = "shipmate-web"
WEB_CONVERSATION = re.compile(r"web-[0-9a-f]{32}")


class TokenError(Exception):
    """A token that opens no conversation. `code` is `token_missing`, `token_invalid` or `token_expired`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def conversation_id(channel: str, person: str) -> str:
    """The id of a person's conversation: always the same for them, and nothing of them can be read from it."""
    return f"{channel}-{keyed_hash(channel, person)}"


def keyed_hash(*parts: str) -> str:
    """32 hexadecimal digits that only this installation can make (HMAC-SHA-256 with its secret)."""
    told = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hmac.new(secret().encode(), told, hashlib.sha256).hexdigest()[:32]


def new_conversation() -> str:
    """An id that nobody can guess."""
    return f"web-{secrets.token_hex(16)}"


def make_token(conversation: str, made: Optional[datetime] = None) -> Tuple[str, datetime]:
    """A token that opens a conversation of the website, and when it ends."""
    made = made or datetime.now(timezone.utc)
    expires = made + timedelta(hours=settings().conversation_hours)
    claims = {"sub": conversation, "aud": AUDIENCE, "iat": made, "exp": expires}
    return jwt.encode(claims, secret(), algorithm=ALGORITHM), expires


def read_token(token: Optional[str]) -> str:
    """The conversation that a token opens.

    Raises:
        TokenError: there is none, it is not ours, or its time is over.
    """
    if not token or not isinstance(token, str):
        raise TokenError("token_missing")
    try:
        claims = jwt.decode(
            token, secret(), algorithms=[ALGORITHM], audience=AUDIENCE, options={"require": ["sub", "exp"]}
        )
    except jwt.ExpiredSignatureError:
        raise TokenError("token_expired")
    except (jwt.InvalidTokenError, ValueError):  # ValueError: characters that no token has
        raise TokenError("token_invalid")
    conversation = claims["sub"]
    if not WEB_CONVERSATION.fullmatch(conversation):
        raise TokenError("token_invalid")
    return conversation


@lru_cache(maxsize=1)
def secret() -> str:
    """The secret of this installation: CHANNEL_SECRET, or one that is made once and kept."""
    return settings().channel_secret or kept_secret(SECRET_FILE)


def kept_secret(path: Path) -> str:
    """The secret in a file that only its owner can read; made when there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # whole or not at all, and never over the secret of another process
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
