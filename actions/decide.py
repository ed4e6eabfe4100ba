"""Deciding what a message asks for: one card, a choice between a few, or nothing that a card answers."""

from dataclasses import dataclass, replace
from typing import List, Optional, Tuple, Union

from actions.choices import is_number, pick, pick_one
from actions.content import Content
from actions.corrections import corrected
from actions.likelihood import SWITCH_SUBJECT, likelihoods, topics_of
from actions.pages import asks_past_it, level_not_said, second_is_said
from actions.remarks import BACKGROUND, OPENING, TOLD, after_news, only_tells, pressed_on, told_in_a_story
from actions.several import asked_again, topics_asked
from actions.terms import Term
from actions.turn import FALLBACK, Choice, Guess, Turn

CHOOSE = "choose"
REPEAT = "ask_repeat"
LEVELS = {"ask_more": "more", "ask_simpler": "simple", REPEAT: "card"}
OUT_OF_SCOPE = ("out_of_scope", "other_medical", "other_language")
MOST_CHOICES = 3
LEAST_LIKELY = 0.1
"""A topic is offered when it is at least this likely compared with the likeliest."""
SURE = 0.3
"""The likelihood in context from which a topic is answered although the intent alone was not clear."""
LEAD = 0.05
"""By how much it has to lead the next. Measured on the held-out questions written last: at 0.1, 0.7 % fewer are
right and 0.5 % fewer wrong."""
ALSO_LIKELY = 0.08
"""The likelihood from which another topic is offered with an answer. Measured on 3,571 held-out questions that got a
card, 173 of them the wrong one: a fourth shows such a button, and 77 of the wrong answers have the right one there."""
MOST_BESIDE = 2
BESIDE = 0.3
"""The likelihood of all that is out of scope from which nothing is answered. Measured on held-out questions: at 0.4 it
recognises 1.4 % less of what is out of scope and answers 0.2 % more rightly."""
ABOUT_WHAT_WAS_SAID = ("ask_how_long", "ask_what_is", "ask_precautions", "ask_how_given", "ask_side_effects")
"""Questions that, asked without naming anything, go on about the last card."""
SYMPTOMS = "side_effects"
"""The section whose cards are what "how long does that last?" is about, although a treatment was named before."""
FOLLOW_UPS = ((4, 0.75), (8, 0.55))
"""Words, and the likelihood that a message of no more than these has to reach to be about something else than the last
card: "and ginger?" says little by itself. Measured on held-out conversations: beside 0.6 and 0.4, 1.9 % more of the
later turns are right."""


@dataclass(frozen=True)
class Answer:
    """Say a card, at a level: `card`, `more` or `simple`; or, as `all`, that it was said."""

    topic: str
    level: str = "card"
    beside: Tuple[str, ...] = ()
    """What else may be meant, to be offered with it."""


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
    decision = decide_alone(turn, content)
    parts = topics_asked(turn, content) if isinstance(decision, Clarify) else []
    decision = Answer(parts[0]) if parts else decision
    if not isinstance(decision, Answer):
        return decision
    wanted_again = turn.intent == REPEAT or decision.topic == went_back_to(turn, content)
    level = decision.level if wanted_again else level_not_said(decision.topic, decision.level, turn)
    return replace(decision, level=level, beside=tuple(also_meant(turn, decision.topic, content)))


def also_meant(turn: Turn, topic: str, content: Content) -> List[str]:
    """Up to two topics that a message may mean beside the one that is said: chosen with it, or nearly as likely."""
    pressed = [turn.as_if(one["payload"]) for one in chosen(turn)]
    likely = likelihoods(turn, content) if not pressed else {}
    others = [one for each in pressed for one in topics_of(each.intent, each, content)[:1]]
    others += [one for one in likely if likely[one] >= ALSO_LIKELY]
    return [one for one in others if one != topic][:MOST_BESIDE]


def went_back_to(turn: Turn, content: Content) -> Optional[str]:
    """The card said before the last one that a message goes back to by its title: "back to the travel thing"."""
    last = turn.said[0].topic if turn.said else None
    topics = dict.fromkeys(one.topic for one in turn.said if one.topic and one.topic != last)
    choices = [{"title": card.title, "payload": card.id} for card in map(content.card, topics) if card]
    picked = pick_one(corrected(turn.text) or "", choices)
    return picked["payload"] if picked else None


def chosen(turn: Turn) -> List[Choice]:
    """The offered choices that a message means."""
    return pick(turn.text, turn.remembered("choices") or [])


def decide_alone(turn: Turn, content: Content) -> Decision:
    """The same, whatever was said before of the topic and whatever else may be meant."""
    picked = chosen(turn)
    if picked:
        turn = turn.as_if(picked[0]["payload"])
    elif is_number(turn.text):
        return Elsewhere("no_choice_pending")
    again = asked_again(turn, content)
    if again:
        return Answer(again)
    back = went_back_to(turn, content)
    if back:
        return Answer(back)
    if turn.intent in LEVELS:
        topic, told = turn.remembered("last_card"), after_news(turn, content)
        if told and told.topic and told.level == "simple":
            return Answer(told.topic)
        return Answer(topic, LEVELS[turn.intent]) if topic else Elsewhere(OPENING)
    if turn.intent == SWITCH_SUBJECT and not turn.values("treatment"):
        return other_place(turn) or unclear(turn, content)
    if turn.intent == CHOOSE:
        return Elsewhere("no_choice_pending")
    if only_tells(turn, content):
        return Elsewhere(likeliest(turn, TOLD) or BACKGROUND)
    news = told_in_a_story(turn, content)
    if news:
        return Elsewhere(news)
    if says_too_little(turn, content) and not asks_past_it(turn):
        return Answer(turn.remembered("last_card"), "more")
    if is_beside(turn):
        return Elsewhere(likeliest(turn, OUT_OF_SCOPE) or OUT_OF_SCOPE[0])
    if turn.intent == FALLBACK:
        return unclear(turn, content)
    topics = topics_of(turn.intent, turn, content)
    if not topics:
        return Elsewhere(turn.intent)
    return Answer(topics[0]) if len(topics) == 1 else Clarify(topics[:MOST_CHOICES])


def asked_meaning(turn: Turn, content: Content) -> Optional[Term]:
    """The word whose meaning is asked for, unless one of the offered choices was named.

    What would be out of scope by itself is not, where it asks for a word of ours ("what is hand-foot syndrome").
    """
    if chosen(turn):
        return None
    return content.terms.find(turn.text, cards_answer=not is_beside(turn))


def other_place(turn: Turn) -> Optional[Decision]:
    """ "What about Geelong?": services again, where they were asked for before."""
    return Elsewhere("find_services") if turn.remembered("outcome") == "find_services" else None


def is_beside(turn: Turn) -> bool:
    """Whether a message is too likely about something else for a card to answer it."""
    return out_of_scope_likelihood(turn) >= BESIDE


def out_of_scope_likelihood(turn: Turn) -> float:
    """How likely it is that a message is about something else."""
    return sum(guess.confidence for guess in turn.ranking if guess.intent in OUT_OF_SCOPE)


def goes_on(turn: Turn, content: Content) -> bool:
    """Whether a short message goes on about the last card, of which there is more to say."""
    if pressed_on(turn) or second_is_said(turn.remembered("last_card"), turn):
        return False
    return says_too_little(turn, content)


def says_too_little(turn: Turn, content: Content) -> bool:
    """Whether a short message says too little by itself to be about anything else than the last card."""
    last = content.cards.get(turn.remembered("last_card") or "")
    first = turn.ranking[0] if turn.ranking else None
    if not last or not first or not turn.text or corrected(turn.text) or after_news(turn, content):
        return False
    if turn.values("treatment") or names_symptom_of(first, turn, content):
        return False
    if first.intent not in OUT_OF_SCOPE and not content.is_asked_for_cards(first.intent):
        return False
    wanted = next((least for most, least in FOLLOW_UPS if len(turn.text.split()) <= most), 0.0)
    if first.intent in ABOUT_WHAT_WAS_SAID:
        meant = turn.remembered("treatment") and last.section != SYMPTOMS
        described = first.treatment and first.confidence >= wanted
        return not last.subject and not described and not meant and wanted > 0
    beside = out_of_scope_likelihood(turn)
    return max(beside, first.confidence) < wanted


def names_symptom_of(guess: Guess, turn: Turn, content: Content) -> bool:
    """Whether a message names the very symptom that it may be about: "what is nausea" says enough."""
    topic = content.topic_of(guess.intent)
    return topic is not None and topic.split("/")[-1] in turn.values("symptom")


def unclear(turn: Turn, content: Content) -> Decision:
    """No intent stands out: the topic that the conversation makes likely, or a choice between the likeliest."""
    first = turn.ranking[0].intent if turn.ranking else OUT_OF_SCOPE[0]
    if first not in OUT_OF_SCOPE and (first in content.replies or first == "find_services"):
        return Elsewhere(first)
    likely = likelihoods(turn, content)
    if not likely:
        return Elsewhere(first if first in OUT_OF_SCOPE else OUT_OF_SCOPE[0])
    best = next(iter(likely))
    if likely[best] >= SURE and likely[best] - next(iter(list(likely.values())[1:]), 0.0) >= LEAD:
        return Answer(best)
    offered = [topic for topic in likely if likely[topic] >= LEAST_LIKELY * likely[best]][:MOST_CHOICES]
    return Clarify(offered) if len(offered) > 1 else Answer(offered[0])


def likeliest(turn: Turn, intents: "tuple[str, ...]") -> Optional[str]:
    """The likeliest of some intents, or None where none is in the ranking."""
    return next((guess.intent for guess in turn.ranking if guess.intent in intents), None)
