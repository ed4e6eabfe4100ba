"""Finding services near a place: the form that asks for the place, and the reply with the nearest."""

import logging
from functools import lru_cache
from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.choices import pick_one
from actions.content import content
from actions.geography.gazetteer import Gazetteer
from actions.geography.place import Place
from actions.reply import Reply, SpeakingAction, one_line, wording
from actions.services import Nearby, ServiceStore
from actions.settings import settings
from actions.structured import service_data
from actions.turn import Turn, read_payload, write_payload

logger = logging.getLogger(__name__)

FAR = 250
"""km; beyond it the reply says so."""
WORDS_OF_A_PLACE = 5
"""A longer message that asks something else is not the answer to "where?"."""
CLEARLY_SOMETHING_ELSE = 0.6
"""Confidence from which a short message is no place, although a place has its name."""
UNREADABLE = ("nlu_fallback", "out_of_scope", "other_medical", "other_language", "ask_switch_subject", "choose")
"""Intents that a misspelt place may be taken for."""
KEPT_DIGITS = 2
"""Decimals of a degree that are stored: about 1 km."""


class ValidateServicesForm(FormValidationAction):
    """Reads the place out of what was said, while the form is open."""

    def name(self) -> str:
        """The name that Rasa looks for."""
        return "validate_services_form"

    async def extract_place(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> Dict[str, Any]:
        """What this message says about the place; nothing where it is about something else."""
        try:
            found = read_place(Turn.of(tracker), asked=bool(tracker.get_slot("requested_slot")))
        except Exception as error:  # the action that speaks next apologises
            logger.error("cannot look places up: %s", one_line(error))
            found = {"place": None, "place_problem": {"broken": True}}
        return {"place": found} if found else {}

    def validate_place(
        self, value: Dict[str, Any], dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> Dict[str, Any]:
        """The slots: the place, and what was wrong with it."""
        return value


class ActionAskPlace(SpeakingAction):
    """Asks where to look, or which of several places is meant."""

    asks = True

    def name(self) -> str:
        """The name that the form calls to ask for its slot."""
        return "action_ask_place"

    def reply(self, turn: Turn) -> Reply:
        """The question that fits what was wrong with the last answer."""
        problem = turn.remembered("place_problem") or {}
        if problem.get("broken"):
            raise RuntimeError("places cannot be looked up")
        question = wording("place_unknown" if problem.get("unknown") else "which_place" if problem else "ask_place")
        question.buttons = problem.get("which") or question.buttons
        question.slots = {"search_open": True}
        question.asks = "place"
        return question


class ActionServices(SpeakingAction):
    """Says the nearest services."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_services"

    def reply(self, turn: Turn) -> Reply:
        """Up to three services, with how far each is, and the advice to check first."""
        place = turn.remembered("place")
        near = ServiceStore(settings().database_url).nearest(place["lat"], place["lon"])
        if not near:
            return wording("services_none", place=place["name"])
        reply = wording("services_near" if near[0].km <= FAR else "services_far", place=place["name"])
        check = wording("services_check")
        reply.listed = [describe(one) for one in near]
        reply.services = [service_data(one) for one in near]
        reply.text = "\n\n".join([reply.text, *reply.listed, check.text])
        reply.buttons = [{"title": "Another place", "payload": "/find_services"}]
        reply.slots = {"search_open": None}
        return reply


def resumes_search(turn: Turn) -> bool:
    """Whether a message is the place that a search waited for before something else was asked."""
    if not turn.remembered("search_open") or len(turn.text.split()) > WORDS_OF_A_PLACE:
        return False
    if turn.intent not in UNREADABLE and turn.ranking and turn.ranking[0].confidence >= CLEARLY_SOMETHING_ELSE:
        return False
    return bool(gazetteer().in_message(turn.text, country=content().provider.country, about_places=True))


def read_place(turn: Turn, asked: bool) -> Dict[str, Any]:
    """The slots `place` and `place_problem` after a message; empty where the message is about something else.

    Args:
        turn: the message; `place` entities come from the buttons of "which one?".
        asked: whether the person was just asked where.
    """
    if turn.intent in ("red_flag", "crisis"):
        return {}
    chosen = pick_one(turn.text, turn.remembered("choices") or []) if asked else None
    pressed = read_payload(chosen["payload"])[1].get("place") if chosen else next(iter(turn.values("place")), None)
    if pressed:
        return {"place": pressed, "place_problem": None}
    if asked and turn.intent != "find_services" and len(turn.text.split()) > WORDS_OF_A_PLACE:
        return {}
    found = gazetteer().in_message(turn.text, country=content().provider.country, about_places=True)
    if len(found) == 1:
        return {"place": remembered_place(found[0]), "place_problem": None}
    if found:
        return {"place": None, "place_problem": {"which": [place_button(place) for place in found]}}
    if not asked:
        return {"place": None, "place_problem": None}
    return {"place": None, "place_problem": {"unknown": True}} if turn.intent in ("find_services", *UNREADABLE) else {}


def remembered_place(place: Place) -> Dict[str, Any]:
    """A place as it is stored: rounded, so that nobody's address is kept."""
    return {"name": place.label, "lat": round(place.lat, KEPT_DIGITS), "lon": round(place.lon, KEPT_DIGITS)}


def place_button(place: Place) -> Dict[str, str]:
    """A choice between places of one name."""
    return {"title": place.label, "payload": write_payload("find_services", place=remembered_place(place))}


def describe(near: Nearby) -> str:
    """A service in a few lines: only what is known of it."""
    service = near.service
    contact = " · ".join(part for part in (service.phone, service.website) if part)
    lines: List[Optional[str]] = [
        f"**{service.name}** – {near.km:.0f} km",
        service.location,
        contact,
        f"Services: {', '.join(service.services)}" if service.services else None,
    ]
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this process."""
    return Gazetteer(settings().places_path)
