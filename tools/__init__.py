"""Commands for staff and developers: `python -m tools <verb>`. Each verb is one module of that name."""

HELPERS = ("bot", "geonames", "scores")
"""Modules that verbs share; they are no verbs themselves."""


class CannotRun(Exception):
    """A command cannot do its work; the message is one line that says what to do."""
