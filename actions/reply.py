"""The one place that speaks. Whatever the person reads leaves through `speak`, with the disclaimer."""

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any, Dict, List, Literal, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm import Alarm, as_slot
from actions.cards import Card
from actions.care import care_blocks, careful_after
from actions.content import content
from actions.geography.places_file import PlacesMissing
from actions.reading import ContentError
from actions.remarks import DIED, LOSS
from actions.services import ServicesMissing
from actions.structured import plain, structured
from actions.turn import Turn, write_payload

logger = logging.getLogger(__name__)

FOR_OPERATORS = (ContentError, PlacesMissing, ServicesMissing)
CLOSING = ("thanks", "goodbye")
"""Intents by which somebody says that an alarm was understood."""
MORE = "/ask_more"
SERVICES_BUTTON = {"title": "Find a centre near me", "payload": "/find_services"}


@dataclass
class Reply:
    """What one action has to say. The disclaimer is not part of it: `speak` adds it."""

    outcome: str
    """`answer`, or the name of another outcome such as `urgent` or `clarify`."""
    text: str
    topic: Optional[str] = None
    buttons: List[Dict[str, str]] = field(default_factory=list)
    slots: Dict[str, Any] = field(default_factory=dict)
    """What to remember beside outcome, topic and choices."""
    title: Optional[str] = None
    card: Optional[Card] = None
    """The card whose words these are."""
    care: List[str] = field(default_factory=list)
    """The paragraphs of the text that say whom to call now."""
    listed: List[str] = field(default_factory=list)
    """The paragraphs of the text that say what `services` or the card's sources say."""
    services: List[Dict[str, Any]] = field(default_factory=list)
    asks: Optional[Literal["place"]] = None
    """What the person is asked for."""
    short: Optional[str] = None
    """The reply for an SMS; without it, the first paragraphs."""


@dataclass
class HandOver:
    """Nothing to say: another action is to take this turn."""

    action: str
    slots: Dict[str, Any] = field(default_factory=dict)


class SpeakingAction(Action, ABC):
    """An action that has something to say. It never sees the dispatcher, so it cannot speak past `speak`."""

    asks = False
    """Whether it asks for something that a form is waiting for; any other reply ends the form."""

    @abstractmethod
    def reply(self, turn: Turn) -> "Reply | HandOver":
        """What to say to this turn."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        """Speak; when anything goes wrong, apologise with the emergency number. Never silent."""
        turn = Turn.of(tracker)
        try:
            reply = self.reply(turn)
            reply = with_care(reply, turn) if isinstance(reply, Reply) else reply
        except Exception as error:  # the person must get an answer whatever broke; no message text in the log
            logger.error("%s failed: %s", self.name(), one_line(error))
            reply = apology()
        if isinstance(reply, HandOver):
            return [*(SlotSet(name, value) for name, value in reply.slots.items()), FollowupAction(reply.action)]
        ends_form = tracker.active_loop_name and not self.asks
        named = [SlotSet("treatment", name) for name in turn.values("treatment") if len(turn.values("treatment")) == 1]
        return (
            named
            + speak(dispatcher, reply)
            + [SlotSet("careful", careful_after(reply.outcome, turn))]
            + ([ActiveLoop(None), SlotSet("requested_slot", None)] if ends_form else [])
        )


def one_line(error: Exception) -> str:
    """An error for the log: quoted where it is worded for operators, else its name; it may hold what a person said."""
    return str(error) if isinstance(error, FOR_OPERATORS) else type(error).__name__


def speak(dispatcher: CollectingDispatcher, reply: Reply) -> List[EventType]:
    """Say a reply with the disclaimer, and remember what it was and which choices it offered."""
    data = structured(reply, with_disclaimer(reply.text), disclaimer())
    dispatcher.utter_message(text=with_disclaimer(reply.text), buttons=reply.buttons, json_message={"reply": data})
    remembered = {
        "outcome": reply.outcome,
        "topic": reply.topic,
        "choices": reply.buttons or None,
        "clarified": None,
        "level": None,
        "unanswered": None,
        **({"last_card": reply.topic} if reply.topic else {}),
        **reply.slots,
    }
    return [SlotSet(name, value) for name, value in remembered.items()]


def with_disclaimer(text: str) -> str:
    """A text as the person reads it."""
    return f"{text.strip()}\n\n{disclaimer()}"


def disclaimer() -> str:
    """The disclaimer of `content/disclaimer.md` with its number filled in."""
    return content().fill(content().disclaimer)


def apology() -> Reply:
    """What is said when something broke."""
    return wording("apology")


def wording(name: str, **values: str) -> Reply:
    """The reply of that name in `replies.yml`, with its buttons."""
    words = content().replies[name]
    buttons = [button(card) for card in map(content().card, words.topics) if card]
    if words.services:
        buttons.insert(0, SERVICES_BUTTON)
    return Reply(words.outcome, content().fill(words.text, **values), buttons=buttons)


def button(card: Card) -> Dict[str, str]:
    """The button that asks for a card."""
    entities = {"treatment": card.subject} if card.subject else {}
    return {"title": card.title, "payload": write_payload(card.intent, **entities)}


def with_care(reply: Reply, turn: Turn) -> Reply:
    """The reply with the blocks that say when to call, where they are wanted; an open alarm comes first."""
    alarm = Alarm.of(turn.remembered("alarm"))
    told = turn.intent == LOSS and any(guess.confidence >= DIED for guess in turn.ranking[:1])
    died = told and alarm is not None and alarm.outcome == "urgent"
    if "alarm" not in reply.slots:
        reply = with_alarm(reply, None if died or turn.intent in CLOSING else alarm)
    topic = None if told else reply.topic  # after a death a symptom is no reason to call
    blocks = [wording("somebody_else").text] if died else care_blocks(reply.outcome, topic, reply.text, turn)
    return replace(reply, text="\n\n".join([reply.text, *blocks]), care=[*reply.care, *blocks])


def with_alarm(reply: Reply, alarm: Optional[Alarm]) -> Reply:
    """The reply behind what an alarm that was not heeded asks for; the alarm is remembered for some replies."""
    slots = {**reply.slots, "alarm": as_slot(alarm.later() if alarm else None)}
    first = content().safety.first(alarm)
    if not first:
        return replace(reply, slots=slots)
    head = content().fill(first)
    short = f"{plain(head)} {reply.short}" if reply.short else None
    return replace(reply, text=f"{head}\n\n{reply.text}", short=short, slots=slots)


def behind_words(reply: Reply, words: str) -> Reply:
    """The reply with a sentence or two before it."""
    short = f"{plain(words)} {reply.short}" if reply.short else None
    return replace(reply, text=f"{words}\n\n{reply.text}", short=short)
