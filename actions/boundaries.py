"""The wordings of `replies.yml` where no card answers, the words that are explained instead, and other questions."""

from dataclasses import replace
from typing import List, Optional

from actions.alarm import Alarm
from actions.card_replies import meaning_reply
from actions.care import ALARMS
from actions.content import content
from actions.decide import SYMPTOMS, asked_meaning
from actions.likelihood import likeliest_topic
from actions.news import NEWS_AGAIN, speaks_of_news, tells_of_death, with_its_card, with_news, worded_as
from actions.remarks import BACKGROUND, HARD, SAYS_LITTLE, after_news, pressed_on, times_in_a_row
from actions.reply import MORE, SERVICES_BUTTON, Reply, button, wording
from actions.several import others_asked, sure_parts
from actions.structured import plain
from actions.turn import Choice, Turn

ALSO = {
    "personal_advice": "also_own_case",
    "prognosis": "also_prognosis",
    "contact": "also_contact",
    "find_services": "also_services",
}
"""The wording beside another reply where a part of the message asks for what no card says."""
MOST_BUTTONS = 4
NOTED = "noted"
"""The wording for what is told in the middle of a talk."""


def explained(turn: Turn) -> Optional[Reply]:
    """What a word of ours means, where that is asked; of a medicine that is not against cancer without a card."""
    term = asked_meaning(turn, content())
    near = None if turn.values("medicine") else likeliest_topic(turn, content())
    return meaning_reply(term, near) if term else None


def worded(intent: str, turn: Turn) -> Reply:
    """The wording for an intent, where it helps the nearest card first; in other words to who goes on about it."""
    intent = worded_as(intent, turn)
    pressed = pressed_on(turn)
    name = anew(pressed or intent, turn)
    again = wording(name)
    goes_on = intent in SAYS_LITTLE and turn.said and not Alarm.open(turn.remembered("alarm"))
    if pressed or goes_on or name == NEWS_AGAIN:
        return replace(again, buttons=turn.remembered("choices") or again.buttons)
    if content().replies[name].card:
        return with_its_card(name, turn)
    medicines = turn.values("medicine") if intent == "other_medical" else []
    nearest = likeliest_topic(turn, content()) if content().replies[intent].nearest else None
    reply = wording("other_medicine") if medicines else replace(again, buttons=wording(intent).buttons)
    card = content().card(f"{SYMPTOMS}/{medicines[0]}" if medicines else nearest or "")
    if card:
        first = button(card)
        reply.buttons = [first, *(other for other in reply.buttons if other != first)]
    return reply


def anew(intent: str, turn: Turn) -> str:
    """The name of the wording for an intent that does not repeat the reply before, where `replies.yml` has another."""
    if intent in (*SAYS_LITTLE, *HARD) and after_news(turn, content()) and not tells_of_death(turn.text):
        return NEWS_AGAIN
    if intent == BACKGROUND:
        return NOTED if turn.said else intent
    later = [name for name in (f"{intent}_again", f"{intent}_still") if name in content().replies]
    times = times_in_a_row(content().replies[intent].outcome, turn)
    return later[(times - 1) % len(later)] if times and later else intent


def with_first(buttons: List[Choice], first: List[Choice]) -> List[Choice]:
    """Buttons with some others behind "Tell me more" and before the rest, not many."""
    more = [one for one in buttons if one["payload"] == MORE]
    rest = [one for one in buttons if one not in more and one not in first]
    return [*more, *first, *rest][: max(MOST_BUTTONS, len(buttons))]


def with_others(reply: Reply, turn: Turn) -> Reply:
    """The reply with a word before it for the news that a message tells, and for each other thing that it surely asks
    one behind it and a button; those are remembered.
    """
    reply = with_news(reply, turn)
    if reply.outcome in (*ALARMS, "clarify"):
        return reply
    answered = None if speaks_of_news(reply) else reply.topic
    asked = [topic for topic in others_asked(turn, answered, content()) if topic != reply.topic]
    cards = [card for card in map(content().card, asked) if card]
    names = [ALSO[guess.intent] for guess in sure_parts(turn) if guess.intent in ALSO]
    beside = [name for name in dict.fromkeys(names) if content().replies[name].outcome != reply.outcome]
    said = [wording("also_asked", title=card.title, summary=card.summary).text for card in cards]
    said += [wording(name).text for name in beside]
    if not said:
        return reply
    first = [*map(button, cards), *([SERVICES_BUTTON] if "also_services" in beside else [])]
    return replace(
        reply,
        text="\n\n".join([reply.text, *said]),
        short=f"{reply.short} {plain(said[0])}" if reply.short else None,
        buttons=with_first(reply.buttons, first),
        slots={**reply.slots, "unanswered": [card.id for card in cards] or None},
    )
