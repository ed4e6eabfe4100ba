"""The wordings of `replies.yml` where no card answers, and the words that are explained instead."""

from typing import Optional

from actions.content import content
from actions.decide import SYMPTOMS, asked_meaning
from actions.likelihood import likeliest_topic
from actions.reply import Reply, button, meaning_reply, wording
from actions.turn import Turn


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
