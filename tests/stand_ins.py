"""Stand-ins for the platforms' APIs on this machine. They refuse what the platforms' documentation does not allow."""

import base64
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from aiohttp import web

from tests.platform_rules import GSM7, NotAllowed, TelegramHtml, need, utf16

TELEGRAM_TOKEN = "123456:" + "t" * 35
TWILIO_SID, TWILIO_TOKEN = "AC" + "1" * 32, "2" * 32
MESSENGER_TOKEN = "EAAG" + "m" * 30
SLACK_TOKEN = "xoxb-1111-2222-abcdef"


@dataclass
class Failure:
    """What a platform answers instead of taking a message."""

    status: int = 0
    """0: it hangs up without a word."""
    body: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    taken: bool = False
    """Whether the message went out all the same."""


@dataclass
class Message:
    """A message that reached its reader."""

    platform: str
    to: str
    text: str
    payload: dict
    at: float = field(default_factory=time.monotonic)


class StandIns:
    """All four APIs under one address."""

    def __init__(self):
        self.messages, self.calls, self.refused = [], [], []
        self.plan = defaultdict(deque)
        """By reader: what goes wrong next."""

    def app(self):
        app = web.Application()
        app.router.add_post("/telegram/bot{token}/{method}", self.telegram)
        app.router.add_post("/twilio/2010-04-01/Accounts/{sid}/Messages.json", self.twilio)
        app.router.add_get("/twilio/2010-04-01/Accounts/{sid}/IncomingPhoneNumbers.json", self.twilio_numbers)
        app.router.add_post("/twilio/2010-04-01/Accounts/{sid}/IncomingPhoneNumbers/{number}.json", self.twilio_number)
        app.router.add_post("/messenger/me/messages", self.messenger)
        app.router.add_post("/messenger/{rest:.*}", self.note)
        app.router.add_get("/{rest:.*}", self.know)
        app.router.add_post("/slack/{method}", self.slack)
        return app

    def to(self, reader):
        return [message for message in self.messages if message.to == str(reader)]

    async def take(self, request, platform, to, text, payload, check, done):
        """Take a message, or fail as planned; what is not allowed is refused and remembered."""
        self.calls.append((platform, str(to), time.monotonic()))
        try:
            check()
        except NotAllowed as error:
            self.refused.append(f"{platform}: {error}")
            return web.json_response({"ok": False, "error": "invalid_blocks", "code": 1}, status=400)
        failure = self.plan[str(to)].popleft() if self.plan[str(to)] else None
        if not failure or failure.taken:
            self.messages.append(Message(platform, str(to), text, payload))
        if failure and failure.status == 0:
            request.transport.close()
        if failure:
            return web.json_response(failure.body, status=failure.status or 500, headers=failure.headers)
        return web.json_response(done, status=201 if platform == "twilio" else 200)

    async def note(self, request):
        self.calls.append((request.path, await request.text(), dict(request.query)))
        return web.json_response({"success": True})

    async def know(self, request):
        """Who are we? Each platform says in its own way that it does not know a token."""
        path, proof = request.path, request.headers.get("Authorization", "")
        if path.startswith("/telegram"):
            return web.json_response(
                {"ok": True}, status=200 if path == f"/telegram/bot{TELEGRAM_TOKEN}/getMe" else 401
            )
        if path.startswith("/twilio"):
            known = proof.endswith(base64.b64encode(f"{TWILIO_SID}:{TWILIO_TOKEN}".encode()).decode())
            return web.json_response({"status": "active"}, status=200 if known else 401)
        if path.startswith("/messenger"):
            known = request.query.get("access_token") == MESSENGER_TOKEN
            return web.json_response({} if known else {"error": {"code": 190}}, status=200 if known else 400)
        return web.json_response({"ok": True} if SLACK_TOKEN in proof else {"ok": False, "error": "invalid_auth"})

    async def telegram(self, request):
        if request.match_info["token"] != TELEGRAM_TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        body, method = await request.json(), request.match_info["method"]
        if method != "sendMessage":
            self.calls.append((method, body, None))
            return web.json_response({"ok": True, "result": True})

        def check():
            allowed = {"chat_id", "text", "parse_mode", "link_preview_options", "reply_markup"}
            need(set(body) <= allowed, f"fields {set(body) - allowed}")
            need(isinstance(body["chat_id"], int), "chat_id is no number")
            need(body["parse_mode"] == "HTML" and 1 <= utf16(TelegramHtml(body["text"]).seen) <= 4096, "text too long")
            markup = body.get("reply_markup", {})
            need(set(markup) <= {"inline_keyboard", "keyboard", "resize_keyboard", "one_time_keyboard",
                                 "remove_keyboard"}, "reply_markup")  # fmt: skip
            for key in (key for row in markup.get("inline_keyboard", []) for key in row):
                need(set(key) == {"text", "callback_data"} and key["text"], "inline button")
                need(1 <= len(key["callback_data"].encode()) <= 64, "callback_data is too long")
            for key in (key for row in markup.get("keyboard", []) for key in row):
                shared = set(key) - {"text"}
                need(key["text"] and len(shared) <= 1, "keyboard button")
                need(shared <= {"request_location", "request_contact"}, "keyboard button")

        done = {"ok": True, "result": {"message_id": len(self.messages)}}
        return await self.take(request, "telegram", body["chat_id"], body["text"], body, check, done)

    async def twilio(self, request):
        if not self.is_twilio(request):
            return web.json_response({"code": 20003, "message": "Authenticate"}, status=401)
        form = dict(await request.post())

        def check():
            need(set(form) == {"To", "From", "Body"}, f"fields {set(form)}")
            need(
                form["To"].startswith("whatsapp:") == form["From"].startswith("whatsapp:"), "From and To differ in kind"
            )
            need(1 <= utf16(form["Body"]) <= 1600, "Body is too long")
            if not form["To"].startswith("whatsapp:"):
                need(set(form["Body"]) <= GSM7 and len(form["Body"]) <= 459, "Body takes more than three segments")

        return await self.take(
            request, "twilio", form["To"], form["Body"], form, check, {"sid": "SM1", "status": "queued"}
        )

    def is_twilio(self, request):
        proof = "Basic " + base64.b64encode(f"{TWILIO_SID}:{TWILIO_TOKEN}".encode()).decode()
        return request.headers.get("Authorization") == proof and request.match_info["sid"] == TWILIO_SID

    async def twilio_numbers(self, request):
        number = request.query["PhoneNumber"]
        found = [{"sid": "PN1", "phone_number": number}] if self.is_twilio(request) else []
        return web.json_response({"incoming_phone_numbers": found})

    async def twilio_number(self, request):
        self.calls.append((request.path, dict(await request.post()), None))
        return web.json_response({"sid": "PN1"})

    async def messenger(self, request):
        body = await request.json()

        def check():
            need(request.query.get("access_token") == MESSENGER_TOKEN, "access_token")
            need(
                set(body) == {"recipient", "messaging_type", "message"} and body["messaging_type"] == "RESPONSE",
                "fields",
            )
            need(
                set(body["message"]) <= {"text", "quick_replies"} and 1 <= utf16(body["message"]["text"]) <= 2000,
                "text",
            )
            keys = body["message"].get("quick_replies", [None])
            need(1 <= len(keys) <= 13, "too many quick replies")
            for key in filter(None, keys):
                need(set(key) == {"content_type", "title", "payload"} and key["content_type"] == "text", "quick reply")
                need(1 <= len(key["title"]) <= 20 and 1 <= len(key["payload"]) <= 1000, "quick reply is too long")

        done = {"recipient_id": body["recipient"]["id"], "message_id": "m_1"}
        text = body["message"]["text"]
        return await self.take(request, "messenger", body["recipient"]["id"], text, body["message"], check, done)

    async def slack(self, request):
        body, method = json.loads(await request.text()), request.match_info["method"]

        def check():
            need(method in ("chat.postMessage", "chat.postEphemeral") and body["text"], "method or text")
            need(request.headers.get("Authorization") == f"Bearer {SLACK_TOKEN}", "not_authed")
            need(1 <= len(body["blocks"]) <= 50, "blocks")
            for block in body["blocks"]:
                if block["type"] == "section":
                    need(block["text"]["type"] == "mrkdwn" and 1 <= len(block["text"]["text"]) <= 3000, "section")
                    continue
                need(block["type"] == "actions" and 1 <= len(block["elements"]) <= 25, "actions")
                need(len({key["action_id"] for key in block["elements"]}) == len(block["elements"]), "action_id twice")
                for key in block["elements"]:
                    need(key["type"] == "button" and 1 <= len(key["text"]["text"]) <= 75, "button")
                    need(key["text"]["type"] == "plain_text" and 1 <= len(key["value"]) <= 2000, "button value")

        to = f"{body['channel']}/{body['user']}" if method == "chat.postEphemeral" else body["channel"]
        text = "\n\n".join(block["text"]["text"] for block in body["blocks"] if block["type"] == "section")
        return await self.take(request, "slack", to, text, body, check, {"ok": True, "ts": "1.1"})
