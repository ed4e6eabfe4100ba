"""How likely each topic is, given the ranking of the message and what the conversation was about."""

from typing import Dict, List, Optional

from actions.content import Content
from actions.turn import Guess, Turn

NO_SUBJECT = {
    "ask_side_effects": "side_effects/overview",
    "ask_what_is": "medical_oncology/treatment_types",
    "ask_how_given": "medical_oncology/treatment_day",
}
"""The card for a question about a treatment when nobody has said which."""

OF_THE_SUBJECT = {"ask_side_effects_overview": "ask_side_effects"}
"""General questions that mean the treatment when one is named, or is what the conversation is about."""

OFTEN_ASKED = ["chemotherapy", "immunotherapy", "radiation_therapy"]
"""The treatments offered when a question does not say which one."""

SWITCH_SUBJECT = "ask_switch_subject"
""" "What about chemo?": where a treatment is named, the last question about a treatment, asked of this one."""

CLEARLY = 0.7
"""Share of an intent's likelihood from which a described treatment takes the place of the one that was spoken of."""

AS_LIKELY = 0.6
"""When a treatment is named: another is meant as well from this part of the likeliest one's likelihood."""


def topics_of(intent: str, turn: Turn, content: Content) -> List[str]:
    """The topics that an intent may mean here: none, one, or one for each treatment that may be meant."""
    if intent == SWITCH_SUBJECT and turn.values("treatment"):
        intent = turn.remembered("aspect") or "ask_what_is"
    if intent in OF_THE_SUBJECT and (turn.values("treatment") or about_a_treatment(turn)):
        intent = OF_THE_SUBJECT[intent]
    if not content.needs_subject(intent):
        topic = content.topic_of(intent)
        return [topic] if topic else []
    subjects = subjects_meant(intent, turn)
    if not subjects and intent in NO_SUBJECT:
        return [NO_SUBJECT[intent]]
    found = (content.topic_of(intent, subject) for subject in subjects or OFTEN_ASKED)
    return [topic for topic in found if topic]


def about_a_treatment(turn: Turn) -> bool:
    """Whether the last card was about the treatment that is remembered."""
    last_card, treatment = turn.remembered("last_card"), turn.remembered("treatment")
    return bool(last_card and treatment and last_card.startswith(f"{treatment}/"))


def subjects_meant(intent: str, turn: Turn) -> List[str]:
    """The treatments that a question may mean: those named, the one described, or the one spoken of before."""
    named, spoken_of = turn.values("treatment"), turn.remembered("treatment")
    share = shares(intent, turn.ranking)
    described = sorted((one for one in share if one), key=lambda one: -share[one])
    if len(named) > 1:
        return named
    if named:
        return [one for one in described if share[one] >= AS_LIKELY * share[described[0]]] or named
    if described and share[described[0]] >= (CLEARLY if spoken_of else share.get(None, 0.0)):
        return described[:1]
    return [spoken_of] if spoken_of else []


def shares(intent: str, ranking: List[Guess]) -> Dict[Optional[str], float]:
    """How an intent's likelihood is shared out between the treatments that may be meant; they sum to 1."""
    of_intent = [guess for guess in ranking if guess.intent == intent]
    total = sum(guess.confidence for guess in of_intent)
    return {guess.treatment: guess.confidence / total for guess in of_intent} if total else {}


def likelihoods(turn: Turn, content: Content) -> Dict[str, float]:
    """The topics that the ranking speaks of and how likely each is, the likeliest first."""
    likely: Dict[str, float] = {}
    for guess in turn.ranking:
        for topic in topics_of_guess(guess, turn, content):
            likely[topic] = likely.get(topic, 0.0) + guess.confidence
    return dict(sorted(likely.items(), key=lambda one: -one[1]))


def likeliest_topic(turn: Turn, content: Content) -> Optional[str]:
    """The likeliest topic of a message, however unlikely; None where the ranking speaks of none."""
    return next(iter(likelihoods(turn, content)), None)


def topics_of_guess(guess: Guess, turn: Turn, content: Content) -> List[str]:
    """The topics of one entry of the ranking: of its own treatment where nothing else settles that."""
    if guess.treatment and (turn.values("treatment") or not turn.remembered("treatment")):
        topic = content.topic_of(guess.intent, guess.treatment)
        return [topic] if topic else []
    return topics_of(guess.intent, turn, content)
