"""What the log shows: errors that operators can use, on standard error, and never what a person said."""

import logging
import sys

from rasa.utils.log_utils import configure_structlog


def errors_only() -> None:
    """Call it after rasa is imported: rasa logs messages and entities at its lower levels."""
    configure_structlog(logging.ERROR)
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(message)s", force=True)
