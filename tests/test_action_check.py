"""The answers of the action server are checked as Rasa does, and faster."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from extensions.action_check import check_schema_once, is_valid

RIGHT = {"events": [{"event": "slot", "name": "place", "value": "Ipswich"}], "responses": [{"text": "Hello"}]}


@pytest.mark.parametrize("wrong", [{"events": "none"}, {"responses": "none"}, {"events": [{"name": "place"}]}])
def test_it_refuses_what_rasa_refuses(monkeypatch, wrong):
    action = RemoteAction("action_reply", None)
    check = RemoteAction._validate_action_result
    monkeypatch.setattr(RemoteAction, "_validate_action_result", check)  # put back after the test
    for one in (check, is_valid):
        assert one(action, RIGHT)
        with pytest.raises(ValidationError):
            one(action, wrong)


def test_rasa_uses_it(monkeypatch):
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    check_schema_once()
    with pytest.raises(ValidationError):
        RemoteAction("action_reply", None)._validate_action_result({"events": "none"})
    assert RemoteAction._validate_action_result is is_valid
