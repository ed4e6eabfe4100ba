"""What a centre may offer: how people ask for it, and how the list of services says that it is there."""

import re
from dataclasses import dataclass
from typing import Dict, List, Pattern

from actions.services import Service


@dataclass(frozen=True)
class Offering:
    """One kind of care."""

    name: str
    """As it is said to people."""
    said: Pattern[str]
    """How people call it, in lower case."""
    stated: Pattern[str]
    """How the `services` of a centre call it, in lower case."""


def offering(name: str, said: str, stated: str) -> Offering:
    """An offering of two patterns without word boundaries."""
    return Offering(name, re.compile(rf"\b(?:{said})\b"), re.compile(rf"\b(?:{stated})"))


MEDICINES = "medicines"
OFFERINGS: Dict[str, Offering] = {
    MEDICINES: offering(
        "chemotherapy or other medical oncology",
        r"(?:chemo|kemo|cemo)\w*|chmo|immuno(?:therapy)?|infusions?|medical oncolog\w+|med onc|targeted therapy",
        r"chemotherapy|medical oncology|immunotherapy|systemic therapy",
    ),
    "radiation": offering(
        "radiation therapy", r"radiation(?: therapy| oncolog\w+)?|radio(?:therapy)?|rads", r"radiation|radiotherapy"
    ),
    "trials": offering("clinical trials", r"(?:clinical )?trials?", r"clinical trial"),
    "scans": offering("scans", r"scans?|imaging|x ?rays?|mri|pet (?:ct|scans?)|ct", r"medical imaging|mri|pet|ct\b"),
    "pathology": offering("blood tests", r"blood tests?|pathology", r"pathology"),
    "physiotherapy": offering("physiotherapy", r"physio(?:therap\w+)?", r"physiotherapy"),
    "nutrition": offering("a dietitian", r"dieti[ct]ians?|nutritionists?", r"nutrition|dietetics"),
    "counselling": offering("counselling", r"counsell\w+|psycholog\w+", r"counselling|psychology"),
}
NOT_WANTED = re.compile(r"\b(?:those|they|these|it|its|theyre)(?: is| are| r|'s|'re)? (?:all|only|just) [\w ]+")
""" "I said chemo. Those are all radiation." """


def offerings_in(text: str) -> List[str]:
    """The keys of the offerings that a text asks for."""
    wanted = NOT_WANTED.sub(" ", text.lower())
    return [key for key, one in OFFERINGS.items() if one.said.search(wanted)]


def offers(service: Service, key: str) -> bool:
    """Whether a centre is known to offer it; what is not stated is not known."""
    if key == MEDICINES and service.medical_oncology in ("yes", "no"):
        return bool(service.medical_oncology == "yes")
    return any(OFFERINGS[key].stated.search(text.lower()) for text in service.services)
