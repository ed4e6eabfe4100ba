"""Imported before rasa: only warnings reach the terminal, and never the text of a message."""

import logging
import os
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's own log
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
warnings.filterwarnings("ignore", category=DeprecationWarning)
warnings.filterwarnings("ignore", category=FutureWarning)

from rasa.utils.log_utils import configure_structlog  # noqa: E402

configure_structlog(logging.WARNING)
logging.getLogger("transformers").setLevel(logging.ERROR)
logging.getLogger("rasa").setLevel(logging.WARNING)
