"""What is said to danger."""

from dataclasses import replace

from actions.alarm import Alarm, Danger, Said, as_slot
from actions.answer import ActionAnswer
from actions.content import content
from actions.reply import HandOver, Reply, SpeakingAction, wording
from actions.turn import DANGERS, Turn

SAYS_NOTHING = ("clarify", "out_of_scope", "smalltalk")
"""Outcomes of a message that asks for nothing clearly."""
ASKS = 0.5
"""The probability from which a message that takes an alarm back asks something beside."""


class ActionUrgent(SpeakingAction):
    """Speaks when someone may be in danger now: what to do first, then why, then what to say on the phone."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_urgent"

    def reply(self, turn: Turn) -> "Reply | HandOver":
        """The wording of `safety.yml` for the flag that was found, or the general one; right after an alarm, what
        helps to heed it, or an answer where it was said twice.
        """
        danger: Danger = "crisis" if turn.intent == "crisis" else "urgent"
        said = content().safety.reply(danger, turn.values("flag"), Alarm.of(turn.remembered("alarm")))
        if not said:
            return ActionAnswer().reply(turn)
        return beside_an_answer(said, turn) if said.answers else as_reply(said)


def as_reply(said: Said, *more: str) -> Reply:
    """What is said, and more paragraphs behind it."""
    return Reply(said.outcome, "\n\n".join([content().fill(said.text), *more]), slots={"alarm": as_slot(said.alarm)})


def beside_an_answer(said: Said, turn: Turn) -> "Reply | HandOver":
    """What is said to who takes an alarm back, before the answer to what else the message asks."""
    asked = next((guess.confidence for guess in turn.ranking if guess.intent not in DANGERS), 0.0)
    reply = ActionAnswer().reply(turn) if asked >= ASKS else wording("asks_back")
    slots = {**reply.slots, "alarm": as_slot(said.alarm)}
    if isinstance(reply, HandOver):
        return replace(reply, slots=slots)
    if reply.outcome in SAYS_NOTHING:
        return as_reply(said, wording("asks_back").text)
    first = content().fill(said.text)
    short = f"{first} {reply.short}" if reply.short else None
    return replace(reply, text=f"{first}\n\n{reply.text}", short=short, slots=slots)
