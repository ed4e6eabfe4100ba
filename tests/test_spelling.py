"""Badly typed messages are read as they were meant; what is typed right, and names, are left alone."""

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message

from actions.settings import ROOT
from extensions.nlu.spelling import MENDED, Spelling, mended_text
from extensions.nlu.word_model import START, WORD, WordModel
from tools.ask import context

MESSAGES = Path(__file__).parent / "spelling"
"""With these the numbers of the speller were chosen."""


@pytest.fixture(scope="module")
def spelling(tmp_path_factory) -> Spelling:
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("storage"))
    config = {"glossary": str(ROOT / "content" / "glossary.yml")}
    examples = load_data(str(ROOT / "data" / "boundaries")).merge(load_data(str(ROOT / "data" / "topics")))
    Spelling.create(config, storage, Resource("spelling"), None).train(examples)
    return Spelling.load(config, storage, Resource("spelling"), None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("waht tiem is my appontment tomorow", "what time is my appointment tomorrow"),
        ("cna i haev cofee aftre chmeo?", "can i have coffee after chemo?"),
        ("howmuch diarhoea is normal", "how much diarrhoea is normal"),
        ("MUM IS VOMITTING AND CANT KEPE WATER DOWN", "MUM IS vomiting AND CANT keep WATER DOWN"),
        ("he cant breeth, hes shakng", "he cant breathe, hes shaking"),
        ("is neutropinia dangerus", "is neutropenia dangerous"),
    ],
)
def test_what_was_meant(typed, meant, spelling):
    assert spelling.speller.mended(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what should I wear on treatment day",
        "g'day, had me arvo chemo at Wagga, pls tell onc it's fine",
        "is Keytruda better than Opdivo for Nguyen's dad in Cunnamulla?",
        "I'm at 38.5 °C 🥵 !!",
        "我可以吃什么 هل يمكنني",
        "the neutrophils, the platelets and the haemoglobin",
        "my gut hurts, thx, is there a stall near ryde",
        "can i eat a donut",
        "x" * 5000,
    ],
)
def test_what_is_right_stays_to_the_letter(text, spelling):
    assert spelling.speller.mended(text) == text


def test_neighbours_decide(spelling):
    assert spelling.speller.mended("how long does it tak") == "how long does it take"
    assert spelling.speller.mended("i nead to book") == "i need to book"


def test_what_stands_between_words_stays(spelling):
    assert spelling.speller.mended("  Hi,\n\nis it   nromal?! 2 / day") == "  Hi,\n\nis it   normal?! 2 / day"


def missing(text: str, meant: str) -> int:
    """How many of the words that were meant are not in a text, in their order."""
    found, wanted = WORD.findall(text.lower()), WORD.findall(meant.lower())
    blocks = SequenceMatcher(None, found, wanted, autojunk=False).get_matching_blocks()
    return len(wanted) - sum(block.size for block in blocks)


def test_three_of_four_wrong_words_are_mended(spelling):
    pairs = [json.loads(line) for line in (MESSAGES / "typed_and_meant.jsonl").read_text(encoding="utf-8").splitlines()]
    before = sum(missing(pair["typed"], pair["meant"]) for pair in pairs)
    after = sum(missing(spelling.speller.mended(pair["typed"]), pair["meant"]) for pair in pairs)
    assert before > 700 and after < 0.26 * before


def test_nine_of_ten_messages_with_rare_words_typed_right_stay(spelling):
    texts = (MESSAGES / "right.txt").read_text(encoding="utf-8").splitlines()
    assert sum(spelling.speller.mended(text) != text for text in texts) <= 0.11 * len(texts)


@pytest.mark.parametrize("typed", ["i carnt breeth", "he dosnt wake up", "it wosnt me"])
def test_a_not_is_never_lost(typed, spelling):
    assert spelling.speller.mended(typed).split()[1].endswith(("nt", "n't"))


def test_a_message_keeps_what_was_typed(spelling):
    typed, right = Message({TEXT: "is this nromal"}), Message({TEXT: "is this normal"})
    spelling.process([typed, right])
    assert typed.get(TEXT) == "is this nromal" and mended_text(typed) == "is this normal"
    assert right.get(MENDED) is None and mended_text(right) == "is this normal"
    assert mended_text(Message({ENTITIES: []})) == ""


def test_words_are_likelier_after_those_that_they_follow():
    model = WordModel.count(["what time is it", "what time do you open", "is it open"])
    assert model.chance("time", "what") > model.chance("it", "what")
    assert model.chance("what", START) > model.chance("open", START)
    assert model.chance("time", "what", "is") < model.chance("time", "what")


def test_an_emergency_is_seen_through_the_typing(say):
    assert say("hes havign a siezure waht do i od").outcome == "urgent"
    assert say("tempp 38.9 n shivring sinse chmo").outcome == "urgent"


def test_names_are_understood_and_staff_see_what_was_read(say):
    turn = say("side efects of pembrolizumbab pls")
    assert turn.topic == "immunotherapy/side_effects"
    assert "read as     side effects of pembrolizumab pls" in list(context({}, turn))
