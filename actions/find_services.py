"""Finding services near a place: the form that asks for the place, and the reply with the nearest."""

import logging
from dataclasses import replace
from functools import lru_cache
from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.boundaries import with_others
from actions.centre_lists import Shown, nearest_reply
from actions.centres_talk import asked_of_centres, centres_reply
from actions.choices import pick_one
from actions.content import content
from actions.corrections import corrected
from actions.decide import MOST_CHOICES, also_meant
from actions.geography.gazetteer import Gazetteer
from actions.geography.place import Place
from actions.offerings import offerings_in
from actions.reply import Reply, SpeakingAction, button, one_line, wording
from actions.settings import settings
from actions.turn import DANGERS, Choice, Turn, read_payload, write_payload

logger = logging.getLogger(__name__)

WORDS_OF_A_PLACE = 5
"""A longer message that asks something else is not the answer to "where?"."""
CLEARLY_SOMETHING_ELSE = 0.6
"""Confidence from which a short message is no place, although a place has its name."""
UNREADABLE = ("nlu_fallback", "out_of_scope", "other_medical", "other_language", "ask_switch_subject", "choose")
"""Intents that a misspelt place may be taken for."""
KEPT_DIGITS = 2
"""Decimals of a degree that are stored: about 1 km."""
NO_PLACE: Dict[str, Any] = {"place": None, "place_problem": None}
MESSAGES_BACK = 10
"""Messages that are looked through for a place that was said before."""


class ValidateServicesForm(FormValidationAction):
    """Reads the place out of what was said, while the form is open."""

    def name(self) -> str:
        """The name that Rasa looks for."""
        return "validate_services_form"

    async def extract_place(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> Dict[str, Any]:
        """What this message says about the place; nothing where it is about something else."""
        turn = Turn.of(tracker)
        try:
            found = read_place(turn, asked=bool(tracker.get_slot("requested_slot")))
            if found == NO_PLACE:
                found = {"place": None, "place_problem": {"said": said_before(turn, tracker.events)}}
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
        which = problem.get("which")
        question = wording("place_unknown" if problem.get("unknown") else "which_place" if which else "ask_place")
        question.buttons = which or problem.get("said") or question.buttons
        question.slots = {"search_open": wanted_offering(turn) or True}
        question.asks = "place"
        return question if which else with_others(question, turn)


class ActionServices(SpeakingAction):
    """Says the nearest services."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_services"

    def reply(self, turn: Turn) -> Reply:
        """Up to three services, with how far each is, and the advice to check first; or what was asked of them."""
        asked = asked_of_centres(turn)
        if asked:
            return centres_reply(asked)
        reply = nearest_reply(turn.remembered("place"), wanted_offering(turn))
        beside = [button(card) for card in map(content().card, also_meant(turn, "", content())) if card]
        reply = replace(reply, buttons=[*beside, *(one for one in reply.buttons if one not in beside)])
        return with_others(reply, turn)


def wanted_offering(turn: Turn) -> Optional[str]:
    """What the centre has to offer, a key of `OFFERINGS`: as asked for now, or before the place was given."""
    wanted = [] if turn.text.startswith("/") else offerings_in(turn.text)
    if wanted:
        return wanted[0] if len(wanted) == 1 else None
    waiting = turn.remembered("search_open")
    goes_on = turn.values("place") or (turn.text[:1] != "/" and len(turn.text.split()) <= WORDS_OF_A_PLACE)
    if not goes_on or turn.remembered("outcome") != "find_services":
        return waiting if isinstance(waiting, str) and turn.intent != "find_services" else None
    if waiting:
        return waiting if isinstance(waiting, str) else None
    return Shown.of(turn.remembered("centres")).offering


def resumes_search(turn: Turn) -> bool:
    """Whether a message belongs to the search before: it asks of the centres, or is the place that was waited for."""
    if asked_of_centres(turn):
        return True
    goes_on = turn.remembered("outcome") == "find_services" and corrected(turn.text)
    if not (turn.remembered("search_open") or goes_on) or len(turn.text.split()) > WORDS_OF_A_PLACE:
        return False
    if (
        turn.intent not in (*UNREADABLE, "deny")
        and turn.ranking
        and turn.ranking[0].confidence >= CLEARLY_SOMETHING_ELSE
    ):
        return False
    return bool(gazetteer().in_message(turn.text, country=content().provider.country, about_places=True))


def read_place(turn: Turn, asked: bool) -> Dict[str, Any]:
    """The slots `place` and `place_problem` after a message; empty where the message is about something else.

    Args:
        turn: the message; `place` entities come from the buttons of "which one?".
        asked: whether the person was just asked where.
    """
    if turn.intent in DANGERS:
        return {}
    of_centres = asked_of_centres(turn)
    if of_centres:
        return {"place": of_centres.place, "place_problem": None}
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
        return NO_PLACE
    return {"place": None, "place_problem": {"unknown": True}} if turn.intent in ("find_services", *UNREADABLE) else {}


def remembered_place(place: Place) -> Dict[str, Any]:
    """A place as it is stored: rounded, so that nobody's address is kept."""
    return {"name": place.label, "lat": round(place.lat, KEPT_DIGITS), "lon": round(place.lon, KEPT_DIGITS)}


def place_button(place: Place) -> Dict[str, str]:
    """A choice between places of one name."""
    return {"title": place.label, "payload": write_payload("find_services", place=remembered_place(place))}


def said_before(turn: Turn, events: List[Dict[str, Any]]) -> List[Choice]:
    """Choices: the place of the last list, or the last that was named clearly before, which may be up to three."""
    place = Shown.of(turn.remembered("centres")).place
    if place:
        return [{"title": place["name"], "payload": write_payload("find_services", place=place)}]
    said = [event.get("text") or "" for event in events if event.get("event") == "user"]
    for text in said[::-1][1 : 1 + MESSAGES_BACK]:
        found = gazetteer().in_message(text, country=content().provider.country, about_places=False)
        if 0 < len(found) <= MOST_CHOICES:
            return [place_button(place) for place in found]
    return []


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this process."""
    return Gazetteer(settings().places_path)
