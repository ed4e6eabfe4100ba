"""Errors whose text says what to do, also where Rasa has wrapped them."""

from typing import Optional

from actions.geography.places_file import PlacesMissing
from actions.reading import ContentError
from actions.settings import SettingsError
from extensions.channels.settings import ChannelSettingsError
from extensions.nlu.glossary import GlossaryError
from extensions.nlu.safety_file import SafetyFileError
from extensions.nlu.sentence_encoder import EncoderMissing
from tools import CannotRun

EXPECTED = (
    CannotRun,
    ChannelSettingsError,
    ContentError,
    EncoderMissing,
    GlossaryError,
    PlacesMissing,
    SafetyFileError,
    SettingsError,
)


def advice(error: Optional[BaseException]) -> Optional[str]:
    """What an error, or the one that led to it, says to do; None where nobody expected it."""
    while error and not isinstance(error, EXPECTED):
        error = error.__cause__
    return str(error) if error else None
