"""When a reply says beside its own words whom to call: where danger cannot be excluded."""

import re
from typing import Dict, List, Optional

from actions.alarm import Alarm
from actions.content import content
from actions.turn import Turn

CALL_NOW = "call_now"
NOT_SAFE = "not_safe"
ALARMS = ("urgent", "crisis")
DOUBT = {"red_flag": 0.02, "crisis": 0.05}
"""Likelihoods from which the reply says whom to call, although it answers the question. Measured on 7,000 held-out
questions: of the crises that are missed half are told so at both 0.02 and 0.05, of all other answers 6.6 and 2.6 %."""
DOUBT_IN_TALK = {**DOUBT, "crisis": 0.12}
"""The same for a message of up to `SHORT` words in a talk without an alarm: at 0.05, 24 of 232 calm ones are told so,
at 0.12 ten."""
SHORT = 12
COURTESIES = ("affirm", "deny", "greet", "thanks", "how_are_you")
"""Intents whose messages, where they are of a few words, say nothing of danger."""
FEW = 3
BOTH = {"red_flag": 0.3, "crisis": 0.16}
"""The same for the danger that an alarm is not about."""
CAREFUL = 3
"""Replies after a crisis that say where help is, whatever they are about."""
WORD = re.compile(r"[^\W_]+")
FEVER = "38 °C"


def care_blocks(outcome: str, topic: Optional[str], text: str, turn: Turn) -> List[str]:
    """The blocks that say when to call, where a symptom was mentioned or danger cannot be excluded.

    Args:
        outcome, topic, text: of the reply that they go with.
        turn: what was said.
    """
    safety, flags = content().safety, turn.values("flag")
    if any(safety.takes_back(flag) or (outcome in ALARMS and safety.is_about_the_alarm(flag)) for flag in flags):
        return []  # the reply says so itself
    least = BOTH if outcome in ALARMS else least_doubt(turn)
    passed = not Alarm.open(turn.remembered("alarm")) and any(map(safety.is_about_the_alarm, flags))
    guesses = [guess for guess in turn.ranking if not (passed and guess.intent == turn.intent)]
    doubts = {guess.intent for guess in guesses if guess.confidence >= least.get(guess.intent, 2.0)}
    wanted = [CALL_NOW] if outcome != "urgent" and ("red_flag" in doubts or (turn.values("symptom") and topic)) else []
    careful = turn.remembered("careful") or 0
    wanted += [NOT_SAFE] if outcome != "crisis" and ("crisis" in doubts or careful) else []
    blocks = [content().fill(content().notices[name]) for name in wanted]
    if says_when_to_call(text):
        blocks = [block for block in blocks if not says_when_to_call(block)]
    return [block for block in blocks if block not in text]


def least_doubt(turn: Turn) -> Dict[str, float]:
    """The likelihood of each danger from which a reply without an alarm says whom to call."""
    words = len(WORD.findall(turn.text))
    if not words or (words <= FEW and turn.intent in COURTESIES):
        return {"red_flag": DOUBT["red_flag"]}
    in_talk = turn.said and not Alarm.open(turn.remembered("alarm")) and words <= SHORT
    return DOUBT_IN_TALK if in_talk else DOUBT


def says_when_to_call(text: str) -> bool:
    """Whether a text itself names the fever and the emergency number."""
    return FEVER in text and content().line("emergency") in text


def careful_after(outcome: str, turn: Turn) -> int:
    """How many more replies say where help is, after one of this outcome."""
    flags, alarm = turn.values("flag"), Alarm.of(turn.remembered("alarm"))
    if any(content().safety.forgets(flag, alarm) for flag in flags):
        return 0
    return CAREFUL if outcome == "crisis" else max(0, (turn.remembered("careful") or 0) - 1)
