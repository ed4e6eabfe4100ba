"""Nothing but actions/reply.py can speak, and it adds the disclaimer. Each check is sabotaged to see it fail."""

import ast
import inspect
import shutil
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

from actions import reply as reply_module
from actions.content import content
from actions.reply import Reply, SpeakingAction, disclaimer
from actions.settings import ROOT

THE_ONE_PLACE = "reply.py"
SPEAKS = {"utter_message", "utter_template", "utter_button_message", "utter_button_template", "utter_attachment",
          "utter_image_url", "utter_custom_json", "utter_elements", "messages", "BotUttered"}  # fmt: skip


def speakers(folder: Path) -> set[str]:
    """The files in which anything is named by which an action can say something."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in SPEAKS)
        or (isinstance(node, ast.Name) and node.id in SPEAKS)
        or (isinstance(node, ast.Constant) and node.value in SPEAKS)
        or (isinstance(node, ast.alias) and node.name in SPEAKS)
    }


def rasa_speaks(domain: dict) -> list[str]:
    """What in the domain lets Rasa itself say something."""
    own = [name for name in domain.get("actions", []) if name.startswith("utter_")]
    return [*domain.get("responses", {}), *own, *domain.get("e2e_actions", [])]


def domain() -> dict:
    return YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def tracker(intent: str, **slots) -> Tracker:
    message = {"text": "x", "intent": {"name": intent, "confidence": 1.0}, "intent_ranking": [], "entities": []}
    return Tracker("t", slots, message, [], False, None, {}, "action_listen")


def speaking_actions() -> list[SpeakingAction]:
    executor = ActionExecutor()
    executor.register_package("actions")
    return [run.__self__ for run in executor.actions.values() if isinstance(run.__self__, SpeakingAction)]


async def said_by(action, *trackers) -> list[str]:
    dispatcher = CollectingDispatcher()
    for one in trackers:
        await action.run(dispatcher, one, {})
    return [message["text"] for message in dispatcher.messages]


def test_only_one_file_speaks():
    assert speakers(ROOT / "actions") == {THE_ONE_PLACE}


@pytest.mark.parametrize("rogue", [
    "def f(dispatcher): dispatcher.utter_message(text='x')",
    "def f(dispatcher): getattr(dispatcher, 'utter_message')(text='x')",
    "def f(dispatcher): dispatcher.messages.append({'text': 'x'})",
    "from rasa_sdk.events import BotUttered\nevents = [BotUttered('x')]",
])  # fmt: skip
def test_a_second_speaker_would_be_found(rogue, tmp_path):
    copy = tmp_path / "actions"
    shutil.copytree(ROOT / "actions", copy)
    (copy / "rogue.py").write_text(rogue)
    assert speakers(copy) == {THE_ONE_PLACE, "rogue.py"}


def test_only_speak_hands_text_to_the_dispatcher():
    """In reply.py itself: one call, in `speak`, of a text that went through `with_disclaimer`."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(reply_module)))
             if isinstance(node, ast.Attribute) and node.attr in SPEAKS]  # fmt: skip
    assert len(calls) == 1
    assert "dispatcher.utter_message(text=with_disclaimer(" in inspect.getsource(reply_module.speak)


def test_rasa_has_nothing_to_say():
    assert rasa_speaks(domain()) == []


@pytest.mark.parametrize("sabotage", [{"responses": {"utter_x": [{"text": "x"}]}}, {"actions": ["utter_x"]}])
def test_words_in_the_domain_would_be_found(sabotage):
    assert rasa_speaks({**domain(), **sabotage})


def test_rasas_own_fallback_is_replaced():
    """Rasa's action_default_fallback says a response of its own; ours has its name."""
    assert "action_default_fallback" in domain()["actions"]


@pytest.mark.parametrize("action", speaking_actions(), ids=lambda action: action.name())
async def test_every_action_adds_the_disclaimer(action):
    """Also where the turn makes no sense to it: then it apologises."""
    intents = [
        *content().replies,
        "ask_cost",
        "ask_side_effects",
        "nlu_fallback",
        "red_flag",
        "crisis",
        "no_such_intent",
    ]
    said = await said_by(action, *(tracker(intent) for intent in intents), tracker("greet", place="no place"))
    assert said
    assert all(text.endswith(disclaimer()) for text in said)


def test_every_action_in_the_domain_is_one_of_ours():
    names = {action.name() for action in speaking_actions()} | {"validate_services_form"}
    assert set(domain()["actions"]) == names


async def test_a_broken_action_still_speaks():
    class Broken(SpeakingAction):
        def name(self):
            return "broken"

        def reply(self, turn):
            raise OSError("the database is gone")

    (said,) = await said_by(Broken(), tracker("greet"))
    assert "000" in said
    assert said.endswith(disclaimer())


async def test_the_check_fails_when_the_disclaimer_is_dropped(monkeypatch):
    monkeypatch.setattr(reply_module, "with_disclaimer", lambda text: text)
    action = next(action for action in speaking_actions() if action.name() == "action_reply")
    with pytest.raises(AssertionError):
        await test_every_action_adds_the_disclaimer(action)


def test_the_disclaimer_says_what_it_must():
    for part in ("information only", "not medical advice", "not a substitute", "health professional"):
        assert part in disclaimer().lower()


def test_a_reply_cannot_bring_its_own_disclaimer():
    assert "disclaimer" not in Reply.__dataclass_fields__
