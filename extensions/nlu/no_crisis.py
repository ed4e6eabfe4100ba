"""Messages that say themselves that there is no crisis: what else they say decides."""

from typing import Any, Dict, List

from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.alarm_talk import SURE_BESIDE, without
from extensions.nlu.courtesies import core_of
from extensions.nlu.kinds import CRISIS
from extensions.nlu.safety_rules import SafetyRules
from extensions.nlu.sentences import parts
from extensions.nlu.spelling import mended_text
from extensions.nlu.topic_classifier import PARTS

FEW = 6
"""Words up to which a part that denies a crisis says nothing beside that."""


def rest_of(rules: SafetyRules, text: str) -> str:
    """What is left of a text without the words that deny a crisis."""
    return without(text, rules.no_crisis) if rules.no_crisis(text) else text


def beside_denial(rules: SafetyRules, message: Message) -> List[Dict[str, Any]]:
    """The ranking of a message. Where it denies a crisis, one is only as likely as in what else it says, and not at all
    where the classifier is not sure of that: the vector of "I would never harm myself" is near to one of "I would".
    """
    ranking: List[Dict[str, Any]] = message.get(INTENT_RANKING_KEY, [])
    if not any(map(rules.no_crisis, (message.get(TEXT) or "", mended_text(message)))):
        return ranking
    text = core_of(message)
    whole = [one for one in ranking if one["name"] == CRISIS]
    read = zip(parts(text), message.get(PARTS) or whole, strict=False)
    said = [one for part, one in read if not rules.no_crisis(part) or len(rest_of(rules, part).split()) > FEW]
    beside = [one for one in said if one["name"] == CRISIS]
    likely = max((one["confidence"] for one in beside), default=0.0)
    left = likely if likely >= SURE_BESIDE else 0.0
    return [{**one, "confidence": left} if one["name"] == CRISIS else one for one in ranking]
