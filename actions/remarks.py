"""Messages that ask nothing by themselves: remarks about what was said, and pushing on after a decline."""

import re
from typing import Optional

from actions.content import Content
from actions.several import sure_parts
from actions.turn import DANGERS, Said, Turn

DECLINED = {"decline_personal": "personal_advice", "decline_prognosis": "prognosis"}
"""The intent behind the outcome of a reply that declines."""
CONTACT = "contact"
"""The intent and the outcome of who asks for a person to talk to."""
SMALL_TALK = "smalltalk"
NEWS = BAD_NEWS, LOSS, GOOD_NEWS = "bad_news", "loss", "good_news"
HARD = (LOSS, BAD_NEWS)
"""The hardest first."""
DIED = 0.8
"""The likelihood from which a message or a part of it surely tells a death."""
BACKGROUND, OPENING = "background", "opening"
TOLD = (*NEWS, BACKGROUND, OPENING)
"""The intents of who tells something, or only begins, and asks nothing yet."""
SURELY_TOLD = 0.75
"""The likelihood from which a part makes a message news in which nothing is asked and nothing is clear."""
STUNNED = 2
"""Replies for which somebody is held to be stunned by hard news."""
LITTLE = 0.3
"""The likelihood below which what such a person says asks for nothing."""
PARTLY = 0.4
"""How much of the ranking has to be small talk or background for a remark to be only that, where nothing is clear. At
0.3, "ok then" loses what the next question goes on about."""
CLEARLY = 0.5
"""From which likelihood what sounds like a remark, or like pushing on, asks for something else."""
FEWEST_WORDS = 3
"""Less than that is only "ok", where it does not begin as pushing on does."""
WELL = ("thanks", "goodbye", "greet")
SAYS_LITTLE = (BACKGROUND, "affirm", "deny")
OF_PUSHING = (*SAYS_LITTLE, OPENING, "insult", "ask_more", "ask_simpler", *DECLINED.values())
"""The intents that pushing on may clearly have; any other that is clear asks for something else."""
QUESTION = re.compile(
    r"\?|\b(?:how|hows|what|whats|what's|wat|when|where|wheres|who|whos|why|which|explain|tell me|wonder(?:ing)?)\b"
    r"|^(?:(?:and|but|so|ok|okay|or|also|then|oh|yeah|sorry)[ ,]+)*(?:i (?:want|need|would like|d like|'d like) to know"
    r"|can|could|should|shall|will|would|do|does|did|is|are|am|may|might|must|has|have|any|need)\b",
    re.IGNORECASE,
)
PUSHING = re.compile(
    r"(?:(?:ok|okay|yeah|yes|yep|no|please|pls|mate|look|well|oh|fine|sorry|sure|i know|i get that)[ ,.]+)*"
    r"(?:but|just|even|only|roughly|approximately|approx|ballpark|an? (?:guess|number|percentage|average|estimate)"
    r"|whether|what if|come on|surely|u must|you must|go on|pretend|i (?:just |only )?(?:want|need) to know"
    r"|(?:i (?:know|get|understand) )(?:that )?(?:you|u) (?:can'?t|cannot))\b",
    re.IGNORECASE,
)
""" "But roughly", "just the average", "I know you can't, but pretend". """
NO_ANSWER = re.compile(
    r"\b(?:voice ?mail|answering machine|message ?bank|(?:pick(?:s|ed|ing)?|answer(?:s|ing)?) (?:up|the phone|me)"
    r"|(?:no ?one|nobody|never|not|wont|won't|doesnt|doesn't|dont|don't)(?: \w+)? (?:there|answer\w*|pick\w*)"
    r"|on hold|(?:its|it's|always|line is|lines are) (?:engaged|busy)|rings? out|can'?t get through|hung up)\b",
    re.IGNORECASE,
)
""" "It just goes to voicemail". """
MOST_WORDS = 12


def asks(text: str) -> bool:
    """Whether a message has a mark or a word of a question."""
    return bool(QUESTION.search(text))


def only_tells(turn: Turn, content: Content) -> bool:
    """Whether a message right after a card or news asks nothing, and is most likely small talk or told by the way.

    Who has just told hard news says little: there it is enough that nothing is likely.
    """
    first, stunned = turn.ranking[0] if turn.ranking else None, after_news(turn, content) is not None
    after_card = bool(turn.said) and turn.said[0].outcome == "answer"
    if not first or not turn.text or asks(turn.text) or not (after_card or stunned):
        return False
    talk = sum(guess.confidence for guess in turn.ranking if is_talk(guess.intent, content))
    if talk < PARTLY and not (stunned and first.confidence < LITTLE):
        return False
    return is_talk(first.intent, content) or first.confidence < CLEARLY


def after_news(turn: Turn, content: Content) -> Optional[Said]:
    """The reply before, where it was the card that goes with hard news; small talk may stand between."""
    latest = next((one for one in turn.said[:STUNNED] if one.topic or one.outcome != SMALL_TALK), None)
    return latest if latest and latest.topic and latest.topic == content.replies[BAD_NEWS].card else None


def told_in_a_story(turn: Turn, content: Content) -> Optional[str]:
    """The news in a message of several parts that as a whole is nothing clear: the rest is told around it."""
    if asks(turn.text) or not turn.ranking or turn.ranking[0].confidence >= CLEARLY:
        return None
    if not all(is_talk(guess.intent, content) for guess in sure_parts(turn)):
        return None
    told = [one.intent for one in turn.parts if one.intent in NEWS and one.confidence >= SURELY_TOLD]
    return min(told, key=(*HARD, GOOD_NEWS).index, default=None)


def is_talk(intent: str, content: Content) -> bool:
    """Whether an intent asks for nothing: small talk, background, news."""
    return intent in content.replies and content.replies[intent].outcome == SMALL_TALK


def pressed_on(turn: Turn) -> Optional[str]:
    """The intent that the reply before declined, where a message goes on about it and asks for nothing else; or that
    of a person to talk to, where nobody answers."""
    before = turn.said[0].outcome if turn.said else None
    first = turn.ranking[0] if turn.ranking else None
    elsewhere = first and first.confidence >= CLEARLY and first.intent not in OF_PUSHING
    if before == CONTACT and NO_ANSWER.search(turn.text) and not (elsewhere and first and first.intent in WELL):
        return CONTACT
    declined = DECLINED.get(before or "")
    words = len(turn.text.split())
    if not declined or not 0 < words <= MOST_WORDS or turn.text.startswith("/") or turn.intent in DANGERS:
        return None
    if turn.intent in (*SAYS_LITTLE, OPENING) and words >= FEWEST_WORDS:
        return declined
    return declined if PUSHING.match(turn.text) and not elsewhere else None


def times_in_a_row(outcome: str, turn: Turn) -> int:
    """How many of the last replies had an outcome, without another between them."""
    others = [place for place, one in enumerate(turn.said) if one.outcome != outcome]
    return others[0] if others else len(turn.said)
