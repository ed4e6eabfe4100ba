"""The action behind boundaries and small talk, which no card answers."""

from actions.answer import ActionAnswer
from actions.boundaries import explained, with_others, worded
from actions.card_replies import more_reply
from actions.content import content
from actions.decide import chosen, goes_on
from actions.find_services import resumes_search
from actions.news import with_news
from actions.remarks import NEWS, pressed_on
from actions.reply import HandOver, Reply, SpeakingAction
from actions.several import asked_again
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
        if turn.intent in NEWS:
            return with_others(worded(turn.intent, turn), turn)
        if asked_again(turn, content()) or (turn.remembered("outcome") == "clarify" and chosen(turn)):
            return ActionAnswer().reply(turn)
        if pressed_on(turn):
            return with_news(worded(turn.intent, turn), turn)
        if goes_on(turn, content()):
            return more_reply(content().cards[turn.remembered("last_card")])
        return explained(turn) or with_others(worded(turn.intent, turn), turn)
