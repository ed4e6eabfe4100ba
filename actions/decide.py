"""Deciding what a message asks for: one card, a choice between a few, or nothing that a card answers."""

from dataclasses import dataclass, replace
from typing import Dict, List, Optional, Union

from actions.choices import is_number, pick
from actions.content import Content
from actions.terms import Term
from actions.turn import FALLBACK, Turn

SWITCH_SUBJECT = "ask_switch_subject"
LEVELS = {"ask_more": "more", "ask_simpler": "simple", "ask_repeat": "card"}
OUT_OF_SCOPE = ("out_of_scope", "other_medical", "other_language")

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

MOST_CHOICES = 3
LEAST_LIKELY = 0.25
"""An intent is offered when it is at least this likely compared with the likeliest."""


@dataclass(frozen=True)
class Answer:
    """Say a card, at a level: `card`, `more` or `simple`."""

    topic: str
    level: str = "card"


@dataclass(frozen=True)
class Clarify:
    """Ask which of two or three topics is meant."""

    topics: List[str]


@dataclass(frozen=True)
class Elsewhere:
    """No card: another action or wording answers, by the name of its intent."""

    intent: str


Decision = Union[Answer, Clarify, Elsewhere]


def decide(turn: Turn, content: Content) -> Decision:
    """What to do with a turn whose intent asks for a card, or is not clear."""
    chosen = pick(turn.text, turn.remembered("choices") or [])
    if chosen:
        turn = turn.as_if(chosen["payload"])
    elif is_number(turn.text):
        return Elsewhere("no_choice_pending")
    if turn.intent in LEVELS:
        topic = turn.remembered("last_card")
        return Answer(topic, LEVELS[turn.intent]) if topic else Elsewhere("no_choice_pending")
    if turn.intent == SWITCH_SUBJECT:
        return switch_subject(turn, content)
    if turn.intent == FALLBACK:
        return unclear(turn, content)
    topics = topics_of(turn.intent, turn, content)
    if not topics:
        return Elsewhere(turn.intent)
    return Answer(topics[0]) if len(topics) == 1 else Clarify(topics[:MOST_CHOICES])


def asked_meaning(turn: Turn, content: Content) -> Optional[Term]:
    """The word whose meaning is asked for, unless one of the offered choices was named."""
    return None if pick(turn.text, turn.remembered("choices") or []) else content.terms.find(turn.text)


def topics_of(intent: str, turn: Turn, content: Content) -> List[str]:
    """The topics that an intent may mean here: none, one, or one for each treatment that may be meant."""
    if intent in OF_THE_SUBJECT and (turn.values("treatment") or about_a_treatment(turn)):
        intent = OF_THE_SUBJECT[intent]
    if not content.needs_subject(intent):
        topic = content.topic_of(intent)
        return [topic] if topic else []
    subjects = turn.values("treatment") or [turn.remembered("treatment")]
    if subjects == [None] and intent in NO_SUBJECT:
        return [NO_SUBJECT[intent]]
    found = (content.topic_of(intent, subject) for subject in (OFTEN_ASKED if subjects == [None] else subjects))
    return [topic for topic in found if topic]


def about_a_treatment(turn: Turn) -> bool:
    """Whether the last card was about the treatment that is remembered."""
    last_card, treatment = turn.remembered("last_card"), turn.remembered("treatment")
    return bool(last_card and treatment and last_card.startswith(f"{treatment}/"))


def switch_subject(turn: Turn, content: Content) -> Decision:
    """ "What about chemo?": the last question about a treatment, asked of another."""
    if turn.values("treatment"):
        return decide(replace(turn, intent=turn.remembered("aspect") or "ask_what_is"), content)
    if turn.remembered("outcome") == "find_services":
        return Elsewhere("find_services")
    return unclear(turn, content)


def unclear(turn: Turn, content: Content) -> Decision:
    """No intent stands out: offer the likeliest topics, unless the message is likelier about something else."""
    first = turn.ranking[0][0] if turn.ranking else OUT_OF_SCOPE[0]
    if first not in OUT_OF_SCOPE and (first in content.replies or first == "find_services"):
        return Elsewhere(first)
    likely: Dict[str, float] = {}
    for intent, probability in turn.ranking:
        for topic in topics_of(intent, turn, content):
            likely[topic] = max(probability, likely.get(topic, 0.0))
    beside = sum(probability for intent, probability in turn.ranking if intent in OUT_OF_SCOPE)
    if turn.values("treatment"):
        return about_named_treatment(turn, likely, content)
    if not likely or beside >= sum(likely.values()):
        return Elsewhere(likeliest(turn, OUT_OF_SCOPE) or "out_of_scope")
    least = LEAST_LIKELY * max(likely.values())
    offered = [topic for topic in by_likelihood(likely) if likely[topic] >= least][:MOST_CHOICES]
    return Clarify(offered) if len(offered) > 1 else Answer(offered[0])


def about_named_treatment(turn: Turn, likely: Dict[str, float], content: Content) -> Clarify:
    """An unclear message that names a treatment is about it: what it is, and the likeliest beside that."""
    what_it_is = topics_of("ask_what_is", turn, content)[:1]
    return Clarify([*what_it_is, *(topic for topic in by_likelihood(likely) if topic not in what_it_is)][:MOST_CHOICES])


def by_likelihood(likely: Dict[str, float]) -> List[str]:
    """Topics, the likeliest first."""
    return sorted(likely, key=lambda topic: -likely[topic])


def likeliest(turn: Turn, intents: "tuple[str, ...]") -> Optional[str]:
    """The likeliest of some intents, or None where none is in the ranking."""
    return next((intent for intent, _ in turn.ranking if intent in intents), None)
