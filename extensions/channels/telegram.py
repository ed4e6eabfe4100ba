"""Telegram: updates by webhook, answers over the Bot API. https://core.telegram.org/bots/api"""

import asyncio
import hmac
import logging
import time
from typing import Any, Dict, List, Optional

import aiohttp
from sanic.request import Request

from extensions.channels.arrivals import STALE_SECONDS, Arrival, place
from extensions.channels.markup import TELEGRAM, messages
from extensions.channels.messaging import MessagingChannel, Payload
from extensions.channels.offering import button_code, choices
from extensions.channels.platforms import Telegram
from extensions.channels.sending import Answer, NotTaken, Platform, Sent, Verdict, by_status
from extensions.channels.webhooks import Malformed, Refused, get, read_json, text_of
from extensions.channels.wording import Reply

logger = logging.getLogger(__name__)

LONGEST = 4096
"""UTF-16 units of a message, without its marks."""
SHARE_LOCATION = "Share my location"
COMMANDS = {"/start": "hello", "/help": "what can you do"}
"""What Telegram itself offers to press, in words."""
UNREADABLE = frozenset(
    ["animation", "audio", "contact", "dice", "document", "game", "paid_media", "photo", "poll", "sticker", "story"]
    + ["video", "video_note", "voice"]
)
"""Fields of a message that holds something else than text."""


class TelegramChannel(MessagingChannel):
    """A bot in private chats."""

    kind = Telegram

    @classmethod
    def name(cls) -> str:
        """Its name in addresses and metrics."""
        return "telegram"

    def set_up(self, chosen: Telegram) -> Platform:
        """Keep the secret that Telegram shows."""
        self.secret = str(chosen.telegram_secret_token)
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

    def payloads(self, reply: Reply, arrival: Arrival) -> List[Payload]:
        """Texts in Telegram's HTML; buttons, or what asks for the location, stand under the last."""
        found: List[Payload] = [
            {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
            for text in messages(reply["text"], TELEGRAM, LONGEST)
        ]
        found[-1]["reply_markup"] = markup(reply)
        return found

    async def send(self, arrival: Arrival, payload: Payload) -> Sent:
        """Send one text."""
        return await self.platform.send("/sendMessage", json={"chat_id": int(arrival.to), **payload})


def markup(reply: Reply) -> Dict[str, Any]:
    """What stands under a reply: inline buttons, a keyboard that shares the location, or no keyboard any more."""
    buttons = choices(reply)
    if reply["asks"] == "place":
        rows = [[{"text": SHARE_LOCATION, "request_location": True}], *([{"text": one["title"]}] for one in buttons)]
        return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}
    if buttons:
        return {
            "inline_keyboard": [
                [{"text": one["title"], "callback_data": button_code(one["payload"])}] for one in buttons
            ]
        }
    return {"remove_keyboard": True}


def read_update(update: Dict[str, Any], update_id: str) -> Optional[Arrival]:
    """What an update brings.

    Raises:
        Refused: it is older than anything that Telegram still delivers.
        Malformed: a field that every update of its kind has is missing.
    """
    pressed = get(update, "callback_query", dict)
    if pressed is not None:
        return read_press(pressed)
    message, edited = get(update, "message", dict), get(update, "edited_message", dict)
    if message is None and edited is None:
        return None
    said: Dict[str, Any] = message if message is not None else edited or {}
    chat = chat_of(said)
    if time.time() - (get(said, "edit_date", int) or get(said, "date", int) or 0) > STALE_SECONDS:
        raise Refused("stale")
    if get(get(said, "from", dict), "is_bot", bool):
        return None
    if chat["type"] != "private":
        return Arrival(str(chat["id"]), str(chat["id"]), update_id, in_group=True)
    if message is None:  # a live location is edited every few seconds; it was answered when it began
        return None if "location" in said else Arrival(str(chat["id"]), str(chat["id"]), update_id, unreadable=True)
    return read_message(said, str(chat["id"]), update_id)


def read_message(said: Dict[str, Any], chat: str, update_id: str) -> Optional[Arrival]:
    """A message in a private chat; None for what Telegram says itself, such as a pinned message."""
    located = get(said, "location", dict)
    if located is not None:
        found = place(located.get("latitude"), located.get("longitude"))
        return Arrival(chat, chat, update_id, text=found or "", unreadable=not found)
    text = text_of(said, "text")
    if text:
        command = text.split("@")[0].split()[0] if text.startswith("/") and text.strip("/ ") else ""
        return Arrival(chat, chat, update_id, text=COMMANDS.get(command, text))
    if UNREADABLE.isdisjoint(said):
        return None
    caption, album = text_of(said, "caption"), text_of(said, "media_group_id")
    if album and not caption:  # ten pictures at once are told once that they cannot be seen
        return Arrival(chat, chat, f"album-{album}", unreadable=True)
    return Arrival(chat, chat, update_id, text=caption, unreadable=True)


def read_press(pressed: Dict[str, Any]) -> Optional[Arrival]:
    """A button that was pressed; its title stands in the message under which it was."""
    said = get(pressed, "message", dict) or {}
    chat, query = chat_of(said), text_of(pressed, "id")
    code = text_of(pressed, "data")
    if not query or not code:
        raise Malformed
    if chat["type"] != "private":
        return None
    rows = get(get(said, "reply_markup", dict), "inline_keyboard", list) or []
    keys = (key for row in rows if isinstance(row, list) for key in row if isinstance(key, dict))
    title = next((text_of(key, "text") for key in keys if key.get("callback_data") == code), "")
    return Arrival(str(chat["id"]), str(chat["id"]), f"query-{query}", text=title, pressed=code)


def chat_of(said: Dict[str, Any]) -> Dict[str, Any]:
    """The chat in which something was said: `id` and `type`.

    Raises:
        Malformed: it has none.
    """
    chat = get(said, "chat", dict)
    number, kind = get(chat, "id", int), get(chat, "type", str)
    if number is None or kind is None:
        raise Malformed
    return {"id": number, "type": kind}


def verdict(answer: Answer) -> Verdict:
    """Telegram says in the body how long to wait."""
    asked = get(get(answer.body, "parameters", dict), "retry_after", int)
    return by_status(Answer(answer.status, answer.body, answer.retry_after if asked is None else float(asked)))
