"""What a message names: treatments, and medicines that are not against cancer."""

from typing import List

from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.glossary import MEDICINE
from extensions.nlu.kinds import TREATMENT
from extensions.nlu.spelling import mended_text


def named_treatments(message: Message) -> List[str]:
    """The treatments that the message names, each once."""
    return list(dict.fromkeys(one["value"] for one in message.get(ENTITIES, []) if one["entity"] == TREATMENT))


def other_medicines(message: Message) -> List[str]:
    """The words for medicines that are not against cancer, where the message names no treatment."""
    if named_treatments(message):
        return []
    text = mended_text(message)
    return [text[one["start"] : one["end"]] for one in message.get(ENTITIES, []) if one["entity"] == MEDICINE]
