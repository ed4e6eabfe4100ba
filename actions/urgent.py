"""What is said to danger."""

from actions.answer import ActionAnswer
from actions.content import content
from actions.reply import HandOver, Reply, SpeakingAction
from actions.safety import Alarm, Danger, as_slot
from actions.turn import Turn


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
        return Reply(said.outcome, content().fill(said.text), slots={"alarm": as_slot(said.alarm)})
