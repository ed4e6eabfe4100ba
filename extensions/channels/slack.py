"""Slack: signed events and presses come in, answers go out as blocks. https://api.slack.com/apis"""

import re
from contextlib import suppress
from html import unescape
from typing import Any, Dict, List, Optional
from urllib.parse import parse_qs

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_sdk.signature import SignatureVerifier

from extensions.channels.arrivals import Arrival
from extensions.channels.door import the_door
from extensions.channels.markup import SLACK, messages
from extensions.channels.messaging import MessagingChannel, Payload
from extensions.channels.metrics import count
from extensions.channels.offering import button_code, choices
from extensions.channels.platforms import Slack
from extensions.channels.sending import Answer, Platform, Sent, Verdict, by_status
from extensions.channels.webhooks import Malformed, Refused, get, read_json, text_of
from extensions.channels.wording import Reply, wording

LONGEST_SECTION, LONGEST_TEXT = 3000, 4000
LONGEST_BUTTON, LONGEST_VALUE, MOST_BUTTONS = 75, 2000, 25
LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>")
MENTION = re.compile(r"<[@#!][^>]*>")
NOT_TAKEN = frozenset(["ratelimited", "rate_limited", "service_unavailable"])
MAY_BE_TAKEN = frozenset(["fatal_error", "internal_error", "request_timeout"])
"""Slack says of the first that part of the work may have been done."""


class SlackChannel(MessagingChannel):
    """An app in direct messages; where it is mentioned among others, it says so to that person alone."""

    kind = Slack

    @classmethod
    def name(cls) -> str:
        """Its name in addresses and metrics."""
        return "slack"

    def set_up(self, chosen: Slack) -> Platform:
        """Keep what signatures are checked with."""
        self.verifier = SignatureVerifier(str(chosen.slack_signing_secret))
        headers = {"Authorization": f"Bearer {chosen.slack_bot_token}"}
        return Platform(self.name(), chosen.slack_api_url, reading=verdict, headers=headers)

    async def webhook(self, request: Request) -> HTTPResponse:
        """Beside messages, Slack asks once whether the address is ours."""
        if b"url_verification" in request.body and self.is_signed(request):
            with suppress(Refused):
                asked = read_json(request.body)
                if text_of(asked, "type") == "url_verification":
                    return response.json({"challenge": text_of(asked, "challenge")})
        return await super().webhook(request)

    def seal(self, request: Request) -> Optional[str]:
        """A signature holds the second in which it was made: Slack makes a new one when it delivers again."""
        return str(request.headers.get("X-Slack-Signature"))

    def is_signed(self, request: Request) -> bool:
        """Whether a request was signed by Slack within the last five minutes."""
        shown, at = (request.headers.get(name, "") for name in ("X-Slack-Signature", "X-Slack-Request-Timestamp"))
        if not (at.isdigit() and at.isascii() and shown.isascii()):
            return False
        try:
            return self.verifier.is_valid(request.body.decode("utf-8"), at, shown)
        except ValueError:
            return False

    def arrivals(self, request: Request) -> List[Arrival]:
        """The one message or press in a signed request, or none where it is nothing for us."""
        if not self.is_signed(request):
            raise Refused("forged", 401)
        if request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            carried = parse_qs(request.body.decode("utf-8")).get("payload", [""])[0]
            arrival = read_press(read_json(carried))
        else:
            arrival = read_callback(read_json(request.body))
        return [arrival] if arrival else []

    async def in_group(self, arrival: Arrival) -> List[Reply]:
        """Whoever mentions the app is told each time: only they see it."""
        count("group", self.name())
        return [wording("private_only")] if await the_door().limits.allow(self.conversation(arrival)) else []

    def payloads(self, reply: Reply, arrival: Arrival) -> List[Payload]:
        """One message: sections of text, and buttons under them. Its `text` is what screen readers say."""
        sections = [
            {"type": "section", "text": {"type": "mrkdwn", "text": text}}
            for text in messages(reply["text"], SLACK, LONGEST_SECTION)
        ]
        keys = [button(one, place) for place, one in enumerate(choices(reply))]
        rows = [keys[start : start + MOST_BUTTONS] for start in range(0, len(keys), MOST_BUTTONS)]
        actions = [{"type": "actions", "elements": row} for row in rows]
        aloud = messages(reply["text"], SLACK, LONGEST_TEXT)[0]
        return [{"text": aloud, "blocks": [*sections, *actions], "unfurl_links": False, "unfurl_media": False}]

    async def send(self, arrival: Arrival, payload: Payload) -> Sent:
        """Send one message; among others, only to the person who asked."""
        if not arrival.in_group:
            return await self.platform.send("/chat.postMessage", json={"channel": arrival.to, **payload})
        private = {"channel": arrival.to, "user": arrival.person.rpartition("/")[2], "text": payload["text"]}
        return await self.platform.send("/chat.postEphemeral", json={**private, "blocks": payload["blocks"]})


def button(choice: Dict[str, str], place: int) -> Dict[str, Any]:
    """A choice as a button."""
    title, payload = choice["title"], choice["payload"]
    shown = title if len(title) <= LONGEST_BUTTON else f"{title[: LONGEST_BUTTON - 1]}…"
    value = payload if len(payload) <= LONGEST_VALUE else button_code(payload)
    return {
        "type": "button",
        "action_id": f"choice-{place}",
        "text": {"type": "plain_text", "text": shown},
        "value": value,
    }


def read_callback(body: Dict[str, Any]) -> Optional[Arrival]:
    """What an event brings; None for what bots say, and for what happens among others without us.

    Raises:
        Malformed: it is no event.
    """
    event = get(body, "event", dict)
    if text_of(body, "type") != "event_callback" or event is None:
        raise Malformed
    key, team, channel = text_of(body, "event_id"), text_of(body, "team_id"), text_of(event, "channel")
    person, kind = f"{team}/{text_of(event, 'user')}", text_of(event, "type")
    if event.get("bot_id") or not key or not channel:
        return None
    if kind == "app_mention" and event.get("user"):
        return Arrival(person, channel, key, in_group=True)
    if kind != "message" or event.get("channel_type") != "im":
        return None
    if event.get("subtype") == "message_changed":
        return read_edit(event, team, channel, key)
    if event.get("subtype") not in (None, "file_share", "thread_broadcast") or not event.get("user"):
        return None
    return Arrival(person, channel, key, text=typed(text_of(event, "text")), unreadable=bool(event.get("files")))


def read_edit(event: Dict[str, Any], team: str, channel: str, key: str) -> Optional[Arrival]:
    """A person's edit; None for the changes that Slack makes itself, when it unfolds a link, and for our own."""
    new, old = get(event, "message", dict) or {}, get(event, "previous_message", dict) or {}
    if new.get("bot_id") or not new.get("user") or not new.get("edited") or new.get("text") == old.get("text"):
        return None
    return Arrival(f"{team}/{text_of(new, 'user')}", channel, key, unreadable=True)


def read_press(body: Dict[str, Any]) -> Optional[Arrival]:
    """A button that was pressed.

    Raises:
        Malformed: it does not say who pressed it, and where.
    """
    if text_of(body, "type") != "block_actions":
        return None
    person, channel = (text_of(get(body, name, dict) or {}, "id") for name in ("user", "channel"))
    team = text_of(get(body, "team", dict) or {}, "id")
    action = next(iter(get(body, "actions", list) or []), None)
    value, at = (get(action, name, str) for name in ("value", "action_ts"))
    if not (person and channel and at):
        raise Malformed
    title = text_of(get(action, "text", dict) or {}, "text")
    return Arrival(f"{team}/{person}", channel, f"{channel}-{at}", text=title, pressed=value) if value else None


def typed(text: str) -> str:
    """What a person typed, without Slack's marks for mentions and links."""
    linked = LINK.sub(lambda link: link[2] or link[1], MENTION.sub(" ", text))
    return unescape(linked).strip()


def verdict(answer: Answer) -> Verdict:
    """Slack answers with status 200 and says in the body what it is."""
    read = by_status(answer)
    problem = "" if get(answer.body, "ok", bool) else text_of(answer.body, "error")
    if problem in NOT_TAKEN:
        return Verdict(Sent.UNREACHED, answer.retry_after, problem)
    if read.sent is not Sent.TAKEN or get(answer.body, "ok", bool):
        return read
    return Verdict(
        Sent.REFUSED if problem and problem not in MAY_BE_TAKEN else Sent.UNKNOWN, why=problem or "no answer"
    )
