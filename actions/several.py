"""Messages that ask several things: what each part asks, and asking again for a part that was not answered."""

import re
from typing import List, Optional

from actions.content import Content
from actions.likelihood import likelihoods, topics_of_guess
from actions.turn import Guess, Turn

SURELY = 0.6
"""How likely a part has to be about something by itself."""
MOST_OTHERS = 2
"""Parts that a reply comes back to beside the one that it answers."""
STILL_OPEN = 0.05
"""How likely a short message has to be about a part that was not answered, to ask for it again."""
MOST_WORDS = 8
COMPLAINTS = "about/complaints"
"""What "you missed my question" sounds like."""
AGAIN = re.compile(
    r"(?:(?:no|hey|um|ok|thanks|thank you|but|and|what about|how about|sorry)[ ,]+)*"
    r"(?:(?:you|u|ya)(?: only| just)? (?:didn'?t|did not|havent|haven'?t|forgot|missed|skipped|left|answered)\b.*"
    r"|(?:the |my )?(?:other|first|second|third|last|rest|remaining)(?: of (?:it|them|my questions?))?"
    r"(?: (?:one|ones|question|questions|thing|things|part|parts|bit))?(?: (?:i asked|then|please|pls|too))*)[ .?!]*",
    re.IGNORECASE,
)
""" "You didn't answer the first part", "and the other thing?"."""


def sure_parts(turn: Turn) -> List[Guess]:
    """What the parts of a message surely ask."""
    return [guess for guess in turn.parts if guess.confidence >= SURELY]


def topics_asked(turn: Turn, content: Content) -> List[str]:
    """The cards that a message of nothing but questions asks for, in their order; none where a part tells something.

    In a story, a part that sounds like a question is often none.
    """
    found = [topics_of_guess(guess, turn, content)[:1] for guess in sure_parts(turn)]
    topics = [topic for topics in found for topic in topics]
    return list(dict.fromkeys(topics)) if len(topics) == len(turn.parts) else []


def others_asked(turn: Turn, said: Optional[str], content: Content) -> List[str]:
    """The cards that a message asks for beside the one that is said.

    Where that is none of them, the whole message made of one of its parts what this alone does not say: the least sure.
    """
    guesses = sure_parts(turn)
    sure = {topic: guess.confidence for guess in guesses for topic in topics_of_guess(guess, turn, content)[:1]}
    taken = said if said in sure or not said else min(sure, key=lambda topic: sure[topic], default=None)
    return [topic for topic in sure if topic != taken][:MOST_OTHERS]


def asked_again(turn: Turn, content: Content) -> Optional[str]:
    """The part of the message before that was not answered and is asked for now."""
    unanswered = [topic for topic in turn.remembered("unanswered") or [] if content.card(topic)]
    if not unanswered or not turn.text:
        return None
    likely = {topic: chance for topic, chance in likelihoods(turn, content).items() if topic != COMPLAINTS}
    best = max(unanswered, key=lambda topic: likely.get(topic, 0.0))
    if AGAIN.fullmatch(turn.text.strip()):
        names_another = max(likely.values(), default=0.0) >= SURELY > likely.get(best, 0.0)
        return None if names_another else best
    is_short = len(turn.text.split()) <= MOST_WORDS
    return best if is_short and likely.get(best, 0.0) >= STILL_OPEN else None
