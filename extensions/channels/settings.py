"""Settings of the channels, read from the environment and from `.env`."""

from functools import lru_cache
from pathlib import Path
from typing import List, Optional

from dotenv import load_dotenv
from pydantic import BaseSettings, Field, ValidationError, validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[2]


class ChannelSettingsError(Exception):
    """A setting has a value that cannot be used; the message is one line for the operator."""


class ChannelSettings(BaseSettings):
    """What the operator can set about the way in. `.env.example` holds each with a line about it."""

    host: str = "127.0.0.1"
    port: int = Field(5005, ge=1, le=65535)
    allowed_origins: str = ""
    channel_secret: Optional[str] = Field(None, min_length=32)
    conversations_url: str = "sqlite:///var/conversations.db"
    conversation_hours: int = Field(24, ge=1, le=24 * 365)
    feedback_url: str = "sqlite:///var/feedback.db"
    messages_per_minute: int = Field(20, ge=1)
    redis_url: Optional[str] = None

    @validator("channel_secret", "redis_url", pre=True)
    def empty_is_unset(cls, value: Optional[str]) -> Optional[str]:
        """`NAME=` in .env means that nothing is set."""
        return value or None

    @validator("allowed_origins")
    def origins_are_origins(cls, text: str) -> str:
        """Only whole origins: a site that is not meant must not pass by a prefix."""
        for origin in split(text):
            scheme, _, host = origin.partition("://")
            if scheme not in ("http", "https") or not host or set(host) & set("/*?# "):
                raise ValueError("write sites like https://www.example.org, with commas between, without paths or *")
        return text

    @validator("conversations_url", "feedback_url")
    def url_is_usable(cls, url: str) -> str:
        """A relative SQLite file is relative to the project too."""
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ValueError("write it like sqlite:///var/name.db or postgresql://user:password@host/name")
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            parsed = parsed.set(database=str(ROOT / parsed.database))
        return parsed.render_as_string(hide_password=False)

    @validator("redis_url")
    def redis_is_redis(cls, url: Optional[str]) -> Optional[str]:
        """Other stores are not prepared for."""
        if url and not url.startswith(("redis://", "rediss://")):
            raise ValueError("write it like redis://host:6379/0")
        return url

    @property
    def origins(self) -> List[str]:
        """The sites whose pages may talk to the assistant, beside its own."""
        return split(self.allowed_origins)


def split(text: str) -> List[str]:
    """The parts of a list with commas, in lower case and without a slash at the end."""
    return [part.strip().rstrip("/").lower() for part in text.split(",") if part.strip()]


@lru_cache(maxsize=1)
def settings() -> ChannelSettings:
    """The settings of this process.

    Raises:
        ChannelSettingsError: a value cannot be used; the message names the variable and what to write.
    """
    load_dotenv(ROOT / ".env")
    try:
        return ChannelSettings()  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = error.errors()[0]
        raise ChannelSettingsError(f"{str(wrong['loc'][0]).upper()}: {wrong['msg']} (set it in .env)") from None
