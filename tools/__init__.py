"""Commands for staff and developers: `python -m tools <verb>`. Each verb is one module of that name."""

import os
import warnings

# Rasa and what it stands on write to the terminal while they are imported; people who talk to the assistant sit there.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["LOG_LEVEL"] = "ERROR"  # also silences the progress bars of training
warnings.showwarning = lambda *message, **place: None  # one library switches all warnings on, so filters do not help

HELPERS = (
    "bot",
    "content_report",
    "expected",
    "fuse",
    "geonames",
    "logs",
    "nearest",
    "pemat",
    "postal_codes",
    "quantize",
    "readability",
    "scores",
    "service_row",
    "sign_off",
    "site",
    "to_onnx",
)
"""Modules that verbs share; they are no verbs themselves."""


class CannotRun(Exception):
    """A command cannot do its work; the message is one line that says what to do."""
