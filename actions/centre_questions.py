"""Reading what a short message asks about the centres that were listed: "which one has chemo", "their website"."""

import re
from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from rapidfuzz import fuzz

from actions.offerings import NOT_WANTED, OFFERINGS, offerings_in
from actions.services import Service

MOST_WORDS = 14
"""A longer message is about more than a list."""
OFFERS, ONE = "offers", "one"
KINDS: Dict[str, str] = {
    "back": r"back to (?:the |my |that )?(?:centres?|centers?|list|clinics?|search|places)"
    r"|(?:show |give )?(?:me )?(?:the |that )?(?:list|centres|centers) again",
    "far": r"how far(?: away)?|distances?|how many k(?:m|ilomet\w+|lm)?s?",
    "hours": r"(?:opening|open|business) (?:hours|times)|hours|what time do they (?:open|close)"
    r"|(?:open(?:ing)?|closed?|shut)(?: on)?(?: the)?(?: weekends?| \w+days?| today| tomorrow| now)?",
    "visit": r"free parking|free to park|(?:car ?)?park(?:ing)?|lifts?|wheelchairs?(?: access)?|ramps?|bus(?:es)?"
    r"|trains?|trams?|toilets?|cafe",
    "phone": r"(?:tele|ph|mobile )?phones?(?: (?:numbers?|no|num))?|ph(?: (?:no|numbers?|num))?|numbers?|tel|ring|call",
    "website": r"web ?(?:sites?|pages?|address(?:es)?)|urls?|sites?|online",
    "address": r"address(?:es)?|how (?:do|would|can|could) (?:i|we|you|u|he|she|mum|dad) (?:get|go|come) there"
    r"|hw do i get there|how to get there|getting there|directions?|where (?:is|are|r|abouts is) (?:it|they|that)"
    r"|wheres (?:it|that)|whereabouts|which street|what street",
    "closer": r"(?:any|some|no)?(?:thing|where|one)? ?(?:closer|nearer)(?: (?:ones?|centres?|places?|by))?"
    r"|(?:the )?(?:closest|nearest)(?: (?:ones?|centres?|clinics?))?",
    "more": r"another(?: (?:one|centre|center|clinic))?|others?(?: (?:ones?|centres?|places|clinics|options))?"
    r"|more (?:ones|centres|centers|places|clinics|options)|(?:anywhere|somewhere) else"
    r"|^(?:(?:are|is) there |got |have you got )?any more$|next (?:one|nearest|closest)(?: one)?",
    ONE: r"what(?:s|is| is)? there|what (?:do|does) (?:they|it) (?:do|have|offer)(?: there)?"
    r"|what services(?: do they (?:have|offer))?|tell me (?:more )?about",
}
STRONG = ("back", "closer", "far", "website", "address")
"""Kinds that are about centres even where something else was said since."""
SPOKEN_OF = re.compile(r"\b(?:there|their|centres?|centers?|clinics?|which one)\b")
LIST_MEANT = re.compile(
    r"\b(?:which|they|there|those|these|them|any|ones?|it (?:have|do|offer)|said|centres?|clinics?)\b"
)
ORDINAL = re.compile(
    r"(?:the )?(?:(?:number|no|option) (?P<digit>[1-9])|(?P<word>first|1st|second|2nd|third|3rd|fourth|4th|last))"
)
ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
IDLE = """a about again ah all also am an and any are as at available be but can centre centres center centers clinic
    clinics cool could did do does for from genesiscare get gets give gives go good got great has hav have hello
    hey hi hmm i if in is it its just k know list love me mean mine my need no now of offer offers oh ok okay on
    one ones or our please pls plz r ready right said say see so sorry ta talk tell thank thanks that thats the
    their them then there theres these they theyre this those to too u um up us want wanted we well what whats
    which will with would ya yeah yep yes you your"""
"""Words that say nothing by themselves."""
STATES = {"victoria": "vic", "victorian": "vic", "queensland": "qld", "tasmania": "tas"}
IN_MANY_NAMES = """adjacent building cancer campus centre clinic corner health hospital medical oncology opposite
    precinct private regional road street the"""
SAME_WORD = 85
"""Likeness of 100 from which a word is a name; a slip is forgiven."""
SHORT_FORM = 4
"""Letters that "rocky" shares with Rockhampton."""


@dataclass(frozen=True)
class Question:
    """What is asked, and of which centre."""

    kind: str
    """A key of `KINDS`, or `offers`."""
    offering: Optional[str] = None
    """A key of `OFFERINGS`."""
    place: Optional[int] = None
    """The index in the list: "the second one"."""
    names: Tuple[str, ...] = ()
    """Words of the name or the place of a centre, as typed."""
    strong: bool = False
    """Whether it is about centres whatever was said last."""


def read_question(text: str) -> Optional[Question]:
    """What a message asks of a list of centres; None where it is long, or no question of that kind.

    Every word has to be part of such a question, or the name of a centre: `names` has still to be looked up.
    """
    said = " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"['’]", "", text.lower())).split())
    if not said or text.startswith("/") or len(said.split()) > MOST_WORDS:
        return None
    wanted = NOT_WANTED.sub(" ", said)
    rest, place = without_ordinal(wanted)
    kinds = []
    for kind, pattern in KINDS.items():
        shorter = re.sub(rf"\b(?:{pattern})\b", " ", rest)
        if shorter != rest:
            kinds.append(kind)
            rest = shorter
    asked_for = offerings_in(rest)
    for key in asked_for:
        rest = OFFERINGS[key].said.sub(" ", rest)
    names = tuple(word for word in rest.split() if word not in IDLE.split())
    strong = bool(SPOKEN_OF.search(said) or names)
    if len(asked_for) == 1 and set(kinds) <= {ONE, "back"}:
        meant = place is not None or names or LIST_MEANT.search(said)
        about_care = re.match(r"(?:and |ok |so )*what", said) and "there" not in said.split()
        return Question(OFFERS, asked_for[0], place, names, strong) if meant and not about_care else None
    if asked_for or not (kinds or place is not None or (names and re.search(r"\b(?:ones?|that|this)\b", said))):
        return None
    kind = next((one for one in KINDS if one in kinds), ONE)
    return Question(kind, None, place, names, strong or kind in STRONG)


def without_ordinal(said: str) -> Tuple[str, Optional[int]]:
    """The text without "the second", and the index that it means."""
    found = ORDINAL.search(said)
    if not found:
        return said, None
    place = int(found["digit"]) - 1 if found["digit"] else ORDINALS[found["word"]]
    return said[: found.start()] + " " + said[found.end() :], place


def is_named(service: Service, words: Tuple[str, ...], exactly: bool = False) -> bool:
    """Whether each of the words belongs to the name or the place of a centre.

    Args:
        service: the centre.
        words: as typed, in lower case.
        exactly: whether slips and short forms ("rocky") are refused; right where nothing was listed yet.
    """
    own = re.findall(r"\w+", f"{service.name} {service.suburb} {service.state} {service.address}".lower())
    own = [word for word in own if word not in IN_MANY_NAMES.split()]
    return all(any(is_same(STATES.get(word, word), other, exactly) for other in own) for word in words)


def is_same(typed: str, word: str, exactly: bool) -> bool:
    """Whether a typed word means a word of a name."""
    if exactly or min(len(typed), len(word)) < SHORT_FORM:
        return typed == word
    return typed[:SHORT_FORM] == word[:SHORT_FORM] or fuzz.ratio(typed, word) >= SAME_WORD
