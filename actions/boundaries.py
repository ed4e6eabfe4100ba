"""What is said where no card answers: boundaries, small talk, and the urgent replies."""

from typing import Optional

from actions.cards import Card
from actions.content import content
from actions.decide import asked_meaning, topics_of
from actions.reply import Reply, SpeakingAction, button, meaning_reply, wording
from actions.turn import Turn


class ActionReply(SpeakingAction):
    """Speaks the wording of `replies.yml` that has the name of the intent."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_reply"

    def reply(self, turn: Turn) -> Reply:
        """The wording, the nearest general topic first where it wants that; a word of ours is explained instead."""
        term = asked_meaning(turn, content())
        if term:
            return meaning_reply(term)
        reply = wording(turn.intent)
        nearest = nearest_card(turn) if content().replies[turn.intent].nearest else None
        if nearest:
            first = button(nearest)
            reply.buttons = [first, *(other for other in reply.buttons if other != first)]
        return reply


def nearest_card(turn: Turn) -> Optional[Card]:
    """The card of the likeliest intent that has exactly one here."""
    for intent, _ in turn.ranking:
        topics = topics_of(intent, turn, content())
        if len(topics) == 1:
            return content().card(topics[0])
    return None


class ActionUrgent(SpeakingAction):
    """Speaks when someone may be in danger now: what to do first, then why, then what to say on the phone."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_urgent"

    def reply(self, turn: Turn) -> Reply:
        """The wording of `safety.yml` for the flag that was found, or the general one."""
        safety, flag = content().safety, next(iter(turn.values("flag")), None)
        if turn.intent == "crisis":
            return Reply("crisis", content().fill(safety.crisis_text(flag)))
        return Reply("urgent", content().fill(safety.urgent_text(flag)))
