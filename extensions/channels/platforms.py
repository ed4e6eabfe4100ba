"""Settings of the messaging platforms: a channel is on when its variables are set, and off when none is."""

import re
from typing import ClassVar, Dict, Optional, Tuple, Type, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseSettings, Field, ValidationError, root_validator, validator

from extensions.channels.settings import ChannelSettingsError, settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")
E164 = r"^\+?[0-9]{4,15}$"
HEX_32 = r"^[0-9a-f]{32}$"
SECRET = r"^[A-Za-z0-9_-]{16,256}$"
ADDRESS = r"https?://([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?([/?][!-~]*)?"
BEARER = r"^[A-Za-z0-9._~+/-]{16,}=*\Z"
WHOLE = ("call_back_url",)
"""Addresses that are used as they stand; to the others paths are added."""


class PlatformError(ChannelSettingsError):
    """A platform's variable is missing or cannot be used; the message is one line that names it."""


class PlatformSettings(BaseSettings):
    """What every platform has."""

    switch: ClassVar[Tuple[str, ...]] = ()
    """Variables of which any one means that the channel is wanted."""
    needed: ClassVar[Tuple[str, ...]] = ()
    """Variables without which it cannot work."""

    public_url: Optional[str] = Field(None, env="PUBLIC_URL")
    """Where the platform finds this server, `https://bot.example.org`; a proxy may stand before it."""

    @validator("*", pre=True)
    def nothing_is_none(cls, value: object) -> object:
        """`NAME=` in .env means that it is not set."""
        return None if isinstance(value, str) and not value.strip() else value

    @validator("*")
    def urls_are_safe(cls, value: object, field: object) -> object:
        """Secrets travel over https; plain http only stays on this machine."""
        if isinstance(value, str) and str(getattr(field, "name", "")).endswith("_url"):
            parts = urlsplit(value)
            if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
                raise ValueError("must begin with https://")
            return value if str(getattr(field, "name", "")) in WHOLE else value.rstrip("/")
        return value


class Telegram(PlatformSettings):
    """A bot made with BotFather."""

    switch = ("telegram_bot_token", "telegram_secret_token")
    needed = switch

    telegram_bot_token: Optional[str] = Field(None, regex=r"^[0-9]+:[A-Za-z0-9_-]{30,}$", repr=False)
    telegram_secret_token: Optional[str] = Field(None, regex=SECRET, repr=False)
    """Chosen by us; Telegram sends it with every update."""
    telegram_api_url: str = "https://api.telegram.org"
    call_back_url: Optional[str] = Field(None, repr=False)
    """The service's own system, which is told who wants to be called; without it nobody is asked for a number."""
    call_back_token: Optional[str] = Field(None, regex=BEARER, repr=False)

    @validator("call_back_url")
    def is_an_address(cls, value: Optional[str]) -> Optional[str]:
        """What people ask for must not be lost in an address that leads nowhere."""
        if value and not (re.fullmatch(ADDRESS, value) and urlsplit(value).port != 0):
            raise ValueError("write it like https://service.example.org/call-back, without user name and password")
        return value

    @root_validator(skip_on_failure=True)
    def token_has_an_address(cls, values: Dict[str, object]) -> Dict[str, object]:
        """A token alone reaches nobody."""
        if values["call_back_token"] and not values["call_back_url"]:
            raise ValueError("CALL_BACK_URL is missing although CALL_BACK_TOKEN is set")
        return values


class Twilio(PlatformSettings):
    """An account at Twilio, for WhatsApp, SMS or both."""

    twilio_account_sid: Optional[str] = Field(None, regex=r"^AC[0-9a-f]{32}$")
    twilio_auth_token: Optional[str] = Field(None, regex=HEX_32, repr=False)
    twilio_whatsapp_number: Optional[str] = Field(None, regex=E164)
    twilio_sms_number: Optional[str] = Field(None, regex=E164)
    twilio_api_url: str = "https://api.twilio.com"

    @root_validator(skip_on_failure=True)
    def has_a_number(cls, values: Dict[str, object]) -> Dict[str, object]:
        """An account alone answers nobody."""
        account = values["twilio_account_sid"] or values["twilio_auth_token"]
        if account and not (values["twilio_whatsapp_number"] or values["twilio_sms_number"]):
            raise ValueError("TWILIO_SMS_NUMBER and TWILIO_WHATSAPP_NUMBER are missing although the account is set")
        return values


class WhatsApp(Twilio):
    """WhatsApp over Twilio."""

    switch = ("twilio_whatsapp_number",)
    needed = ("twilio_whatsapp_number", "twilio_account_sid", "twilio_auth_token", "public_url")


class Sms(Twilio):
    """SMS over Twilio."""

    switch = ("twilio_sms_number",)
    needed = ("twilio_sms_number", "twilio_account_sid", "twilio_auth_token", "public_url")


class Messenger(PlatformSettings):
    """An app at Meta that speaks for a page."""

    switch = ("messenger_page_token", "messenger_app_secret", "messenger_verify_token")
    needed = switch

    messenger_page_token: Optional[str] = Field(None, regex=r"^\S{20,}$", repr=False)
    messenger_app_secret: Optional[str] = Field(None, regex=HEX_32, repr=False)
    messenger_verify_token: Optional[str] = Field(None, regex=SECRET, repr=False)
    """Chosen by us; Meta sends it once, when the webhook is set."""
    messenger_app_id: Optional[str] = Field(None, regex=r"^[0-9]+$")
    """Only `register-webhook` needs it."""
    messenger_api_url: str = "https://graph.facebook.com/v25.0"


class Slack(PlatformSettings):
    """An app in a Slack workspace."""

    switch = ("slack_bot_token", "slack_signing_secret")
    needed = switch

    slack_bot_token: Optional[str] = Field(None, regex=r"^xoxb-[A-Za-z0-9-]{10,}$", repr=False)
    slack_signing_secret: Optional[str] = Field(None, regex=HEX_32, repr=False)
    slack_api_url: str = "https://slack.com/api"


Kind = TypeVar("Kind", bound=PlatformSettings)
WORDS = {"regex": "does not have the form that the platform gives it"}


def read(kind: Type[Kind]) -> Optional[Kind]:
    """The settings of a channel that is on, or None where it is off.

    Raises:
        PlatformError: some of its variables are set and others missing, or one cannot be used.
    """
    settings()  # reads .env
    try:
        found = kind()  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = error.errors()[0]
        words = next((text for name, text in WORDS.items() if name in wrong["type"]), wrong["msg"])
        name = "" if wrong["loc"][0] == "__root__" else f"{str(wrong['loc'][0]).upper()}: "
        raise PlatformError(f"{name}{words} (set it in .env)") from None
    if not any(getattr(found, name) for name in kind.switch):
        return None
    missing = [name.upper() for name in kind.needed if not getattr(found, name)]
    if missing:
        given = next(name.upper() for name in kind.switch if getattr(found, name))
        raise PlatformError(f"{missing[0]} is missing although {given} is set (set it in .env, or empty both)")
    return found
