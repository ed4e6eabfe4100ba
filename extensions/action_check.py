"""Rasa checks each answer of the action server against a schema, and each time the schema first: a quarter of the time
that a message takes. Here the schema is checked once."""

from functools import lru_cache
from typing import Any, Dict

from jsonschema.exceptions import best_match
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_schema_once() -> None:
    """Let Rasa check answers in this way, in this process."""
    RemoteAction._validate_action_result = is_valid


def is_valid(action: RemoteAction, result: Dict[str, Any]) -> bool:
    """True.

    Raises:
        jsonschema.ValidationError: the answer is malformed; says where.
    """
    error = best_match(validator().iter_errors(result))
    if error:
        raise error
    return True


@lru_cache(maxsize=1)
def validator() -> Validator:
    """What checks answers."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
