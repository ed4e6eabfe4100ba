"""A channel is on when its variables are set; what is missing or wrong stops the start with the variable's name."""

import os
import subprocess
import sys
from unittest.mock import patch

import pytest

from actions.settings import ROOT
from extensions.channels import platforms
from extensions.channels.credentials import refuse_wrong_credentials
from extensions.channels.platforms import Messenger, PlatformError, Slack, Sms, Telegram, WhatsApp
from tests.messaging_server import PUBLIC_URL, TELEGRAM_SECRET, MessagingServer, settings
from tests.serving import free_port
from tests.stand_ins import TELEGRAM_TOKEN
from tools.__main__ import main

KINDS = {"telegram": Telegram, "whatsapp": WhatsApp, "sms": Sms, "messenger": Messenger, "slack": Slack}
OFF = {name.upper(): "" for kind in KINDS.values() for name in kind.__fields__ if not name.endswith("api_url")}


def given(**variables):
    """The environment with these variables alone."""
    return patch.dict(os.environ, {**OFF, **variables})


def all_on(api="http://127.0.0.1:1", **changed):
    return given(**{**settings(api), **changed})


@pytest.mark.parametrize("kind", KINDS.values())
def test_off_without_variables_and_on_with_them(kind):
    with given():
        assert platforms.read(kind) is None
    with all_on():
        assert isinstance(platforms.read(kind), kind)


def may_be_missing():
    """Each needed variable of each channel; without its one switch a channel is off, and nothing is missing."""
    return [(kind, name.upper()) for kind in KINDS.values() for name in kind.needed if kind.switch != (name,)]


@pytest.mark.parametrize("kind, name", may_be_missing())
def test_each_missing_variable_is_named(kind, name):
    with all_on(**{name: ""}), pytest.raises(PlatformError, match=f"^{name} is missing") as error:
        platforms.read(kind)
    assert "\n" not in str(error.value)


def test_an_account_without_a_number_is_incomplete():
    with (
        all_on(TWILIO_SMS_NUMBER="", TWILIO_WHATSAPP_NUMBER=""),
        pytest.raises(PlatformError, match="TWILIO_SMS_NUMBER"),
    ):
        platforms.read(Sms)


@pytest.mark.parametrize("kind, name, value", [
    (Telegram, "TELEGRAM_BOT_TOKEN", "123"), (Telegram, "TELEGRAM_SECRET_TOKEN", "short"),
    (Telegram, "TELEGRAM_SECRET_TOKEN", "with spaces and $ signs"), (Sms, "TWILIO_ACCOUNT_SID", "SK" + "1" * 32),
    (Sms, "TWILIO_AUTH_TOKEN", "x" * 32), (Sms, "TWILIO_SMS_NUMBER", "Clinic"), (WhatsApp, "PUBLIC_URL", "http://a.org"),
    (WhatsApp, "PUBLIC_URL", "a.org"), (Messenger, "MESSENGER_APP_ID", "me"), (Messenger, "MESSENGER_APP_SECRET", "é"),
    (Slack, "SLACK_BOT_TOKEN", "xoxp-1-user"), (Slack, "SLACK_SIGNING_SECRET", "1"), (Slack, "SLACK_API_URL", "http://evil.org"),
])  # fmt: skip
def test_what_cannot_be_right_is_named_without_its_value(kind, name, value):
    with all_on(**{name: value}), pytest.raises(PlatformError, match=f"^{name}: ") as error:
        platforms.read(kind)
    assert value not in str(error.value) and "\n" not in str(error.value)


def test_secrets_are_not_shown():
    with all_on():
        shown = " ".join(repr(platforms.read(kind)) for kind in KINDS.values())
    assert not [name for name, value in settings("").items() if name.endswith(("TOKEN", "SECRET")) and value in shown]


def test_every_variable_is_explained():
    lines = (ROOT / ".env.example").read_text().splitlines()
    for name in {name.upper() for kind in KINDS.values() for name in kind.__fields__}:
        (place,) = [number for number, line in enumerate(lines) if line.startswith(f"{name}=")]
        assert lines[place - 1].startswith("# "), name
        default = next(
            kind.__fields__[name.lower()].default for kind in KINDS.values() if name.lower() in kind.__fields__
        )
        assert lines[place] == f"{name}={default or ''}"


@pytest.mark.parametrize("name, value", [
    ("TELEGRAM_BOT_TOKEN", "999:" + "x" * 35), ("TWILIO_AUTH_TOKEN", "9" * 32), ("MESSENGER_PAGE_TOKEN", "y" * 30),
    ("SLACK_BOT_TOKEN", "xoxb-9999-9999-zzzzzz"),
])  # fmt: skip
async def test_a_platform_that_does_not_know_us_stops_the_start(messaging, name, value):
    with all_on(messaging.api):
        await refuse_wrong_credentials()
    with all_on(messaging.api, **{name: value}), pytest.raises(PlatformError, match=f"^{name}: ") as error:
        await refuse_wrong_credentials()
    assert value not in str(error.value)


async def test_a_platform_out_of_reach_does_not_stop_the_start():
    with all_on("http://127.0.0.1:1"):
        await refuse_wrong_credentials()


def test_the_start_ends_with_one_line():
    wrong = {**os.environ, **OFF, "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN, "PORT": str(free_port())}
    ended = subprocess.run(
        [sys.executable, "-m", "tools", "serve"], cwd=ROOT, env=wrong, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines()[-1].startswith("TELEGRAM_SECRET_TOKEN is missing")
    assert "Traceback" not in ended.stderr


def test_a_channel_that_is_off_has_no_route(bot, tmp_path):
    def only_telegram(api):
        return {**OFF, "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN, "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET}

    with MessagingServer(bot, tmp_path, only_telegram) as server:
        status = {channel: server.post(channel, b"{}", {}).status_code for channel in KINDS}
    assert status == {"telegram": 401, "whatsapp": 404, "sms": 404, "messenger": 404, "slack": 404}


# python -m tools register-webhook


def register(channel, capsys):
    code = main(["register-webhook", channel])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_telegram_is_told_the_address_and_the_secret(messaging, capsys):
    with all_on(messaging.api):
        code, told = register("telegram", capsys)
    method, body, _ = [call for call in messaging.platforms.calls if call[0] == "setWebhook"][-1]
    assert code == 0 and f"{PUBLIC_URL}/webhooks/telegram/webhook" in told and TELEGRAM_SECRET not in told
    assert body["url"] == f"{PUBLIC_URL}/webhooks/telegram/webhook" and body["secret_token"] == TELEGRAM_SECRET
    assert set(body["allowed_updates"]) == {"message", "edited_message", "callback_query"}


def test_the_number_at_twilio_is_told_the_address(messaging, capsys):
    with all_on(messaging.api):
        assert register("sms", capsys)[0] == 0
    path, form, _ = [call for call in messaging.platforms.calls if "IncomingPhoneNumbers/PN1" in str(call[0])][-1]
    assert form == {"SmsUrl": f"{PUBLIC_URL}/webhooks/sms/webhook", "SmsMethod": "POST"}


def test_meta_is_told_the_address_and_the_page(messaging, capsys):
    with all_on(messaging.api):
        assert register("messenger", capsys)[0] == 0
    calls = {call[0]: call[1] for call in messaging.platforms.calls if str(call[0]).startswith("/messenger/")}
    assert (
        "callback_url=https%3A%2F%2Fshipmate.example.org%2Fwebhooks%2Fmessenger%2Fwebhook"
        in calls["/messenger/4242/subscriptions"]
    )
    assert "subscribed_fields=messages%2Cmessaging_postbacks" in calls["/messenger/me/subscribed_apps"]


@pytest.mark.parametrize("channel", ["whatsapp", "slack"])
def test_where_there_is_no_api_it_says_what_to_set(channel, capsys):
    with all_on():
        code, told = register(channel, capsys)
    assert code == 0 and f"{PUBLIC_URL}/webhooks/{channel}/webhook" in told


@pytest.mark.parametrize("channel, changed, told", [
    ("telegram", OFF, "telegram is off"), ("telegram", {"PUBLIC_URL": ""}, "PUBLIC_URL is missing"),
    ("telegram", {}, "cannot be reached"), ("messenger", {"MESSENGER_APP_ID": ""}, "MESSENGER_APP_ID is missing"),
    ("telegram", {"TELEGRAM_BOT_TOKEN": "x"}, "TELEGRAM_BOT_TOKEN"),
])  # fmt: skip
def test_what_stands_in_the_way_is_one_line(channel, changed, told, capsys):
    with all_on(**changed):
        code, said = register(channel, capsys)
    assert code == 1 and told in said and len(said.strip().splitlines()) == 1


def test_a_refusal_is_quoted(messaging, capsys):
    with all_on(messaging.api, TELEGRAM_BOT_TOKEN="999:" + "x" * 35):
        code, said = register("telegram", capsys)
    assert code == 1 and "telegram refuses (401): Unauthorized" in said
