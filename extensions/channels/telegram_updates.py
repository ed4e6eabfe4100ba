"""What Telegram's updates bring. https://core.telegram.org/bots/api#update"""

import re
import time
from datetime import datetime, timezone
from typing import Any, Dict, Optional

from extensions.channels.arrivals import STALE_SECONDS, Arrival, Contact, place
from extensions.channels.incoming import printable
from extensions.channels.platforms import E164
from extensions.channels.webhooks import Malformed, Refused, get, text_of

COMMANDS = {"/start": "hello", "/help": "what can you do"}
"""What Telegram itself offers to press, in words."""
UNREADABLE = frozenset(
    ["animation", "audio", "dice", "document", "game", "paid_media", "photo", "poll", "sticker", "story"]
    + ["video", "video_note", "voice"]
)
"""Fields of a message that holds something else than text."""


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
    if "contact" in said:
        return Arrival(chat, chat, update_id, unreadable=True, contact=read_contact(said))
    text = text_of(said, "text")
    if text:
        return Arrival(chat, chat, update_id, text=in_words(text))
    if UNREADABLE.isdisjoint(said):
        return None
    caption, album = text_of(said, "caption"), text_of(said, "media_group_id")
    if album and not caption:  # ten pictures at once are told once that they cannot be seen
        return Arrival(chat, chat, f"album-{album}", unreadable=True)
    return Arrival(chat, chat, update_id, text=caption, unreadable=True)


def in_words(text: str) -> str:
    """What a command of Telegram's own means, or what was typed behind it. "/start" may carry a word of a link."""
    command, *typed = text.split(maxsplit=1) or [""]
    command = command.split("@")[0]
    if command not in COMMANDS:
        return text
    is_of_a_link = command == "/start" and typed and len(typed[0].split()) == 1
    return typed[0] if typed and not is_of_a_link else COMMANDS[command]


def read_contact(said: Dict[str, Any]) -> Optional[Contact]:
    """Whose number was shared: Telegram itself says to whom one belongs. None where it can be nobody's."""
    shared = get(said, "contact", dict) or {}
    at = datetime.fromtimestamp(min(get(said, "date", int) or 0, int(time.time())), timezone.utc)
    sender = get(get(said, "from", dict), "id", int)
    if sender is None or get(shared, "user_id", int) != sender:
        return Contact(at)
    phone = text_of(shared, "phone_number")
    return Contact(at, phone, printable(text_of(shared, "first_name")) or None) if re.fullmatch(E164, phone) else None


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
