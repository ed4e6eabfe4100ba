"""Asks the platforms, before the start, whether they know us. One that cannot be reached does not stop the start."""

import asyncio
import logging
from typing import Any, Callable, Dict, List, NamedTuple

import aiohttp

from extensions.channels.platforms import Messenger, PlatformError, Slack, Sms, Telegram, WhatsApp, read
from extensions.channels.sending import Answer, NotTaken, Platform

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 5
BAD_TOKENS = frozenset(["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"])
"""What Slack calls a token that does not work."""
EXPIRED_OR_WRONG = 190
"""Meta's code for an access token that does not work."""


class Question(NamedTuple):
    """How one platform is asked, and when its answer means that a variable is wrong."""

    variable: str
    api: Platform
    path: str
    body: Dict[str, Any]
    is_wrong: Callable[[Answer], bool]


async def refuse_wrong_credentials() -> None:
    """Ask every platform that is on.

    Raises:
        PlatformError: a platform says that it does not know us; the message names the variable.
    """
    questions = every_question()
    answers = await asyncio.gather(*map(is_known, questions))
    for question, known in zip(questions, answers, strict=True):
        if not known:
            raise PlatformError(f"{question.variable}: the platform does not accept it (set it in .env)")


async def is_known(question: Question) -> bool:
    """Whether a platform knows us, as far as it can be asked."""
    try:
        asked = question.api.ask(question.path, "GET", **question.body)
        return not question.is_wrong(await asyncio.wait_for(asked, PATIENCE_SECONDS))
    except (NotTaken, aiohttp.ClientError, asyncio.TimeoutError) as error:
        logger.warning("%s cannot be reached now (%s)", question.api.channel, type(error).__name__)
        return True
    finally:
        await question.api.close()


def every_question() -> List[Question]:
    """One for each platform that is on."""
    questions = []
    if chosen := read(Telegram):
        api = Platform("telegram", f"{chosen.telegram_api_url}/bot{chosen.telegram_bot_token}")
        questions.append(Question("TELEGRAM_BOT_TOKEN", api, "/getMe", {}, lambda told: told.status in (401, 404)))
    if account := read(WhatsApp) or read(Sms):
        auth = aiohttp.BasicAuth(str(account.twilio_account_sid), str(account.twilio_auth_token))
        api = Platform("twilio", f"{account.twilio_api_url}/2010-04-01/Accounts", auth=auth)
        path = f"/{account.twilio_account_sid}.json"
        questions.append(Question("TWILIO_AUTH_TOKEN", api, path, {}, lambda told: told.status in (401, 404)))
    if page := read(Messenger):
        query = {"params": {"fields": "id", "access_token": page.messenger_page_token}}
        api = Platform("messenger", page.messenger_api_url)
        questions.append(Question("MESSENGER_PAGE_TOKEN", api, "/me", query, is_refused_by_meta))
    if app := read(Slack):
        api = Platform("slack", app.slack_api_url, headers={"Authorization": f"Bearer {app.slack_bot_token}"})
        questions.append(Question("SLACK_BOT_TOKEN", api, "/auth.test", {}, is_refused_by_slack))
    return questions


def is_refused_by_slack(told: Answer) -> bool:
    """Whether Slack says that the token does not work."""
    return told.body.get("error") in BAD_TOKENS


def is_refused_by_meta(told: Answer) -> bool:
    """Whether Meta says that the access token does not work."""
    error = told.body.get("error")
    return isinstance(error, dict) and error.get("code") == EXPIRED_OR_WRONG
