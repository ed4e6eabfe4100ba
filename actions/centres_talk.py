"""What people say after a list of centres, or ask of a centre by its name: answered from what is known of it."""

import re
from dataclasses import dataclass, replace
from typing import Any, Dict, List, Optional

from actions.centre_lists import (
    Shown,
    describe,
    list_reply,
    listed_names,
    nearest_reply,
    next_reply,
    offering_reply,
    remembered,
    store,
    with_buttons,
)
from actions.centre_questions import OFFERS, ONE, Question, is_named, read_question
from actions.choices import pick_one
from actions.content import content
from actions.geography.distance import distance_km
from actions.reply import Reply, wording
from actions.services import Nearby, Service
from actions.turn import DANGERS, Turn

BY_NAME = ("phone", "website", "address", "hours", "visit", OFFERS)
"""What can be asked of a named centre before anything was listed."""
OF_ALL = re.compile(r"\b(?:which (?:ones?|of|centres?|has|have|does|do|is|offers?)|any|all|others?)\b")
DIGIT = re.compile(r"\b[1-9]\b")


@dataclass(frozen=True)
class Asked:
    """A question about centres, and the centres that it is about."""

    question: Question
    about: List[Nearby]
    shown: Shown

    @property
    def place(self) -> Dict[str, Any]:
        """Where was looked; of a centre that was asked for by its name, where that is."""
        if self.shown.place:
            return self.shown.place
        service = self.about[0].service
        return {"name": f"{service.suburb} {service.state}".strip(), "lat": service.lat, "lon": service.lon}


def asked_of_centres(turn: Turn) -> Optional[Asked]:
    """What a message asks about the centres that were listed, or that it names; None where it is about something else.

    Raises:
        ServicesMissing: the services cannot be read.
    """
    question = read_question(turn.text) if turn.intent not in DANGERS else None
    if not question:
        return None
    shown = Shown.of(turn.remembered("centres"))
    asking = turn.remembered("search_open") and question.kind != "back"
    if not shown.ids or asking:
        return by_name(question, Shown())
    last_said = "find_services" in (turn.remembered("outcome"), turn.intent)
    if not (question.strong or last_said) or is_button(turn, question):
        return None
    listed = [measured(one, shown) for one in store().with_ids(shown.ids)]
    if question.names:
        named = [one for one in listed if is_named(one.service, question.names)]
        return Asked(question, named, shown) if named else by_name(question, shown)
    if question.place is not None:
        found = listed[question.place : question.place + 1 or None]
        return Asked(question if found else Question("more"), found or listed, shown)
    if not shown.place and question.kind in ("closer", "more"):
        return None
    of_all = question.kind == "back" or OF_ALL.search(turn.text.lower())
    one = store().with_ids([shown.one]) if shown.one and not of_all else []
    return Asked(question, [measured(service, shown) for service in one] or listed, shown) if listed else None


def by_name(question: Question, shown: Shown) -> Optional[Asked]:
    """A question about a centre that was not listed but is named."""
    if not question.names or not (question.kind in BY_NAME or shown.place):
        return None
    named = [
        service
        for service in store().named(question.names)
        if service.country == content().provider.country and is_named(service, question.names, exactly=True)
    ]
    return Asked(question, [measured(one, shown) for one in named], shown) if named else None


def measured(service: Service, shown: Shown) -> Nearby:
    """A service and how far it is from where was looked; 0 km where no place was."""
    place = shown.place
    return Nearby(service, distance_km(place["lat"], place["lon"], service.lat, service.lon) if place else 0.0)


def is_button(turn: Turn, question: Question) -> bool:
    """Whether "number 2" is the number of a button."""
    pressed = pick_one(turn.text, turn.remembered("choices") or [])
    return bool(question.place is not None and DIGIT.search(turn.text) and pressed)


def centres_reply(asked: Asked) -> Reply:
    """What is known of what was asked."""
    kind, shown = asked.question.kind, asked.shown
    if kind == "back":
        return list_reply(wording("centres_again"), asked.about, shown)
    if kind == "closer":
        reply = nearest_reply(asked.place, shown.offering)
        return replace(reply, text="\n\n".join([wording("services_closest").text, reply.text]))
    if kind == "more":
        return next_reply(shown)
    if kind == OFFERS and asked.question.offering:
        return offering_reply(asked.about, asked.question.offering, shown)
    return detail_reply(kind, asked)


def detail_reply(kind: str, asked: Asked) -> Reply:
    """One fact of each of the centres, and where it is not known whom to ask."""
    known = {near.service.name: fact(kind, near, bool(asked.shown.place)) for near in asked.about}
    unknown = [near for near in asked.about if not known[near.service.name]]
    rows = [said if kind == ONE else f"**{name}**\n{said}" for name, said in known.items() if said]
    missing = f"centre_no_{kind}"
    reply = wording(f"centre_{kind}") if rows else wording(missing, centres=listed_names(unknown))
    parts = [reply.text, *rows]
    if rows and unknown:
        parts.append(wording(missing, centres=listed_names(unknown)).text)
    reply.text = "\n\n".join(parts)
    return with_buttons(remembered(reply, spoken_of(asked)), asked.shown)


def fact(kind: str, near: Nearby, from_place: bool) -> str:
    """What is known of one service; "" where nothing is."""
    service = near.service
    facts = {
        ONE: describe(near, from_place),
        "phone": service.phone,
        "website": service.website,
        "address": service.location,
        "far": f"{near.km:.0f} km" if from_place else "",
    }
    return str(facts.get(kind, ""))


def spoken_of(asked: Asked) -> Shown:
    """What to remember: the list stays, and which one of it was spoken of."""
    ids = [near.service.id for near in asked.about]
    listed = asked.shown if asked.shown.ids else replace(asked.shown, ids=ids, seen=ids)
    return replace(listed, one=ids[0]) if len(ids) == 1 else listed
