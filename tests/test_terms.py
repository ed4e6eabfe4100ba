"""The glossary of terms can be used, its terms are found as people ask for them, and nothing else is."""

import re
import time

import pytest
from ruamel.yaml import YAML

from actions.content import content
from actions.reading import ContentError
from actions.settings import ROOT
from actions.terms import Terms
from extensions.nlu.glossary import Glossary
from tools.scores import read_questions

PATH = ROOT / "content/terms.yml"
LEAST_TERMS = 120
ADVICE = re.compile(r"\b((call|tell|ask) your|see a|should|must|avoid)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return Terms.load(PATH)


def found(terms: Terms, text: str) -> str | None:
    term = terms.find(text)
    return term.term if term else None


def test_there_are_enough_and_none_gives_advice(terms):
    assert len(terms.terms) >= LEAST_TERMS
    assert [term.term for term in terms.terms if ADVICE.search(term.meaning)] == []


def test_every_meaning_names_its_word(terms):
    """So that the sentence can be said without the question."""
    assert [term.term for term in terms.terms if term.names[0][:5] not in term.meaning.lower()] == []


def test_every_card_that_a_term_names_is_there(terms):
    assert {term.card for term in terms.terms if term.card} <= set(content().cards)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("what does neutropenia mean?", "neutropenia"),
        ("wots a picc line", "PICC"),
        ("meaning of adjuvant", "adjuvant"),
        ("define biopsy", "biopsy"),
        ("whats a cannula pls", "cannula"),
        ("What’s a port?", "port"),
        ("what does PICC stand for", "PICC"),
        ("Hi, what is meant by remission?", "remission"),
        ("what do they mean by metastatic", "metastatic"),
        ("the definition of lymphoedema", "lymphoedema"),
        ("malignant meaning", "malignant"),
        ("what are platelets", "platelets"),
        ("what is a tumor marker", "tumour marker"),
        ("wat does ki67 mean", "Ki-67"),
        ("clear margins??", "margins"),
        ("CEA", "CEA"),
        ("what is VAD", "voluntary assisted dying"),
        ("who is a haematologist", "haematologist"),
        ("Biopsy", "biopsy"),
        ("ct?", "CT scan"),
        ("what does limphodema mean", "lymphoedema"),
        ("wat is a haemotologist", "haematologist"),
        ("platlets", "platelets"),
        ("what does ajuvent mean", "adjuvant"),
    ],
)
def test_a_question_finds_its_term(text, term, terms):
    assert found(terms, text) == term


@pytest.mark.parametrize(
    "text",
    [
        "what does chemotherapy mean",
        "chemo",
        "define immunotherapy",
        "whats targeted therapy",
        "meaning of hormone therapy",
        "what is radiotherapy",
        "what does kemotherapy mean",
    ],
)
def test_the_treatments_are_left_to_their_cards(text, terms):
    assert found(terms, text) is None


def test_every_treatment_is_left_to_its_cards(terms):
    glossary = Glossary.load(ROOT / "content/glossary.yml")
    subjects = {value.replace("_", " ") for value in glossary.subjects["treatment"]}
    assert subjects <= {name for name, term in terms.by_name.items() if term is None}


@pytest.mark.parametrize("text", ["what is nausea", "diarrhoea", "Seizure", "what's a clinical trial?"])
def test_a_card_about_the_very_thing_goes_first(text, terms):
    assert found(terms, text) is None
    assert found(terms, f"what does {re.split(' a | is ', text)[-1].strip('?')} mean")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "what does it mean",
        "what does it mean if I bleed",
        "confusion",
        "what is confusion",
        "what is the capital of Mongolia",
        "I have a port and it is red",
        "my cannula hurts",
        "what is creatine",
        "masks",
        "what is Sutent",
        "what should a normal PICC dressing look like",
        "what " * 500,
    ],
)
def test_other_messages_find_nothing(text, terms):
    assert found(terms, text) is None


def test_no_held_out_question_is_taken_from_its_card(terms):
    """A term without a card of its own is said with the topic that the message is likeliest about."""
    taken = []
    for path in sorted((ROOT / "tests/questions").glob("*.jsonl")):
        for question in read_questions(path):
            term = terms.find(question.text)
            topics = [one for one in question.accept if one.startswith("answer:")]
            if term and (f"answer:{term.card}" not in topics if term.card else not topics):
                taken.append((question.text, term.term))
    assert taken == []


def test_a_look_up_takes_less_than_a_millisecond(terms):
    texts = ["what does neutropoenia mean?", "lymphaodema", "I feel quite sick today and my arm is sore", "x " * 2000]
    start = time.perf_counter()
    for _ in range(50):
        for text in texts:
            terms.find(text)
    assert (time.perf_counter() - start) / (50 * len(texts)) < 0.001


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda data: data["terms"][0].update(meaning="Too few. Red cells."), "terms 1 meaning: write one sentence"),
        (lambda data: data["terms"][0].update(meaning="word " * 26 + "."), "has 26 words; write 25 or fewer"),
        (lambda data: data["terms"][0].update(source="nowhere"), "names the source nowhere; add it"),
        (lambda data: data["terms"][1]["also"].append("anaemia"), "anaemia stands under anaemia and blood count"),
        (lambda data: data["treatments"].append("biopsy"), "biopsy stands under treatments and biopsy"),
        (lambda data: data["sources"].update(more=data["sources"]["blood"]), "no term names more; delete it"),
        (lambda data: data["terms"][0].pop("also"), "terms 1 also: field required"),
        (lambda data: data["terms"][0].update(advice="Rest."), "terms 1 advice: extra fields"),
    ],
)
def test_a_mistake_is_named_with_what_to_write(spoil, told, tmp_path):
    data = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
    spoil(data)
    path = tmp_path / "terms.yml"
    YAML(typ="safe").dump(data, path)
    with pytest.raises(ContentError, match="content/terms.yml: ") as error:
        Terms.load(path)
    assert told in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ContentError, match="content/terms.yml: is missing"):
        Terms.load(tmp_path / "terms.yml")
