"""People who write to the server through each platform, with requests as the platforms make and sign them."""

import hashlib
import hmac
import itertools
import json
import time
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from twilio.request_validator import RequestValidator

from tests.messaging_server import APP_SECRET, PUBLIC_URL, SIGNING_SECRET, TELEGRAM_SECRET
from tests.stand_ins import TWILIO_SID, TWILIO_TOKEN

numbers = itertools.count(int(time.time()) % 10**6 * 1000)
"""For everything that must be another each time."""


class Person:
    """Somebody on a platform. `say` returns the messages that they get for it."""

    channel = ""

    def __init__(self, server):
        self.server, self.id = server, self.new_id()

    def new_id(self):
        return str(next(numbers))

    @property
    def address(self):
        return self.id

    def deliver(self, *request):
        """Hand a request in, whole or spoilt; returns its status and the new messages."""
        before = len(self.server.platforms.to(self.address))
        status = self.server.post(self.channel, *request).status_code
        self.server.settle()
        return status, self.server.platforms.to(self.address)[before:]

    def say(self, text=None, **more):
        status, messages = self.deliver(*self.request(text, **more))
        assert status == 200
        assert not self.server.platforms.refused
        return messages


class OnTelegram(Person):
    channel = "telegram"

    def new_id(self):
        return next(numbers)

    def headers(self, secret=TELEGRAM_SECRET):
        return {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}

    def request(self, text=None, kind="private", field="message", **more):
        person = {"id": self.id, "is_bot": False, "first_name": "Ann"}
        message = {
            "message_id": next(numbers),
            "from": person,
            "chat": {"id": self.id, "type": kind},
            "date": int(time.time()),
        }
        message.update({"text": text} if text is not None else {}, **more)
        return json.dumps({"update_id": next(numbers), field: message}).encode(), self.headers()

    def press(self, message, title):
        keys = [key for row in message.payload["reply_markup"]["inline_keyboard"] for key in row]
        (key,) = [key for key in keys if key["text"] == title]
        shown = {"chat": {"id": self.id, "type": "private"}, "reply_markup": message.payload["reply_markup"], "date": 1}
        query = {"id": str(next(numbers)), "from": {"id": self.id}, "message": shown, "data": key["callback_data"]}
        status, messages = self.deliver(
            json.dumps({"update_id": next(numbers), "callback_query": query}).encode(), self.headers()
        )
        assert status == 200
        return messages


class OnSms(Person):
    channel = "sms"
    prefix = ""

    def new_id(self):
        return f"{self.prefix}+614{next(numbers) % 10**8:08}"

    def request(self, text=None, url=PUBLIC_URL, token=TWILIO_TOKEN, **more):
        own = {"MessageSid": f"SM{next(numbers):032x}", "AccountSid": TWILIO_SID, "To": "+61480000000", "FromZip": ""}
        fields = {**own, "From": self.id, "Body": text or "", "NumMedia": "0", **more}
        signature = RequestValidator(token).compute_signature(f"{url}/webhooks/{self.channel}/webhook", fields)
        kind = "application/x-www-form-urlencoded; charset=UTF-8"
        return urlencode(fields).encode(), {"X-Twilio-Signature": signature, "Content-Type": kind}


class OnWhatsApp(OnSms):
    channel = "whatsapp"
    prefix = "whatsapp:"


class OnMessenger(Person):
    channel = "messenger"

    def event(self, text=None, at=None, **more):
        message = {"mid": f"m_{next(numbers)}", **({"text": text} if text is not None else {}), **more}
        return {
            "sender": {"id": self.id},
            "recipient": {"id": "1"},
            "timestamp": int((at or time.time()) * 1000),
            "message": message,
        }

    def sign(self, *events, secret=APP_SECRET):
        body = json.dumps(
            {"object": "page", "entry": [{"id": "1", "time": 1, "messaging": [one]} for one in events]}
        ).encode()
        made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return body, {"X-Hub-Signature-256": f"sha256={made}", "Content-Type": "application/json"}

    def request(self, text=None, **more):
        return self.sign(self.event(text, **more))


class OnSlack(Person):
    channel = "slack"

    @property
    def address(self):
        return f"D{self.id}"

    def sign(self, body, kind="application/json", secret=SIGNING_SECRET, at=None):
        at = str(int(at or time.time()))
        made = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
        return body, {"X-Slack-Signature": made, "X-Slack-Request-Timestamp": at, "Content-Type": kind}

    def callback(self, text=None, **more):
        event = {"type": "message", "channel_type": "im", "channel": self.address, "user": f"U{self.id}", "ts": "1.1",
                 **({"text": text} if text is not None else {}), **more}  # fmt: skip
        return json.dumps(
            {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{next(numbers)}", "event": event}
        ).encode()

    def request(self, text=None, **more):
        return self.sign(self.callback(text, **more))

    def press(self, message, title):
        keys = [key for block in message.payload["blocks"] for key in block.get("elements", [])]
        (key,) = [key for key in keys if key["text"]["text"] == title]
        payload = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": f"U{self.id}"},
                   "channel": {"id": self.address},
                   "actions": [{**key, "action_ts": f"{next(numbers)}.1"}]}  # fmt: skip
        body = urlencode({"payload": json.dumps(payload)}).encode()
        status, messages = self.deliver(*self.sign(body, "application/x-www-form-urlencoded"))
        assert status == 200
        return messages


PEOPLE = [OnTelegram, OnWhatsApp, OnSms, OnMessenger, OnSlack]
