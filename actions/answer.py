"""Answering from the cards: the action behind every question, every choice and every unclear message."""

from dataclasses import replace
from functools import partial
from typing import Callable, Dict

from actions.boundaries import explained, with_first, with_others, worded
from actions.card_replies import Level, answer, card_reply, more_reply, related, simple_reply
from actions.cards import Card
from actions.content import content
from actions.decide import Answer, Clarify, decide
from actions.find_services import resumes_search
from actions.news import with_news
from actions.pages import ALL_SAID, STILL_ALL
from actions.remarks import pressed_on
from actions.reply import HandOver, Reply, SpeakingAction, apology, button, wording
from actions.turn import DANGERS, Turn


def all_said_reply(card: Card, level: Level) -> Reply:
    """What is said where both pages of a card were said just now, and it is still what the message leads to."""
    words = wording("all_said" if level == "all" else "still_all_said", title=card.title)
    return answer(card, [words.text], related(card), level)


LEVEL_REPLIES: Dict[str, Callable[[Card], Reply]] = {
    "card": card_reply,
    "more": more_reply,
    "simple": simple_reply,
    ALL_SAID: partial(all_said_reply, level="all"),
    STILL_ALL: partial(all_said_reply, level="still_all"),
}
MOST_CLARIFICATIONS = 2
"""After so many in a row a person is offered."""


class ActionAnswer(SpeakingAction):
    """Speaks the card that a message asks for, or asks which one is meant."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer"

    def reply(self, turn: Turn) -> "Reply | HandOver":
        """A card, a clarification, or the wording for what no card answers."""
        if resumes_search(turn):
            return HandOver("services_form")
        meaning = explained(turn)
        if meaning:
            return meaning
        declined = pressed_on(turn)
        if declined:
            return with_news(worded(declined, turn), turn)
        decision = decide(turn.without(DANGERS), content())  # its alarm was given twice already
        if isinstance(decision, Answer):
            return with_others(self.from_card(decision), turn)
        if isinstance(decision, Clarify):
            return with_others(self.clarification(decision, turn), turn)
        if decision.intent == "find_services":
            return HandOver("services_form")
        return with_others(worded(decision.intent, turn), turn)

    def from_card(self, decision: Answer) -> Reply:
        """The card at the level that was asked for; without a card that may be served, the honest way out."""
        card = content().card(decision.topic)
        if not card:
            return wording("no_card")
        reply = LEVEL_REPLIES[decision.level](card)
        beside = [button(other) for other in map(content().card, decision.beside) if other]
        return replace(reply, buttons=with_first(reply.buttons, beside))

    def clarification(self, decision: Clarify, turn: Turn) -> Reply:
        """The question which one is meant, with the topics as choices."""
        asked = (turn.remembered("clarified") or 0) + 1
        question = wording("clarify" if asked < MOST_CLARIFICATIONS else "clarify_again")
        question.buttons = [button(card) for card in map(content().card, decision.topics) if card]
        question.slots = {"clarified": asked}
        return question if question.buttons else wording("no_card")


class ActionDefaultFallback(SpeakingAction):
    """Speaks where no rule fits, and unlike Rasa's own takes nothing back: each taking back costs the whole history."""

    def name(self) -> str:
        """The name that Rasa looks for."""
        return "action_default_fallback"

    def reply(self, turn: Turn) -> Reply:
        """The apology: no rule should ever be missing."""
        return apology()
