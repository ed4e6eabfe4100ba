"""The action behind boundaries and small talk, which no card answers."""

from dataclasses import replace

from actions.answer import ActionAnswer
from actions.boundaries import explained, with_others, worded
from actions.content import content
from actions.decide import chosen, goes_on
from actions.find_services import resumes_search
from actions.reply import HandOver, Reply, SpeakingAction, more_reply, wording
from actions.several import asked_again
from actions.turn import Turn

DECLINED = {"decline_personal": "personal_advice", "decline_prognosis": "prognosis"}
"""The wording behind an outcome of the turn before."""
AGAIN = "_again"
"""Ends the name of the wording for who goes on about it."""
SAYS_LITTLE = ("background", "affirm", "deny")
FEWEST_WORDS = 3
"""Less than that is only "ok"."""


def goes_on_about_it(turn: Turn) -> bool:
    """Whether a message adds to what was declined ("I need to know, I'm her daughter") and asks nothing else."""
    return turn.intent in SAYS_LITTLE and len(turn.text.split()) >= FEWEST_WORDS


class ActionReply(SpeakingAction):
    """Speaks the wording of `replies.yml` that has the name of the intent."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_reply"

    def reply(self, turn: Turn) -> "Reply | HandOver":
        """The wording, the nearest general topic first where it wants that; a word of ours is explained instead."""
        if resumes_search(turn):
            return HandOver("services_form")
        if asked_again(turn, content()) or (turn.remembered("outcome") == "clarify" and chosen(turn)):
            return ActionAnswer().reply(turn)
        declined = DECLINED.get(turn.remembered("outcome") or "")
        if declined and goes_on_about_it(turn):
            return replace(wording(declined + AGAIN), buttons=turn.remembered("choices") or [])
        if goes_on(turn, content()):
            return more_reply(content().cards[turn.remembered("last_card")])
        return explained(turn) or with_others(worded(turn.intent, turn), turn)
