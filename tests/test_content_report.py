"""The cards are measured as their report says, and a target that is missed is named."""

import pytest
from ruamel.yaml import YAML

from actions.cards import ContentError
from actions.content import content
from actions.settings import ROOT
from extensions.nlu.glossary import Glossary
from tools import content_report, pemat
from tools.content_report import Row, measure, missed, report, twice
from tools.pemat import PematFile, Score
from tools.readability import Reader, grade, is_common, sentences, syllables

PEMAT = ROOT / "content/pemat.yml"


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return measure(content())


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(content(), Glossary.load(ROOT / "content/glossary.yml"))


def test_every_card_is_in_the_report_and_meets_the_targets(rows):
    assert [row.card.id for row in rows] == list(content().cards)
    assert missed(rows) == []


def test_the_report_has_a_row_for_each_card_and_its_figures_on_top(rows):
    lines = report(rows).splitlines()
    for row in rows:
        assert sum(line.startswith(f"| {row.card.id} | {row.reading.grade:.1f} |") for line in lines) == 1
    assert any(line.startswith("| Grade | ") and "median 7 or less" in line for line in lines)
    widths = {
        line.count("|") for line in lines[lines.index(next(x for x in lines if x.startswith("| Card |"))) :] if line
    }
    assert len(widths) == 1


def test_writing_it_touches_nothing_else(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(content_report, "REPORT", tmp_path / "content.md")
    assert content_report.write_report(content()) == []
    assert (tmp_path / "content.md").read_text(encoding="utf-8") == report(rows)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reading": {"grade": 9.1}}, "grade 9.1; shorten"),
        ({"reading": {"sentence": 20.5}}, "20.5 words a sentence; write 20 or fewer"),
        ({"card": {"sources": []}}, "sources: name 2 or more"),
        ({"card": {"next_steps": []}}, "next_steps: name 1 or more"),
        ({"score": None}, "has no scores in content/pemat.yml"),
        ({"score": Score(89, 100)}, "PEMAT 89 / 100; reach 90 % of each"),
        ({"score": Score(100, 75)}, "PEMAT 100 / 75; reach 90 % of each"),
    ],
)
def test_a_missed_target_is_one_line_with_the_card(change, told, rows):
    row = rows[0]
    if "reading" in change:
        row = row._replace(reading=row.reading._replace(**change["reading"]))
    elif "card" in change:
        row = row._replace(card=row.card.copy(update=change["card"]))
    else:
        row = row._replace(**change)
    lines = missed([row, *rows[1:]])
    assert len(lines) == 1
    assert lines[0].startswith(f"content/topics/{row.card.id}.md: ")
    assert told in lines[0]


def test_a_median_that_is_too_high_is_named(rows):
    hard = [row._replace(reading=row.reading._replace(grade=8.0)) for row in rows]
    assert missed(hard) == ["content/topics: the median reading grade is 8.0; bring it to 7 or less"]


def test_items_headings_and_questions_are_sentences_without_their_marks():
    text = (
        '**Call {team_phone} if:**\n\n- you are hot\n- **tired:** very.\n\n## More\nWhy? Ask "when?" Call {emergency}.'
    )
    assert sentences(text) == [
        "Call your team if.",
        "you are hot.",
        "tired: very.",
        "More.",
        "Why?",
        'Ask "when?',
        "Call 000.",
    ]


@pytest.mark.parametrize(("word", "count"), [("cat", 1), ("any", 2), ("medicine,", 3), ("Chemotherapy", 5), ("38", 1)])
def test_syllables_are_those_that_are_spoken(word, count):
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula():
    """6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59."""
    assert grade(["The cat sat on the mat."]) == -1.4
    assert grade(["Medical oncology organisations communicate unintelligibly."]) > 20


def test_an_explained_word_and_a_name_count_as_short_words(reader):
    plain = reader.without_explained(
        "Ask about neutropenia, a PICC line, Keytruda, hormone therapy or TIS National today."
    )
    assert plain == "Ask about it, a it it, it, it it or it it today."


def test_the_names_of_symptoms_count_as_they_stand(reader):
    """They are in the glossary so that they are understood, which explains nothing."""
    assert reader.without_explained("Exhaustion, knackered, throwing up.") == "Exhaustion, knackered, throwing up."


def test_a_rare_word_that_nothing_explains_is_named(reader):
    text = ["You may need a haematologist, a bronchoscopy, a cuddle or soapy water."]
    assert reader.rare_words(text) == ["bronchoscopy", "cuddle"]


@pytest.mark.parametrize(
    ("word", "common"), [("tablets", True), ("well-known", True), ("worries", True), ("qwyx", False)]
)
def test_usual_forms_of_common_words_are_common(word, common):
    assert is_common(word) == common


def test_links_that_stand_twice_are_named():
    card = content().cards["chemotherapy/how_long"].copy(update={"related": ["about/privacy", "about/privacy"]})
    assert twice(card) == ["about/privacy"]


def scores() -> dict:
    return YAML(typ="safe").load(PEMAT.read_text(encoding="utf-8"))


def test_every_card_is_scored_and_no_other():
    assert list(PematFile(**scores()).scores) == list(content().cards)


def test_scores_are_shares_of_the_items_that_apply():
    assert pemat.score({1: 1, 2: 0, 3: 1, 20: 1, 21: 1}) == Score(66, 100)


def test_the_file_says_who_scored():
    assert "Not a clinician, not independent" in PEMAT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ({1: 1, 99: 1}, "about/assistant: there is no item 99"),
        ({1: 2, 20: 1}, "about/assistant: item 1 is 2; write 1 or 0"),
        ({1: 1}, "about/assistant: score items of both kinds"),
        ({1: 0, 20: 1}, "about/assistant: an item is 0; say why"),
    ],
)
def test_a_mistake_in_the_scores_is_named(points, told, tmp_path, monkeypatch):
    data = scores()
    data["scores"]["about/assistant"] = points
    with (tmp_path / "pemat.yml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(data, file)
    monkeypatch.setattr(pemat, "settings", lambda: type("Settings", (), {"content_path": tmp_path}))
    with pytest.raises(ContentError, match="content/pemat.yml: ") as error:
        pemat.read_scores(content())
    assert told in str(error.value)
