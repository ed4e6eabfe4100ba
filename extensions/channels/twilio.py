"""WhatsApp and SMS over Twilio: signed forms come in, answers go out over the Messages API."""

import re
from collections import OrderedDict
from dataclasses import replace
from typing import ClassVar, List
from urllib.parse import parse_qsl

import aiohttp
from multidict import MultiDict
from rasa.core.agent import Agent
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse
from twilio.request_validator import RequestValidator

from extensions.channels.arrivals import Arrival, place
from extensions.channels.markup import WHATSAPP, messages
from extensions.channels.messaging import MessagingChannel, Payload
from extensions.channels.metrics import count
from extensions.channels.offering import is_alarm, with_choices
from extensions.channels.platforms import Sms, Twilio, WhatsApp
from extensions.channels.sending import Answer, Platform, Sent, Verdict, by_status
from extensions.channels.sms import sms_texts
from extensions.channels.webhooks import Malformed, Refused, get
from extensions.channels.wording import Reply, wording

WHATSAPP_LONGEST = 1600
"""UTF-16 units that Twilio takes in one message."""
UNSUBSCRIBED = 21610
"""Twilio's code for a person who said STOP."""
STOP = frozenset(["cancel", "end", "optout", "quit", "revoke", "stop", "stopall", "unsubscribe"])
START = frozenset(["start", "unstop"])
HELP = frozenset(["help", "info"])
"""The words that Twilio itself understands. It takes YES for START too, which may answer a question of ours."""
WORDINGS = {"stop": "stopped", "start": "started", "help": "help"}
MORE, ASK_MORE = "more", "/ask_more"
LONGEST_WORD = 20
LETTERS = re.compile(r"[^a-z]")
PAGE = "page"
"""Key of a reply under which stands which of its texts is next."""
MOST_WAITING = 10_000
"""Conversations of which the rest of an answer is kept for MORE."""


class TwilioChannel(MessagingChannel):
    """What WhatsApp and SMS share."""

    prefix: ClassVar[str] = ""
    """Stands before the numbers of the channel."""
    number: ClassVar[str] = ""
    """The setting with our own number."""

    def set_up(self, chosen: Twilio) -> Platform:
        """Keep the number, and what signatures are checked with."""
        self.own_number = self.prefix + str(getattr(chosen, self.number))
        self.validator = RequestValidator(str(chosen.twilio_auth_token))
        self.public_url = str(chosen.public_url)
        account = str(chosen.twilio_account_sid)
        auth = aiohttp.BasicAuth(account, str(chosen.twilio_auth_token))
        url = f"{chosen.twilio_api_url}/2010-04-01/Accounts/{account}"
        return Platform(self.name(), url, reading=verdict, auth=auth)

    def arrivals(self, request: Request) -> List[Arrival]:
        """The one message of a signed form."""
        fields = self.signed_fields(request)
        person, message_id = fields.get("From", ""), fields.get("MessageSid", "")
        if not person or not message_id:
            raise Malformed
        located = place(fields["Latitude"], fields.get("Longitude")) if fields.get("Latitude") else None
        media = fields.get("NumMedia", "0") not in ("", "0")
        text = located or fields.get("Body", "")
        obeyed = fields.get("OptOutType", "").lower()
        return [
            Arrival(person, person, message_id, text, unreadable=media, obeyed=obeyed if obeyed in WORDINGS else "")
        ]

    def signed_fields(self, request: Request) -> "MultiDict[str]":
        """The fields of a form that Twilio signed for the address that it knows us by.

        Raises:
            Refused: the signature is missing or another.
        """
        try:
            fields = MultiDict(parse_qsl(request.body.decode("utf-8"), keep_blank_values=True))
        except ValueError:
            raise Refused("forged")
        query = f"?{request.query_string}" if request.query_string else ""
        url = f"{self.public_url}{request.path}{query}"
        if not self.validator.validate(url, fields, request.headers.get("X-Twilio-Signature", "")):
            raise Refused("forged")
        return fields

    def taken(self) -> HTTPResponse:
        """No message in the response itself: it could not be sent again when it fails."""
        return response.text("<Response/>", content_type="text/xml")

    async def send(self, arrival: Arrival, payload: Payload) -> Sent:
        """Send one text."""
        form = {"To": arrival.to, "From": self.own_number, **payload}
        return await self.platform.send("/Messages.json", data=form)


class WhatsAppChannel(TwilioChannel):
    """WhatsApp: its own marks, and choices by number."""

    kind = WhatsApp
    prefix = "whatsapp:"
    number = "twilio_whatsapp_number"

    @classmethod
    def name(cls) -> str:
        """Its name in addresses and metrics."""
        return "whatsapp"

    def payloads(self, reply: Reply, arrival: Arrival) -> List[Payload]:
        """Texts with WhatsApp's marks, and choices by number."""
        return [{"Body": part} for part in messages(with_choices(reply), WHATSAPP, WHATSAPP_LONGEST)]


class SmsChannel(TwilioChannel):
    """SMS: short, plain, and silent for those who said STOP."""

    kind = Sms
    number = "twilio_sms_number"

    def set_up(self, chosen: Twilio) -> Platform:
        """What waits for MORE, beside the rest."""
        self.waiting: OrderedDict[str, Reply] = OrderedDict()
        return super().set_up(chosen)

    @classmethod
    def name(cls) -> str:
        """Its name in addresses and metrics."""
        return "sms"

    async def replies(self, arrival: Arrival, agent: Agent) -> List[Reply]:
        """As everywhere, but for STOP, START, HELP and MORE."""
        conversation = self.conversation(arrival)
        word = LETTERS.sub("", arrival.text.lower()) if len(arrival.text) <= LONGEST_WORD else ""
        stopped = await self.memory.has_stopped(conversation)
        asked = arrival.obeyed or keyword(word, stopped)
        if asked:
            return await self.obey(asked, conversation, silently=bool(arrival.obeyed))
        if stopped:
            count("stopped", self.name())
            return [reply for reply in await super().replies(arrival, agent) if is_alarm(reply)]
        if word == MORE and conversation in self.waiting:
            return [self.waiting[conversation]]
        return await super().replies(replace(arrival, pressed=ASK_MORE) if word == MORE else arrival, agent)

    async def obey(self, asked: str, conversation: str, silently: bool) -> List[Reply]:
        """Remember STOP and START, and confirm them; silently where Twilio has replied to the word itself."""
        if asked == "stop":
            await self.memory.stop(conversation)
        elif asked == "start":
            await self.memory.start(conversation)
        count(f"said_{asked}", self.name())
        return [] if silently else [wording(WORDINGS[asked])]

    def payloads(self, reply: Reply, arrival: Arrival) -> List[Payload]:
        """One text of at most three segments, and the rest for MORE; an alarm whole, in as many texts as it needs."""
        conversation, texts, page = self.conversation(arrival), sms_texts(reply), reply.get(PAGE, 0)
        self.waiting.pop(conversation, None)
        if is_alarm(reply):
            return [{"Body": text} for text in texts]
        if page + 1 < len(texts):
            self.waiting[conversation] = {**reply, PAGE: page + 1}
        while len(self.waiting) > MOST_WAITING:
            self.waiting.popitem(last=False)
        return [{"Body": texts[page]}]

    async def send(self, arrival: Arrival, payload: Payload) -> Sent:
        """Send one text; whoever said STOP to Twilio is remembered."""
        sent = await super().send(arrival, payload)
        if sent is Sent.UNWANTED:
            await self.memory.stop(self.conversation(arrival))
        return sent


def keyword(word: str, stopped: bool) -> str:
    """What one of the words that everybody may send means: `stop`, `start`, `help`, or nothing."""
    if word in STOP:
        return "stop"
    if word in START or (stopped and word == "yes"):
        return "start"
    return "help" if word in HELP else ""


def verdict(answer: Answer) -> Verdict:
    """Twilio's own codes say more than the status."""
    code = get(answer.body, "code", int)
    read = by_status(answer)
    if code == UNSUBSCRIBED:
        return Verdict(Sent.UNWANTED, why=f"code {code}")
    return Verdict(read.sent, read.wait, f"{read.why}, code {code}") if code else read
