"""One turn of the conversation: what was just said, and what is remembered."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, Collection, Dict, List, NamedTuple, Optional, Tuple

from rasa_sdk import Tracker

FALLBACK = "nlu_fallback"
DANGERS = ("red_flag", "crisis")
"""The intents of messages that cannot wait."""
PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)(?P<entities>{.*})?", re.DOTALL)

Choice = Dict[str, str]
"""A button as it is remembered: `title` and `payload`."""


class Guess(NamedTuple):
    """What a message may ask for, and how likely that is."""

    intent: str
    confidence: float
    treatment: Optional[str] = None
    """The treatment that is meant, named or described, where the intent is asked of several."""


class Said(NamedTuple):
    """One reply, as it is remembered."""

    outcome: str
    topic: Optional[str] = None
    level: Optional[str] = None
    """How much of the topic's card it said."""


@dataclass(frozen=True)
class Turn:
    """What the actions know when they speak."""

    text: str
    intent: str
    ranking: List[Guess] = field(default_factory=list)
    """Best first, without the fallback."""
    entities: List[Tuple[str, Any]] = field(default_factory=list)
    """Entities and their values, in the order of the text."""
    slots: Dict[str, Any] = field(default_factory=dict)
    parts: List[Guess] = field(default_factory=list)
    """What each of several parts of the text asks by itself, in their order."""
    said: List[Said] = field(default_factory=list)
    """The replies before, the last one first."""

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Read a turn from the tracker that Rasa sends."""
        message = tracker.latest_message or {}
        ranking = read_ranking(message.get("intent_ranking") or [])
        return cls(
            text=message.get("text") or "",
            intent=(message.get("intent") or {}).get("name") or FALLBACK,
            ranking=[guess for guess in ranking if guess.intent != FALLBACK],
            entities=[(one["entity"], one["value"]) for one in message.get("entities") or []],
            slots=dict(tracker.slots),
            parts=read_ranking(message.get("parts") or []),
            said=read_replies(tracker.events or []),
        )

    def values(self, entity: str) -> List[Any]:
        """The different values of an entity, in the order of the text."""
        return list(dict.fromkeys(value for name, value in self.entities if name == entity))

    def remembered(self, slot: str) -> Any:
        """The value of a slot, or None."""
        return self.slots.get(slot)

    def without(self, intents: Collection[str]) -> "Turn":
        """The turn where its intent is one of these: as if it were none of them."""
        if self.intent not in intents:
            return self
        others = [guess for guess in self.ranking if guess.intent not in intents]
        return replace(self, intent=FALLBACK, ranking=others)

    def as_if(self, payload: str) -> "Turn":
        """The turn that pressing a button with this payload would be."""
        intent, entities = read_payload(payload)
        slots = {**self.slots, "choices": None, "unanswered": None}
        return Turn("", intent, [Guess(intent, 1.0)], list(entities.items()), slots, said=self.said)


def read_ranking(ranking: List[Dict[str, Any]]) -> List[Guess]:
    """The ranking as the classifier gives it."""
    return [Guess(one["name"], one["confidence"], one.get("treatment")) for one in ranking]


def read_replies(events: List[Dict[str, Any]]) -> List[Said]:
    """The replies that the events of a conversation tell of, the last one first; each sets its outcome first."""
    said: List[Said] = []
    for event in events:
        name = event.get("name") if event.get("event") == "slot" else None
        if name == "outcome" and event["value"]:
            said.append(Said(event["value"]))
        elif name in ("topic", "level") and said:
            said[-1] = said[-1]._replace(**{name: event["value"]})
    return said[::-1]


def write_payload(intent: str, **entities: Any) -> str:
    """The payload of a button, `/ask_side_effects{"treatment": "chemotherapy"}`."""
    return f"/{intent}" + (json.dumps(entities) if entities else "")


def read_payload(payload: str) -> Tuple[str, Dict[str, Any]]:
    """The intent and the entities in a payload of ours."""
    match = PAYLOAD.fullmatch(payload)
    if not match:
        raise ValueError("not a payload of a button")
    return match["intent"], json.loads(match["entities"] or "{}")
