"""Messenger: signed batches of events come in, answers go out over the Send API.

https://developers.facebook.com/docs/messenger-platform
"""

import hashlib
import hmac
import time
from typing import Any, Dict, List, Optional

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from extensions.channels.arrivals import STALE_SECONDS, Arrival, place
from extensions.channels.markup import PLAIN, messages
from extensions.channels.messaging import MessagingChannel, Payload
from extensions.channels.metrics import count
from extensions.channels.offering import button_code, choices, with_choices
from extensions.channels.platforms import Messenger
from extensions.channels.sending import Answer, Platform, Sent, Verdict, by_status
from extensions.channels.webhooks import Handler, Malformed, Refused, get, read_json, text_of
from extensions.channels.wording import Reply

LONGEST = 2000
"""UTF-16 units of a text."""
MOST_QUICK_REPLIES, LONGEST_TITLE, LONGEST_PAYLOAD = 13, 20, 1000
RATE_LIMITS = frozenset([4, 17, 32, 613, 1200])
"""Meta's codes for "too many calls" and "could not send, try again later": nothing was sent."""


class MessengerChannel(MessagingChannel):
    """An app that speaks for a page."""

    kind = Messenger

    @classmethod
    def name(cls) -> str:
        """Its name in addresses and metrics."""
        return "messenger"

    def set_up(self, chosen: Messenger) -> Platform:
        """Keep the secrets that Meta signs with and shows."""
        self.secret = str(chosen.messenger_app_secret).encode()
        self.verify_token = str(chosen.messenger_verify_token).encode()
        self.access = {"access_token": str(chosen.messenger_page_token)}
        return Platform(self.name(), chosen.messenger_api_url, reading=verdict)

    def handlers(self) -> Dict[str, Handler]:
        """Meta asks by GET whether the address is ours."""
        return {**super().handlers(), "GET": self.prove}

    async def prove(self, request: Request) -> HTTPResponse:
        """Give the challenge back to who knows our verify token."""
        token = request.args.get("hub.verify_token", "").encode("utf-8", "surrogateescape")
        challenge = request.args.get("hub.challenge", "")
        if request.args.get("hub.mode") != "subscribe" or not hmac.compare_digest(token, self.verify_token):
            count("refused_forged", self.name())
            return response.text("forged", status=403)
        if not challenge.isdigit():  # what is given back must not be a page
            return response.text("malformed", status=400)
        return response.text(challenge)

    def arrivals(self, request: Request) -> List[Arrival]:
        """Every message of a signed batch."""
        made = hmac.new(self.secret, request.body, hashlib.sha256).hexdigest()
        shown = request.headers.get("X-Hub-Signature-256", "")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), f"sha256={made}".encode()):
            raise Refused("forged")
        batch = read_json(request.body)
        entries = get(batch, "entry", list)
        if get(batch, "object", str) != "page" or entries is None:
            raise Malformed
        events = [event for entry in entries for event in get(entry, "messaging", list) or []]
        new = [event for event in events if not is_stale(event)]
        if events and not new:
            raise Refused("stale")
        return [arrival for arrival in map(read_event, new) if arrival]

    def payloads(self, reply: Reply, arrival: Arrival) -> List[Payload]:
        """Plain texts with quick replies under the last; they carry numbers where a title is too long for one."""
        offered = choices(reply)
        titles = [one["title"] for one in offered]
        short = len(titles) <= MOST_QUICK_REPLIES and all(len(title) <= LONGEST_TITLE for title in titles)
        text = reply["text"] if short else with_choices(reply)
        found: List[Payload] = [{"text": part} for part in messages(text, PLAIN, LONGEST)]
        keys = titles if short else [str(number) for number in range(1, len(titles) + 1)]
        quick = [quick_reply(key, one["payload"]) for key, one in zip(keys, offered, strict=True)]
        if quick and len(quick) <= MOST_QUICK_REPLIES:
            found[-1]["quick_replies"] = quick
        return found

    async def send(self, arrival: Arrival, payload: Payload) -> Sent:
        """Send one text in answer to what was written."""
        body = {"recipient": {"id": arrival.to}, "messaging_type": "RESPONSE", "message": payload}
        return await self.platform.send("/me/messages", params=self.access, json=body)


def quick_reply(title: str, payload: str) -> Dict[str, str]:
    """A choice that is pressed."""
    carried = payload if len(payload) <= LONGEST_PAYLOAD else button_code(payload)
    return {"content_type": "text", "title": title, "payload": carried}


def is_stale(event: Any) -> bool:
    """Whether an event is older than anything that may still be answered."""
    at = get(event, "timestamp", int)
    return at is not None and time.time() - at / 1000 > STALE_SECONDS


def read_event(event: Any) -> Optional[Arrival]:
    """What an event brings; None for receipts, and for what the page said itself."""
    person = text_of(get(event, "sender", dict) or {}, "id")
    message, postback = get(event, "message", dict), get(event, "postback", dict)
    edited = get(event, "message_edit", dict)
    if not person or get(message, "is_echo", bool):
        return None
    if postback is not None:
        title, carried = text_of(postback, "title"), text_of(postback, "payload")
        key = text_of(postback, "mid") or f"{person}-{get(event, 'timestamp', int)}"
        return Arrival(person, person, key, text=title, pressed=carried or None)
    if edited is not None:
        key = f"{text_of(edited, 'mid')}-{get(edited, 'num_edit', int)}"
        return Arrival(person, person, key, unreadable=True)
    return read_message(message, person) if message is not None else None


def read_message(message: Dict[str, Any], person: str) -> Optional[Arrival]:
    """A message: text, a quick reply, a shared place, or something that cannot be read."""
    mid, text = text_of(message, "mid"), text_of(message, "text")
    attachments = get(message, "attachments", list) or []
    if not mid or not (text or attachments):
        return None
    for one in attachments:
        point = get(get(one, "payload", dict), "coordinates", dict)
        found = place(point.get("lat"), point.get("long")) if point else None
        if found:
            return Arrival(person, person, mid, text=found)
    unreadable = any(get(one, "type", str) != "fallback" for one in attachments)  # a link in the text makes a fallback
    pressed = text_of(get(message, "quick_reply", dict) or {}, "payload")
    return Arrival(person, person, mid, text=text, pressed=pressed or None, unreadable=unreadable)


def verdict(answer: Answer) -> Verdict:
    """Meta tells some rate limits only in the body."""
    error = get(answer.body, "error", dict)
    code = get(error, "code", int)
    read = by_status(answer)
    if code in RATE_LIMITS:
        return Verdict(Sent.UNREACHED, answer.retry_after, f"code {code}")
    return Verdict(read.sent, read.wait, f"{read.why}, code {code}") if code else read
