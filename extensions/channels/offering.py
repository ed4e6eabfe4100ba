"""What a reply offers to choose from, and the alarms, which offer nothing."""

import hashlib
from typing import Dict, List

from extensions.channels.wording import Reply, wording

ALARMS = ("urgent", "crisis")


def is_alarm(reply: Reply) -> bool:
    """Whether a reply says whom to call now."""
    return reply["outcome"] in ALARMS


def alarms_first(replies: List[Reply]) -> List[Reply]:
    """The alarms alone, where there are any; else all as they are."""
    return [reply for reply in replies if is_alarm(reply)] or replies


def choices(reply: Reply) -> List[Dict[str, str]]:
    """The buttons of a reply; an alarm has none, so that nothing distracts from it."""
    return [] if is_alarm(reply) else list(reply["buttons"])


def numbered(reply: Reply) -> str:
    """The choices of a reply as lines of text that can be answered with a number; empty where there are none."""
    lines = [f"{number}. {button['title']}" for number, button in enumerate(choices(reply), start=1)]
    return "\n".join([wording("by_number")["body"], *lines]) if lines else ""


def with_choices(reply: Reply) -> str:
    """The text of a reply with its choices as lines of text; the disclaimer still ends it."""
    said = reply["text"].removesuffix(reply["disclaimer"]).strip()
    return "\n\n".join(filter(None, [said, numbered(reply), reply["disclaimer"]]))


def button_code(payload: str) -> str:
    """What stands for a payload where a platform has too little room for it: 32 hexadecimal digits."""
    return hashlib.sha256(payload.encode()).hexdigest()[:32]
