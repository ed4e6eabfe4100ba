"""Telegram: updates by webhook, answers over the Bot API. https://core.telegram.org/bots/api"""

import asyncio
import hmac
import logging
from typing import Any, Dict, List, Optional

import aiohttp
from rasa.core.agent import Agent
from sanic import Sanic
from sanic.request import Request

from extensions.channels.arrivals import Arrival, Contact
from extensions.channels.call_back import CallBack, offer, offers_person
from extensions.channels.door import the_door
from extensions.channels.identity import keyed_hash
from extensions.channels.markup import TELEGRAM, messages
from extensions.channels.messaging import MessagingChannel, Payload
from extensions.channels.offering import button_code, choices
from extensions.channels.platforms import Telegram
from extensions.channels.sending import Answer, NotTaken, Platform, Sent, Verdict, by_status
from extensions.channels.telegram_updates import read_update
from extensions.channels.webhooks import Malformed, Refused, get, read_json
from extensions.channels.wording import Reply, wording

logger = logging.getLogger(__name__)

LONGEST = 4096
"""UTF-16 units of a message, without its marks."""
SHARE_LOCATION = "Share my location"


class TelegramChannel(MessagingChannel):
    """A bot in private chats."""

    kind = Telegram
    call_back: Optional[CallBack] = None
    """Where requests for a call go; None where nobody calls back."""

    @classmethod
    def name(cls) -> str:
        """Its name in addresses and metrics."""
        return "telegram"

    def set_up(self, chosen: Telegram) -> Platform:
        """Keep the secret that Telegram shows, and whether there is anybody who calls back."""
        self.secret = str(chosen.telegram_secret_token)
        if chosen.call_back_url:
            self.call_back = CallBack(self.name(), chosen.call_back_url, chosen.call_back_token)
        return Platform(self.name(), f"{chosen.telegram_api_url}/bot{chosen.telegram_bot_token}", reading=verdict)

    def arrivals(self, request: Request) -> List[Arrival]:
        """The one message of an update, or none where it brings nothing for us."""
        shown = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self.secret.encode()):
            raise Refused("forged", 401)
        update = read_json(request.body)
        update_id = get(update, "update_id", int)
        if update_id is None:
            raise Malformed
        arrival = read_update(update, str(update_id))
        return [arrival] if arrival else []

    async def acknowledge(self, arrival: Arrival) -> None:
        """Tell Telegram that a press was noticed: its clients show a clock until then."""
        query, _, pressed = arrival.message_id.partition("query-")
        if not pressed:
            return
        try:
            await self.platform.ask("/answerCallbackQuery", json={"callback_query_id": pressed})
        except (aiohttp.ClientError, NotTaken, asyncio.TimeoutError) as error:
            logger.error("telegram: a press was not acknowledged: %s", type(error).__name__)

    async def in_turn(self, arrival: Arrival, agent: Agent) -> List[Reply]:
        """With an answer that names people, the offer of a call. No message waits for a number that is passed on."""
        conversation = self.conversation(arrival)
        if self.call_back and arrival.contact:
            return [await self.to_be_called(self.call_back, arrival.contact, conversation)]
        replies = await super().in_turn(arrival, agent)
        if not self.call_back or not any(map(offers_person, replies)):
            return replies
        await self.was_offered(conversation)
        return [*replies, offer()]

    async def to_be_called(self, call_back: CallBack, contact: Contact, conversation: str) -> Reply:
        """What to say to a contact; passed on only where it is their own, and they know what becomes of it."""
        if not await the_door().limits.allow(conversation):
            return wording("limited")
        if contact.phone is None:
            return wording("call_back_not_yours")
        if not await self.was_offered(conversation):
            return offer()
        return wording("call_back_taken" if await call_back.deliver(contact) else "call_back_failed")

    async def was_offered(self, conversation: str) -> bool:
        """Whether a person has been told before what is done with their number; from now on they have."""
        return await self.memory.first_seen(keyed_hash("call_back", self.name(), conversation)) is not None

    def payloads(self, reply: Reply, arrival: Arrival) -> List[Payload]:
        """Texts in Telegram's HTML; buttons, or what asks for the location or the number, stand under the last."""
        found: List[Payload] = [
            {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
            for text in messages(reply["text"], TELEGRAM, LONGEST)
        ]
        found[-1]["reply_markup"] = markup(reply)
        return found

    async def send(self, arrival: Arrival, payload: Payload) -> Sent:
        """Send one text."""
        return await self.platform.send("/sendMessage", json={"chat_id": int(arrival.to), **payload})

    async def finish(self, app: Sanic, *rest: Any) -> None:
        """Close the connection to the service's system, too."""
        await super().finish(app, *rest)
        if self.call_back:
            await self.call_back.system.close()


def markup(reply: Reply) -> Dict[str, Any]:
    """What stands under a reply: inline buttons, a keyboard that shares something, or no keyboard any more."""
    buttons = choices(reply)
    if reply["asks"] == "phone":
        return keyboard({"text": wording("call_back_button")["body"], "request_contact": True})
    if reply["asks"] == "place":
        shares = {"text": SHARE_LOCATION, "request_location": True}
        return keyboard(shares, *({"text": one["title"]} for one in buttons))
    if buttons:
        return {
            "inline_keyboard": [
                [{"text": one["title"], "callback_data": button_code(one["payload"])}] for one in buttons
            ]
        }
    return {"remove_keyboard": True}


def keyboard(*keys: Dict[str, Any]) -> Dict[str, Any]:
    """A keyboard in the place of the letters, one key a row, which goes away when it was used."""
    return {"keyboard": [[key] for key in keys], "resize_keyboard": True, "one_time_keyboard": True}


def verdict(answer: Answer) -> Verdict:
    """Telegram says in the body how long to wait."""
    asked = get(get(answer.body, "parameters", dict), "retry_after", int)
    return by_status(Answer(answer.status, answer.body, answer.retry_after if asked is None else float(asked)))
