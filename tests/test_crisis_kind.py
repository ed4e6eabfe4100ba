"""Whose life a crisis is about: the writer's own, that of somebody else, or that somebody does harm to another."""

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu.crisis_kind import CRISIS_KIND, OWN, VIOLENCE, WORRIED, CrisisKind

AXES = {OWN: 0, WORRIED: 1, VIOLENCE: 2}


def example(kind: str, **more: object) -> Message:
    """A message whose vector lies on the axis of its kind."""
    told = {} if kind == OWN else {"crisis": kind}
    message = Message({TEXT: kind, INTENT: "crisis", METADATA: {METADATA_INTENT: told}, **more})
    message.add_features(Features(4 * np.eye(3)[AXES[kind]][None, :], "sentence", TEXT, "test"))
    return message


@pytest.fixture
def trained(tmp_path) -> CrisisKind:
    storage, resource = LocalModelStorage(tmp_path), Resource("kind")
    CrisisKind.create({"regularisation": 1.0}, storage, resource, None).train(
        TrainingData([example(kind) for kind in AXES for _ in range(5)])
    )
    return CrisisKind.load({"regularisation": 1.0}, storage, resource, None)


@pytest.mark.parametrize("kind", AXES)
def test_a_kind_is_learned_and_kept(trained, kind):
    message = example(kind)
    trained.process([message])
    told = message.get(CRISIS_KIND)
    assert told["name"] == kind and told["confidence"] > 0.8


def test_a_part_that_is_the_crisis_counts_with_the_whole(trained):
    vectors = {"what is chemo?": np.zeros(3), "he hits her.": 8 * np.eye(3)[AXES[VIOLENCE]]}
    read = [{"name": "ask_x", "confidence": 0.9}, {"name": "crisis", "confidence": 0.9}]
    message = example(OWN, parts=read, part_vectors=vectors)
    message.set(TEXT, "what is chemo? he hits her.")
    trained.process([message])
    assert message.get(CRISIS_KIND)["name"] == VIOLENCE


def test_without_two_kinds_nothing_is_told(tmp_path):
    storage, resource = LocalModelStorage(tmp_path), Resource("kind")
    CrisisKind.create({"regularisation": 1.0}, storage, resource, None).train(TrainingData([example(OWN)] * 3))
    message = example(OWN)
    CrisisKind.load({"regularisation": 1.0}, storage, resource, None).process([message])
    assert message.get(CRISIS_KIND) is None


@pytest.mark.parametrize(
    ("text", "speaks_of"),
    [
        ("he stands in the doorway so that I can't get to my appointments", "1800RESPECT"),
        ("my partner pinches me where the port is when I talk too long on the phone", "1800RESPECT"),
        ("my uncle slaps grandma when she asks for her morphine", "1800RESPECT"),
        ("found a note under my daughter's pillow that she wants to be dead", "Stay with them"),
        ("my best mate is gathering up his sleeping tablets and won't say why", "them"),
        ("i keep thinking of stepping in front of the tram", "I am really glad you told me"),
        ("my family would be better off if I was dead", "I am really glad you told me"),
    ],
)
def test_a_crisis_gets_the_reply_for_whom_it_is_about(text, speaks_of, bot, loop):
    turn = loop.run_until_complete(bot.say(text, f"kind-{text}"))
    assert turn.outcome == "crisis" and speaks_of in turn.replies[-1]["text"]


def test_a_red_flag_after_a_crisis_and_what_comes_then(bot, loop):
    said = ["i dont want to be alive", "my temperature is 38.9 and i had chemo last week", "what is a port"]
    turns = [loop.run_until_complete(bot.say(text, "crisis-then-fever")) for text in said]
    assert [turn.outcome for turn in turns] == ["crisis", "urgent", "answer"]
    assert turns[2].replies[-1]["text"].startswith("**Call ")
