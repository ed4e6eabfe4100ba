"""Tell a messaging platform where this server is, or say what to set where it has no API for that."""

import argparse
import asyncio
from typing import Any, Callable, Coroutine, Dict, Type

import aiohttp

from extensions.channels import platforms
from extensions.channels.platforms import PlatformSettings
from extensions.channels.sending import Answer, NotTaken, Platform
from tools import CannotRun

EVENTS = "messages,messaging_postbacks"
UPDATES = ["message", "edited_message", "callback_query"]
NEXT = "Now write to it: the answer should come within seconds."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which channel."""
    parser.add_argument("channel", choices=sorted(REGISTER), help="the channel to register")


def run(arguments: argparse.Namespace) -> int:
    """Register one channel.

    Raises:
        CannotRun: it is off, the platform refuses, or cannot be reached.
    """
    kind, register = REGISTER[arguments.channel]
    chosen = platforms.read(kind)
    if not chosen:
        raise CannotRun(f"{arguments.channel} is off. Set {' and '.join(kind.needed).upper()} in .env first.")
    if not chosen.public_url:
        raise CannotRun("PUBLIC_URL is missing: where does the platform find this server? Set it in .env.")
    print(asyncio.run(register(chosen, f"{chosen.public_url}/webhooks/{arguments.channel}/webhook")))
    return 0


async def telegram(chosen: platforms.Telegram, address: str) -> str:
    """`setWebhook`, with the secret that Telegram is to show."""
    body = {"url": address, "secret_token": chosen.telegram_secret_token, "allowed_updates": UPDATES}
    api = Platform("telegram", f"{chosen.telegram_api_url}/bot{chosen.telegram_bot_token}")
    await ask(api, "/setWebhook", json=body)
    return f"Telegram sends updates to {address}. {NEXT}"


async def sms(chosen: platforms.Sms, address: str) -> str:
    """The address of the number in the account."""
    api = twilio_api(chosen)
    query = {"PhoneNumber": str(chosen.twilio_sms_number)}
    numbers = (await ask(api, "/IncomingPhoneNumbers.json", "GET", params=query)).body.get("incoming_phone_numbers")
    if not numbers:
        raise CannotRun(f"TWILIO_SMS_NUMBER: the account has no number {chosen.twilio_sms_number}.")
    await ask(api, f"/IncomingPhoneNumbers/{numbers[0]['sid']}.json", data={"SmsUrl": address, "SmsMethod": "POST"})
    return f"Twilio sends SMS to {address}. {NEXT}"


async def whatsapp(chosen: platforms.WhatsApp, address: str) -> str:
    """Set by hand: the sandbox and the senders have pages of their own."""
    return "\n".join(
        [
            "Set this in the Twilio Console; its API has no call for the sandbox:",
            "  sandbox: Messaging > Try it out > Send a WhatsApp message > Sandbox settings",
            "  own number: Messaging > Senders > WhatsApp senders > the number",
            f"  'When a message comes in': {address}   method: HTTP POST",
        ]
    )


async def messenger(chosen: platforms.Messenger, address: str) -> str:
    """The subscription of the app, for which Meta asks the running server at once, and of the page."""
    if not chosen.messenger_app_id:
        raise CannotRun("MESSENGER_APP_ID is missing: it stands at the top of the App Dashboard. Set it in .env.")
    api = Platform("messenger", chosen.messenger_api_url)
    subscription = {
        "object": "page",
        "callback_url": address,
        "verify_token": chosen.messenger_verify_token,
        "fields": EVENTS,
        "access_token": f"{chosen.messenger_app_id}|{chosen.messenger_app_secret}",
    }
    await ask(api, f"/{chosen.messenger_app_id}/subscriptions", data=subscription)
    page = {"subscribed_fields": EVENTS, "access_token": chosen.messenger_page_token}
    await ask(api, "/me/subscribed_apps", data=page)
    return f"Meta sends messages of the page to {address}. {NEXT}"


async def slack(chosen: platforms.Slack, address: str) -> str:
    """Set by hand: only a token of the whole workspace could change an app's manifest."""
    return "\n".join(
        [
            "Set this at https://api.slack.com/apps, at your app:",
            f"  Event Subscriptions > Request URL: {address}",
            "  Event Subscriptions > Subscribe to bot events: message.im, app_mention",
            f"  Interactivity & Shortcuts > Request URL: {address}",
            "  App Home > Messages Tab: on, and let people send messages from it",
        ]
    )


def twilio_api(chosen: platforms.Twilio) -> Platform:
    """The API of the account."""
    auth = aiohttp.BasicAuth(str(chosen.twilio_account_sid), str(chosen.twilio_auth_token))
    return Platform("twilio", f"{chosen.twilio_api_url}/2010-04-01/Accounts/{chosen.twilio_account_sid}", auth=auth)


async def ask(api: Platform, path: str, method: str = "POST", **body: Any) -> Answer:
    """Call a method of a platform.

    Raises:
        CannotRun: it refuses, or cannot be reached.
    """
    try:
        answer = await api.ask(path, method, **body)
    except (NotTaken, aiohttp.ClientError, asyncio.TimeoutError) as error:
        raise CannotRun(f"{api.url.split('/')[2]} cannot be reached ({type(error).__name__}). Try again later.")
    finally:
        await api.close()
    if answer.status >= 300 or answer.body.get("ok") is False:
        raise CannotRun(f"{api.channel} refuses ({answer.status}): {reason(answer.body)}")
    return answer


def reason(body: Dict[str, Any]) -> str:
    """What a platform says of its refusal."""
    error = body.get("error")
    told = error.get("message") if isinstance(error, dict) else error
    return str(body.get("description") or body.get("message") or told or "no reason given")


REGISTER: Dict[str, "tuple[Type[PlatformSettings], Callable[[Any, str], Coroutine[Any, Any, str]]]"] = {
    "telegram": (platforms.Telegram, telegram),
    "sms": (platforms.Sms, sms),
    "whatsapp": (platforms.WhatsApp, whatsapp),
    "messenger": (platforms.Messenger, messenger),
    "slack": (platforms.Slack, slack),
}
