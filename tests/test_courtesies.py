"""Courtesies around a question: what is left aside, what never is, and what the assistant makes of the rest."""

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.settings import ROOT
from actions.turn import Guess
from extensions.nlu.courtesies import Courtesies, core_of
from extensions.nlu.sentences import sentences
from tools.ask import context
from tools.bot import Turn

QUESTION = "Can I eat sushi during treatment?"


@pytest.fixture(scope="module")
def courtesies(tmp_path_factory) -> Courtesies:
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("storage"))
    config = Courtesies.get_default_config()
    parts = [load_data(str(ROOT / "data" / name)) for name in ("courtesies.yml", "nlu.yml", "boundaries", "topics")]
    Courtesies(config, storage, Resource("courtesies")).train(parts[0].merge(*parts[1:]))
    return Courtesies.load(config, storage, Resource("courtesies"), None)


def test_without_the_table_training_says_what_is_missing():
    with pytest.raises(ValueError, match="no lookup table `courtesies`; data/courtesies.yml"):
        Courtesies(Courtesies.get_default_config(), None, None).train(TrainingData([Message.build("hello", "greet")]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("hello", ["hello"]),
        ("Good morning team, is it catching?", ["Good morning team,", "is it catching?"]),
        ("hi there,\n\nis it catching\nthanks", ["hi there,", "is it catching", "thanks"]),
        ("Hi, thanks", ["Hi, thanks"]),
        ("It is 38.5 now... what do I do?! Jen", ["It is 38.5 now...", "what do I do?!", "Jen"]),
        ("on " * 81, [*[" ".join(["on"] * 21)] * 3, " ".join(["on"] * 18)]),
        ("a. " * 25, ["a. a."] * 12 + ["a."]),
    ],
)
def test_a_message_falls_into_sentences(text, parts):
    assert sentences(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        f"Hello doctor, {QUESTION}",
        f"Sorry to bother you with this. I know you must be very busy. {QUESTION}",
        f"{QUESTION} Many thanks in advance for your help. Kind regards, Margaret",
        f"Good afternoon!\nI hope you are all well.\n{QUESTION}\nThank you",
    ],
)
def test_only_the_question_is_read(text, courtesies):
    assert courtesies.core(text) == QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "",
        QUESTION,
        "Hello there. Thank you very much. Kind regards, Jen",
        "I am so sorry to be a burden to you all. It will be over soon.",
        "Thank you for everything you did for me. I will not be needing the next appointment.",
        "I have been sick all night. My temperature is 38.5.",
        "Is it catching? Can you help me? Can anybody tell me?",
    ],
)
def test_what_says_more_than_courtesy_is_kept_and_courtesy_alone_is_too(text, courtesies):
    assert courtesies.core(text) == text


def test_a_message_without_text_or_courtesy_is_left_alone(courtesies):
    silent, plain = Message(data={}), Message(data={"text": QUESTION})
    courtesies.process([silent, plain])
    assert silent.data == {} and plain.data == {"text": QUESTION} and core_of(plain) == QUESTION


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        (QUESTION, "answer"),
        ("Can you reset my modem?", "out_of_scope"),
        ("Should I take two tablets instead of one?", "decline_personal"),
        ("I have a temperature of 39 and I had chemo last week.", "urgent"),
        ("I do not want to live any more.", "crisis"),
    ],
)
def test_politeness_changes_no_answer(question, outcome, bot, loop):
    polite = (
        f"Hi there, hope you are well. Sorry to bother you, I know you must be busy. {question} Any help would be "
        "appreciated. Please reply when you can. Kind regards, Margaret"
    )
    turn = loop.run_until_complete(bot.say(polite))
    assert turn.outcome == outcome and turn.core == question
    assert list(context({}, turn)) == [f"read as     {question}"]


def test_staff_see_what_each_part_would_be():
    told = [Guess("background", 0.9), Guess("ask_side_effects", 0.8, "chemotherapy")]
    text = "I am from Wagga. What does chemo do to me?"
    turn = Turn(text, "staff", "answer", None, 1.0, [], True, None, 1.0, core=text, parts=told)
    assert list(context({}, turn)) == [
        "part        0.90 background: I am from Wagga.",
        "part        0.80 ask_side_effects chemotherapy: What does chemo do to me?",
    ]
