"""What the log shows: errors that operators can use, on standard error, and never what a person said."""

import logging
import sys

from rasa.utils.log_utils import configure_structlog

OURS = ("actions", "extensions", "tools")


class PrivateFormatter(logging.Formatter):
    """Our own messages as they are; of other libraries' only where it happened and what kind of error it was.

    Their texts may hold what a person said: Rasa's errors quote messages, and tracebacks quote answers of servers.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line for one record."""
        if record.name.split(".")[0] in OURS:
            return f"{record.levelname} {record.getMessage()}"
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "see its source"
        return f"{record.levelname} in {record.name}, line {record.lineno}: {kind}"


def errors_only() -> None:
    """Call it after rasa is imported: rasa logs messages and entities at its lower levels."""
    configure_structlog(logging.ERROR)
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(message)s", force=True)


def private_errors_only() -> None:
    """The same for a server that strangers talk to: not even in an error is what they said."""
    errors_only()
    for handler in logging.getLogger().handlers:
        handler.setFormatter(PrivateFormatter())
