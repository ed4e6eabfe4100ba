"""Settings of a running assistant, read from the environment and from `.env`."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from dotenv import load_dotenv
from pydantic import BaseSettings, Field, ValidationError, validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[1]


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message is one line for the operator."""


class Settings(BaseSettings):
    """Every variable that the operator can set. `.env.example` holds each with a line about it."""

    database_url: str = "sqlite:///var/services.db"
    places_path: Path = Path("var/places.db")
    content_path: Path = Path("content")
    content_status: Literal["draft", "approved"] = "draft"
    model_path: Path = Path("models/shipmate.tar.gz")
    action_server_port: int = Field(5055, ge=1024, le=65535)

    @validator("places_path", "content_path", "model_path")
    def from_root(cls, path: Path) -> Path:
        """Relative paths are relative to the project, whichever folder a command is started in."""
        return ROOT / path

    @validator("database_url")
    def database_url_is_usable(cls, url: str) -> str:
        """A relative SQLite file is relative to the project too."""
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ValueError("write it like sqlite:///var/services.db or postgresql://user:password@host/name")
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            parsed = parsed.set(database=str(ROOT / parsed.database))
        return parsed.render_as_string(hide_password=False)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value cannot be used; the message names the variable and what to write.
    """
    load_dotenv(ROOT / ".env")
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = error.errors()[0]
        raise SettingsError(f"{str(wrong['loc'][0]).upper()}: {wrong['msg']} (set it in .env)") from None
