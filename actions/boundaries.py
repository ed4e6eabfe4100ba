"""What is said where no card answers: boundaries, small talk, and the urgent replies."""

from typing import Optional

from actions.content import content
from actions.decide import SYMPTOMS, asked_meaning, goes_on
from actions.find_services import resumes_search
from actions.likelihood import likeliest_topic
from actions.reply import HandOver, Reply, SpeakingAction, button, meaning_reply, more_reply, wording
from actions.turn import Turn


class ActionReply(SpeakingAction):
    """Speaks the wording of `replies.yml` that has the name of the intent."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_reply"

    def reply(self, turn: Turn) -> "Reply | HandOver":
        """The wording, the nearest general topic first where it wants that; a word of ours is explained instead."""
        if resumes_search(turn):
            return HandOver("services_form")
        if goes_on(turn, content()):
            return more_reply(content().cards[turn.remembered("last_card")])
        return explained(turn) or worded(turn.intent, turn)


def explained(turn: Turn) -> Optional[Reply]:
    """What a word of ours means, where that is asked; of a medicine that is not against cancer without a card."""
    term = asked_meaning(turn, content())
    near = None if turn.values("medicine") else likeliest_topic(turn, content())
    return meaning_reply(term, near) if term else None


def worded(intent: str, turn: Turn) -> Reply:
    """The wording for an intent, where it helps the nearest card first."""
    medicines = turn.values("medicine") if intent == "other_medical" else []
    nearest = likeliest_topic(turn, content()) if content().replies[intent].nearest else None
    reply = wording("other_medicine" if medicines else intent)
    card = content().card(f"{SYMPTOMS}/{medicines[0]}" if medicines else nearest or "")
    if card:
        first = button(card)
        reply.buttons = [first, *(other for other in reply.buttons if other != first)]
    return reply


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
