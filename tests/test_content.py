"""The content can be used, its ids fit the model's both ways, and whatever is wrong in it is named."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

from actions.content import content, load_content
from actions.reading import ContentError
from actions.settings import ROOT, Settings, SettingsError, settings
from extensions.nlu.glossary import Glossary
from extensions.nlu.kinds import behind
from tools.evaluate import QUESTIONS
from tools.scores import read_questions

LEAST_EXAMPLES = 25
WHOLE = ("nlu.yml", "background.yml", "news.yml", "boundaries/*.yml", "topics/*.yml")
"""Files of whole messages."""
NEARLY_THE_SAME = 88


def read(name: str | Path):
    return YAML(typ="safe").load((ROOT / name).read_text(encoding="utf-8"))


def blocks(pattern: str = "**/*.yml") -> list[dict]:
    """The blocks of examples of intents in the files under data/ that a pattern fits."""
    paths = sorted((ROOT / "data").glob(pattern))
    return [block for path in paths for block in read(path).get("nlu", []) if "intent" in block]


def lines(block: dict) -> list[str]:
    return [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]


@cache
def examples() -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for block in blocks():
        texts.setdefault(block["intent"], []).extend(lines(block))
    return texts


def words(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.lower()))


def test_every_card_is_asked_for_by_an_intent_of_the_model():
    assert {card.intent for card in content().cards.values()} <= set(read("domain.yml")["intents"])


def test_every_question_of_the_model_has_a_card():
    conversational = {"ask_switch_subject", "ask_more", "ask_simpler", "ask_repeat"}
    asked = {intent for intent in read("domain.yml")["intents"] if intent.startswith("ask_")}
    assert asked - conversational == {card.intent for card in content().cards.values()}


def test_every_treatment_has_its_card_for_each_question():
    asked = {card.intent for card in content().cards.values() if card.subject}
    subjects = set(Glossary.load(ROOT / "content/glossary.yml").subjects["treatment"])
    assert {(c.intent, c.subject) for c in content().cards.values() if c.subject} == {
        (intent, subject) for intent in asked for subject in subjects
    }


def test_every_wording_for_an_intent_is_in_the_model():
    rules = read("data/rules.yml")["rules"]
    by_wording = {one["intent"] for rule in rules for step in rule["steps"] if "or" in step for one in step["or"]
                  if rule["steps"][-1].get("action") == "action_reply"}  # fmt: skip
    assert by_wording <= set(content().replies)


def test_every_intent_has_a_rule():
    rules = read("data/rules.yml")["rules"]
    ruled = {
        one["intent"] for rule in rules for step in rule["steps"] for one in step.get("or", [step]) if "intent" in one
    }
    assert ruled == set(read("domain.yml")["intents"])


def test_every_intent_that_is_understood_from_words_has_examples():
    by_program = {"nlu_fallback", "message_empty", "message_too_long", "message_wordless"}
    assert set(examples()) == set(read("domain.yml")["intents"]) - by_program
    assert [intent for intent, texts in examples().items() if len(texts) < LEAST_EXAMPLES] == []


def test_no_example_stands_twice():
    counts = Counter(words(text) or text for texts in examples().values() for text in texts)
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_held_out_question_is_near_an_example():
    whole = [block for pattern in WHOLE for block in blocks(pattern)]
    known = [words(text) for block in whole for text in lines(block)] + [words(said) for _, said in follow_ups()]
    asked = sorted({words(question.text) for path in QUESTIONS.glob("*.jsonl") for question in read_questions(path)})
    asked = [text for text in asked if len(text.split()) > 3]
    likeness = process.cdist(asked, known, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME, workers=-1)
    assert [text for text, row in zip(asked, likeness, strict=True) if row.any()] == []


def test_follow_ups_stand_behind_the_titles_of_cards():
    titles = {behind(card.title, "").strip() for card in content().cards.values()}
    known = [title in titles for title, _ in follow_ups()]
    assert sum(known) > 0.9 * len(known)  # a title may change: what was said under the old one still teaches


def follow_ups() -> list[tuple[str, str]]:
    """The title and the message of each follow-up."""
    texts = [line for block in blocks("follow_ups.yml") for line in lines(block)]
    return [(f"{title}.", said) for title, _, said in (text.partition(". ") for text in texts)]


def test_the_examples_of_a_section_are_for_its_cards():
    subjects = Glossary.load(ROOT / "content/glossary.yml").subjects["treatment"]
    for path in sorted((ROOT / "data/topics").glob("*.yml")):
        for block in read(path)["nlu"]:
            subject = block.get("metadata", {}).get("treatment")
            of_section = [card for card in content().cards.values() if card.section == path.stem]
            if path.stem == "treatments":
                assert content().needs_subject(block["intent"]) and subject is None, block["intent"]
            else:
                assert (block["intent"], subject) in {(card.intent, card.subject) for card in of_section}, path.name
            assert subject is None or subject in subjects


def test_the_second_answer_of_an_example_is_an_intent_of_the_model():
    intents = set(read("domain.yml")["intents"])
    seconds = [block["metadata"]["also"] for block in blocks() if "also" in block.get("metadata", {})]
    assert seconds
    for second in seconds:
        assert second["intent"] in intents
        assert ("treatment" in second) <= content().needs_subject(second["intent"])


def test_the_radiation_notice_is_on_every_card_about_radiation():
    about = [card for card in content().cards.values() if card.subject == "radiation_therapy"]
    assert about
    assert all("radiation" in card.notices for card in about)


def test_no_card_claims_a_clinician_who_did_not_sign():
    assert all(card.approved_by is None for card in content().cards.values() if card.status == "draft")


@pytest.mark.parametrize(
    ("find", "put", "told"),
    [
        ("summary:", "sumary:", "summary: field required"),
        ("status: draft", "status: ready", "status: unexpected value"),
        ("status: draft", "status: approved", "fill in approved_by, reviewed_on, review_due"),
        ("notices: []", "notices: [none_such]", "there is no content/notices/none_such.md"),
        ("related: [", "related: [no/where]\nunused: [", "unused: extra fields not permitted"),
        ("## More", "## Less", 'add a line "## More"'),
        ("title: ", "title: 'unclosed ", "line"),
        ("---\ntitle", "title", "begin with a line ---"),
        ("call_when: ", "call_when: perhaps", "call_when"),
        ("## More", "{no_such_name}\n\n## More", "{no_such_name} is no placeholder"),
    ],
)
def test_a_broken_card_is_named_with_what_to_write(find, put, told, content_copy):
    card = content_copy / "topics/chemotherapy/side_effects.md"
    text = card.read_text(encoding="utf-8")
    assert find in text
    card.write_text(text.replace(find, put, 1), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_content(content_copy)
    assert any("chemotherapy/side_effects.md" in line and told in line for line in error.value.problems), str(
        error.value
    )


def relate(content_copy, card_id: str, related: list[str]) -> None:
    card = content_copy / f"topics/{card_id}.md"
    text, count = re.subn(
        r"^related: .*$", f"related: [{', '.join(related)}]", card.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert count == 1
    card.write_text(text, encoding="utf-8")


def test_a_link_that_does_not_lead_back_is_named(content_copy):
    card = content().cards["side_effects/mouth"]
    relate(content_copy, card.id, [])
    with pytest.raises(ContentError) as error:
        load_content(content_copy)
    assert error.value.problems == [
        f"content/topics/{other}.md: related: {card.id} does not link back; add it there or take it out here"
        for other in sorted(card.related)
    ]


def test_a_link_to_no_topic_is_named_once(content_copy):
    card = content().cards["side_effects/mouth"]
    relate(content_copy, card.id, [*card.related[:3], "no/where"])
    with pytest.raises(ContentError) as error:
        load_content(content_copy)
    told = [line for line in error.value.problems if "no/where" in line]
    assert told == [f"content/topics/{card.id}.md: related: there is no other topic no/where"]


def test_a_card_without_links_is_fine(content_copy):
    card = content().cards["side_effects/mouth"]
    relate(content_copy, card.id, [])
    for other in card.related:
        relate(content_copy, other, [one for one in content().cards[other].related if one != card.id])
    assert load_content(content_copy).cards[card.id].related == []


def test_every_card_is_reached_from_every_other():
    cards = content().cards
    reached, waiting = set(), [next(iter(cards))]
    while waiting:
        card_id = waiting.pop()
        if card_id not in reached:
            reached.add(card_id)
            waiting += cards[card_id].related
    assert [card_id for card_id, card in cards.items() if card.related and card_id not in reached] == []


@pytest.mark.parametrize("name", ["disclaimer.md", "replies.yml", "provider.yml", "helplines.yml", "safety.yml"])
def test_a_missing_file_is_named(name, content_copy):
    (content_copy / name).unlink()
    with pytest.raises(ContentError, match=name):
        load_content(content_copy)


def test_in_approved_mode_drafts_are_not_served(content_copy):
    approved = load_content(content_copy, approved_only=True)
    assert approved.card("chemotherapy/side_effects") is None


def test_an_overdue_card_is_not_served_in_approved_mode(content_copy):
    card = content_copy / "topics/chemotherapy/side_effects.md"
    text = card.read_text(encoding="utf-8")
    signed = "status: approved\napproved_by: A. Test, test\nreviewed_on: 2020-01-01\nreview_due: {}\n---\n"
    unsigned = "status: draft\napproved_by:\nreviewed_on:\nreview_due:\n---\n"
    assert unsigned in text
    for due, served in (("2999-01-01", True), ("2021-01-01", False)):
        card.write_text(text.replace(unsigned, signed.format(due)), encoding="utf-8")
        assert bool(load_content(content_copy, approved_only=True).card("chemotherapy/side_effects")) == served


def test_every_setting_stands_in_the_example_with_a_comment():
    lines = (ROOT / ".env.example").read_text().splitlines()
    for name, setting in Settings.__fields__.items():
        place = next(i for i, line in enumerate(lines) if line.startswith(name.upper() + "="))
        assert lines[place - 1].startswith("# ")
        assert str(setting.default) == lines[place].split("=", 1)[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTENT_STATUS", "maybe"),
        ("ACTION_SERVER_PORT", "eighty"),
        ("ACTION_SERVER_PORT", "99999"),
        ("DATABASE_URL", "x"),
    ],
)
def test_a_bad_setting_stops_the_start_with_its_name(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        with pytest.raises(SettingsError, match=name):
            settings()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
