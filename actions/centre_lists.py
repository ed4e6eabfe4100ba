"""Saying lists of centres: the nearest, the next, those that offer something, and what is remembered of them."""

from dataclasses import dataclass, field, replace
from typing import Any, Dict, List, Optional

from actions.offerings import OFFERINGS, offers
from actions.reply import SERVICES_BUTTON, Reply, wording
from actions.services import Nearby, ServiceStore
from actions.settings import settings
from actions.structured import service_data
from actions.turn import write_payload

FAR = 250
"""km; beyond it only one centre is shown, and the reply says that there is none near."""
SHOWN = 3
"""Centres in a list."""
AROUND = 100
"""The nearest centres that are looked through for one that offers something."""
AGAIN = "The list again"


@dataclass(frozen=True)
class Shown:
    """The list that a conversation is about, as it is remembered in the slot `centres`."""

    place: Optional[Dict[str, Any]] = None
    """Where it was looked: `name`, `lat`, `lon`; None where a centre was asked for by its name."""
    ids: List[int] = field(default_factory=list)
    """The services of the last list, in its order."""
    seen: List[int] = field(default_factory=list)
    """All that were listed for this place."""
    one: Optional[int] = None
    """The service that was spoken of last."""
    offering: Optional[str] = None
    """A key of `OFFERINGS`, where centres with it were asked for."""

    @classmethod
    def of(cls, slot: Optional[Dict[str, Any]]) -> "Shown":
        """As it was remembered; the same without anything where nothing was."""
        return cls(**(slot or {}))

    def as_slot(self) -> Dict[str, Any]:
        """As it is remembered."""
        return dict(vars(self))

    def listing(self, rows: List[Nearby]) -> "Shown":
        """The same after these were listed."""
        ids = [row.service.id for row in rows]
        seen = [*self.seen, *(one for one in ids if one not in self.seen)]
        return replace(self, ids=ids, seen=seen, one=ids[0] if len(ids) == 1 else None)


def store() -> ServiceStore:
    """The services of this process."""
    return ServiceStore(settings().database_url)


def around(place: Optional[Dict[str, Any]], limit: int = AROUND) -> List[Nearby]:
    """The centres nearest to a place; none where there is no place."""
    return store().nearest(place["lat"], place["lon"], limit) if place else []


def worth_showing(near: List[Nearby]) -> List[Nearby]:
    """Up to three of the nearest; only one where none is near."""
    return [one for one in near[:SHOWN] if one.km <= FAR] or near[:1]


def nearest_reply(place: Dict[str, Any], offering: Optional[str] = None) -> Reply:
    """The centres nearest to a place: those that are known to offer something, where that was asked for."""
    near = worth_showing(around(place, SHOWN))
    shown = Shown(place, offering=offering)
    if near and offering:
        return offering_reply([one for one in near if one.km <= FAR], offering, shown)
    if not near:
        return with_buttons(wording("services_none", place=place["name"]), None)
    return list_reply(wording(head(near, "services_near", "services_far"), place=place["name"]), near, shown)


def next_reply(shown: Shown) -> Reply:
    """The nearest that were not listed yet."""
    place = shown.place or {}
    left = [one for one in around(place) if one.service.id not in shown.seen]
    if shown.offering:
        left = [one for one in left if offers(one.service, shown.offering)]
    near = worth_showing(left)
    if not near:
        return with_buttons(remembered(wording("services_no_more"), shown), shown)
    return list_reply(wording(head(near, "services_next", "services_next_far"), place=place["name"]), near, shown)


def head(near: List[Nearby], name: str, far_name: str) -> str:
    """The name of the wording for centres that are near, or far."""
    return name if near[0].km <= FAR else far_name


def offering_reply(asked: List[Nearby], offering: str, shown: Shown) -> Reply:
    """Which of these centres are known to offer something; where none is, the nearest that is."""
    care = OFFERINGS[offering].name
    having = [one for one in asked if offers(one.service, offering)]
    without = listed_names([one for one in asked if one not in having])
    not_there = [wording("centres_not_stated", care=care, centres=without).text] if without else []
    shown = replace(shown.listing(asked), offering=offering)
    if having:
        return list_reply(wording("centres_offer", care=care), having, shown, not_there)
    others = [one for one in around(shown.place) if offers(one.service, offering)][:1]
    place = shown.place["name"] if shown.place else ""
    name = head(others, "centres_offer_nearest", "centres_offer_far") if others else "centres_offer_none"
    reply = wording(name, care=care, place=place)
    reply.text = "\n\n".join([*not_there, reply.text])
    return list_reply(reply, others, shown) if others else with_buttons(remembered(reply, shown), shown)


def list_reply(reply: Reply, rows: List[Nearby], shown: Shown, more: Optional[List[str]] = None) -> Reply:
    """A reply with centres, the advice to check first, and what to remember of the list.

    Args:
        reply: what is said above them.
        rows: the centres.
        shown: what is remembered so far.
        more: paragraphs below them.
    """
    reply.listed = [describe(one, from_place=bool(shown.place)) for one in rows]
    reply.services = [service_data(one) for one in rows] if shown.place else []
    reply.text = "\n\n".join([reply.text, *reply.listed, *(more or []), wording("services_check").text])
    return with_buttons(remembered(reply, shown.listing(rows)), None)


def remembered(reply: Reply, shown: Shown) -> Reply:
    """The reply that ends the search and remembers the list."""
    reply.slots = {"search_open": None, "centres": shown.as_slot()}
    return reply


def with_buttons(reply: Reply, shown: Optional[Shown]) -> Reply:
    """The reply with the way on; and back to the list, where it is given."""
    place = shown.place if shown else None
    again = {"title": AGAIN, "payload": write_payload("find_services", place=place)}
    another = {"title": "Another place", "payload": SERVICES_BUTTON["payload"]}
    reply.buttons = [*reply.buttons, *([again] if place else []), another]
    return reply


def describe(near: Nearby, from_place: bool = True) -> str:
    """A service in a few lines: only what is known of it, and how far it is where it was looked from a place."""
    service = near.service
    contact = " · ".join(part for part in (service.phone, service.website) if part)
    lines: List[Optional[str]] = [
        f"**{service.name}**" + (f" – {near.km:.0f} km" if from_place else ""),
        service.location,
        contact,
        f"Services: {', '.join(service.services)}" if service.services else None,
    ]
    return "\n".join(line for line in lines if line)


def listed_names(near: List[Nearby]) -> str:
    """The names as a sentence lists them: "A, B and C"."""
    *others, last = [one.service.name for one in near] or [""]
    return f"{', '.join(others)} and {last}" if others else last
