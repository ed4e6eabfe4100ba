"""Cards are shown, signed and begun by commands: what these refuse, what they write, and what they leave alone."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions.card_replies import card_reply, more_reply
from actions.content import content, load_content
from actions.reading import ContentError
from actions.settings import ROOT, settings
from tools import CannotRun, sign_off
from tools.__main__ import main
from tools.approve import months_later
from tools.new_topic import begin

CARD = "side_effects/mouth"
BY = "Jo O'Brien, medical oncologist"
UNSIGNED = "status: draft\napproved_by:\nreviewed_on:\nreview_due:\n"
TRAINING = 1200
"""Seconds; a test machine may be busy."""


@pytest.fixture
def desk(content_copy, tmp_path, monkeypatch, capsys):
    """A clinician's desk with a content of its own: runs a verb; returns exit code, output and error."""
    monkeypatch.setenv("CONTENT_PATH", str(content_copy))
    monkeypatch.setattr(sign_off, "FOLDER", tmp_path / "review")

    def run(*arguments: str) -> tuple[int, str, str]:
        settings.cache_clear()
        content.cache_clear()
        return main(list(arguments)), *capsys.readouterr()

    yield run
    monkeypatch.undo()
    settings.cache_clear()
    content.cache_clear()


@pytest.fixture
def card(content_copy) -> Path:
    """The file of the card that is signed."""
    path = content_copy / f"topics/{CARD}.md"
    assert UNSIGNED in path.read_text(encoding="utf-8")
    return path


def change(card: Path, find: str, put: str) -> None:
    text = card.read_text(encoding="utf-8")
    assert find in text
    card.write_text(text.replace(find, put, 1), encoding="utf-8")


def refused(result: tuple[int, str, str], told: str) -> None:
    """Exit code 1, nothing done, and one line that says why."""
    code, out, error = result
    assert (code, out) == (1, "")
    assert len(error.splitlines()) == 1
    assert told in error


def signature(due: date) -> str:
    return f"status: approved\napproved_by: Jo Smith, nurse\nreviewed_on: 2020-01-01\nreview_due: {due}\n"


def test_the_list_names_what_waits_by_section(desk, card):
    code, out, _ = desk("review")
    assert code == 0
    assert out.index("\nside_effects\n") < out.index(CARD) < out.index("\nsupport\n")
    assert content().cards[CARD].title in out
    assert "draft; sources read 20" in out
    assert f"{len(content().cards)} of {len(content().cards)} cards wait" in out


@pytest.mark.parametrize(
    ("days", "told"),
    [(-1, "overdue since"), (0, "approved; review due"), (60, "approved; review due"), (61, None)],
)
def test_the_list_names_overdue_cards_and_those_due_soon(days, told, desk, card):
    change(card, UNSIGNED, signature(date.today() + timedelta(days=days)))
    lines = [line for line in desk("review")[1].splitlines() if CARD in line]
    assert [told in line for line in lines] == ([True] if told else [])


def test_a_card_is_shown_as_patients_read_it_with_its_sources(desk, card):
    change(card, "notices: []", "notices: [radiation]")
    code, out, _ = desk("review", CARD)
    shown = content().cards[CARD]
    assert code == 0
    for part in (shown.title, shown.summary, *shown.next_steps, content().notices["radiation"]):
        assert part in out
    assert all(source.url in out and source.title in out for source in shown.sources)
    assert "{" not in out
    assert "draft, not yet signed" in out
    assert sign_off.fingerprint(CARD) in out


def test_where_sources_disagree_the_clinician_is_told_and_the_patient_is_not(desk, card):
    note = "One page says 37.5, another 38; the lower stands here."
    text = re.sub(r"^source_note: .*\n", "", card.read_text(encoding="utf-8"), flags=re.MULTILINE)
    card.write_text(text.replace("status: draft", f'source_note: "{note}"\nstatus: draft', 1), encoding="utf-8")
    code, out, _ = desk("review", CARD)
    assert code == 0 and "Where the sources disagree" in out and note in out
    assert note not in card_reply(content().cards[CARD]).text + more_reply(content().cards[CARD]).text


def test_showing_a_card_records_its_fingerprint(desk, card):
    desk("review", CARD)
    assert json.loads((sign_off.FOLDER / "shown.json").read_text()) == {CARD: sign_off.fingerprint(CARD)}
    desk("review", "--html")
    recorded = json.loads((sign_off.FOLDER / "shown.json").read_text())
    assert recorded == {card_id: sign_off.fingerprint(card_id) for card_id in content().cards}


def test_the_fingerprint_is_of_everything_but_the_approval(desk, card):
    desk("review", CARD)
    before = sign_off.fingerprint(CARD)
    change(card, UNSIGNED, signature(date(2999, 1, 1)))
    assert sign_off.fingerprint(CARD) == before
    seen = {before}
    for find, put in [("title: ", "title:  "), ("sources:", "sources: # two"), ("\n## More\n", "\n\n## More\n")]:
        change(card, find, put)
        seen.add(sign_off.fingerprint(CARD))
    change(card, "\n## More\n", "\n## More\nstatus: draft\n\n")
    assert sign_off.fingerprint(CARD) not in seen
    assert len(seen) == 4


class Page(HTMLParser):
    """The text and the tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text += data


def test_each_section_is_a_page_that_can_be_printed_and_signed(desk, card):
    code, out, _ = desk("review", "--html")
    assert code == 0
    assert {path.stem for path in sign_off.FOLDER.glob("*.html")} == {card.section for card in content().cards.values()}
    assert len(out.splitlines()) == len({card.section for card in content().cards.values()})
    html = (sign_off.FOLDER / "side_effects.html").read_text(encoding="utf-8")
    page = Page(html)
    cards = [card for card in content().cards.values() if card.section == "side_effects"]
    assert page.tags.count("article") == page.text.count("Signature") == len(cards)
    assert page.links == [source.url for card in sorted(cards, key=lambda card: card.id) for source in card.sources]
    assert not {"script", "link", "img"} & set(page.tags)
    assert "@media print" in html
    assert "break-before: page" in html
    assert all(sign_off.fingerprint(card.id) in page.text for card in cards)
    assert page.text.count("draft, not yet signed by a clinician") == len(cards)
    assert "**" not in page.text
    assert "{" not in html.split("</head>")[1]


def test_nothing_in_a_card_is_taken_for_html(desk, card):
    nasty = "<script>alert('1')</script> & \"<b>temp > 38</b>\""
    change(card, "title: ", f"title: {json.dumps(nasty[:40])} # ")
    change(card, "\n## More\n", f"\n## More\n- {nasty}\n- **{nasty}**\n\n")
    source = (
        f"{{title: {json.dumps(nasty)}, publisher: '<i>', url: 'https://a.example/?b=\"<u>', accessed: 2026-11-23}}"
    )
    change(card, "  - {title: ", f"  - {source}\n  - {{title: ")
    assert desk("review", "--html")[0] == 0
    html = (sign_off.FOLDER / "side_effects.html").read_text(encoding="utf-8")
    page = Page(html)
    assert not {"script", "b", "i", "u"} & set(page.tags)
    assert page.text.count(nasty) == 3
    assert 'https://a.example/?b="<u>' in page.links


def test_signing_writes_four_lines_and_leaves_every_other_byte(desk, card):
    change(card, UNSIGNED, "status: draft   # see the README\napproved_by:\nreviewed_on:  # a day\nreview_due:\n")
    change(card, "title: ", "title:   ")
    change(card, "\n## More\n", "\n## More\nstatus: is no field here\n\n")
    before = card.read_bytes()
    desk("review", CARD)
    code, out, _ = desk("approve", CARD, "--by", BY, "--months", "6")
    today, due = date.today(), months_later(date.today(), 6)
    assert code == 0
    assert f"{CARD} is approved by {BY}; its next review is due {due}." in out
    was = b"status: draft   # see the README\napproved_by:\nreviewed_on:  # a day\nreview_due:\n"
    now = f"status: approved   # see the README\napproved_by: {BY}\nreviewed_on: {today}  # a day\nreview_due: {due}\n"
    assert card.read_bytes() == before.replace(was, now.encode(), 1)
    assert list(card.parent.glob("*.new")) == []
    assert load_content(card.parents[2], approved_only=True).card(CARD)


@pytest.mark.parametrize("by", [BY, 'Jo "J" O: Brien #2, nurse', "Zoë Ó Néill, infirmière", "- Jo, {nurse}", "No, yes"])
def test_any_name_can_sign(by, desk, card):
    desk("review", CARD)
    assert desk("approve", CARD, "--by", by)[0] == 0
    assert load_content(card.parents[2]).cards[CARD].approved_by == by


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_missing_lines_are_added_and_line_ends_kept(end, desk, card):
    before = card.read_text(encoding="utf-8").replace(UNSIGNED, "status: draft\n").replace("\n", end).encode()
    card.write_bytes(before)
    desk("review", CARD)
    assert desk("approve", CARD, "--by", BY)[0] == 0
    today, due = date.today(), months_later(date.today(), 12)
    signed = f"status: approved\napproved_by: {BY}\nreviewed_on: {today}\nreview_due: {due}\n".replace("\n", end)
    assert card.read_bytes() == before.replace(f"status: draft{end}".encode(), signed.encode(), 1)


def test_an_unknown_card_is_refused(desk, card):
    for verb in (["review"], ["approve", "--by", BY]):
        refused(desk(*verb, "side_effects/elbow"), "There is no card side_effects/elbow")


def test_a_card_that_was_never_shown_is_refused(desk, card):
    before = card.read_bytes()
    refused(desk("approve", CARD, "--by", BY), f"{CARD} was never shown. Read it first: python -m tools review {CARD}")
    assert card.read_bytes() == before


@pytest.mark.parametrize(
    ("find", "put"), [("\n## More\n", "\n## More\nOne word.\n\n"), ("accessed: 2026", "accessed: 2025")]
)
def test_a_card_that_has_changed_since_it_was_shown_is_refused(find, put, desk, card):
    desk("review", CARD)
    change(card, find, put)
    before = card.read_bytes()
    refused(desk("approve", CARD, "--by", BY), f"{CARD} has changed since it was shown")
    assert card.read_bytes() == before


@pytest.mark.parametrize("by", ["", "Jo Smith", "Jo Smith,", ", nurse", " , ", "Jo Smith, 1"])
def test_a_signature_without_name_and_role_is_refused(by, desk, card):
    desk("review", CARD)
    refused(desk("approve", CARD, "--by", by), "--by needs a name and a role")


@pytest.mark.parametrize("months", ["0", "-3", "37"])
def test_an_odd_number_of_months_is_refused(months, desk, card):
    desk("review", CARD)
    refused(desk("approve", CARD, "--by", BY, "--months", months), f"--months is {months}; write 1 to 36")


def test_a_card_that_is_approved_and_unchanged_is_refused(desk, card):
    desk("review", CARD)
    desk("approve", CARD, "--by", BY)
    before = card.read_bytes()
    desk("review", CARD)
    refused(desk("approve", CARD, "--by", "Al Other, nurse"), f"{CARD} is already approved, by {BY}, until")
    assert card.read_bytes() == before
    assert CARD not in desk("review")[1]


def test_a_card_that_was_changed_after_signing_waits_and_can_be_signed_again(desk, card):
    desk("review", CARD)
    desk("approve", CARD, "--by", BY)
    change(card, "\n## More\n", "\n## More\nOne word.\n\n")
    assert f"changed since it was signed on {date.today()}" in desk("review")[1]
    refused(desk("approve", CARD, "--by", BY), "was never shown")  # each signature needs a reading of its own
    desk("review", CARD)
    assert desk("approve", CARD, "--by", "Al Other, nurse")[0] == 0


def test_an_overdue_card_is_signed_again(desk, card):
    change(card, UNSIGNED, signature(date(2021, 1, 1)))
    desk("review", CARD)
    assert desk("approve", CARD, "--by", BY)[0] == 0
    assert load_content(card.parents[2]).cards[CARD].review_due == months_later(date.today(), 12)


def test_a_card_that_cannot_be_edited_by_line_stays_as_it_was(desk, card):
    change(card, "status: draft\n", "status:\n  draft\n")
    before = card.read_bytes()
    desk("review", CARD)
    code, _, error = desk("approve", CARD, "--by", BY)
    assert code == 1
    assert f"content/topics/{CARD}.md" in error
    assert card.read_bytes() == before
    assert list(card.parent.glob("*.new")) == []


@pytest.mark.parametrize("text", ["{", "5"])
def test_a_broken_record_is_named(text, desk, card):
    sign_off.FOLDER.mkdir()
    (sign_off.FOLDER / "shown.json").write_text(text)
    refused(desk("approve", CARD, "--by", BY), "shown.json is broken. Delete it")


def test_months_end_on_days_that_exist():
    assert months_later(date(2026, 11, 23), 12) == date(2027, 11, 23)
    assert months_later(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert months_later(date(2026, 12, 31), 1) == date(2027, 1, 31)


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of everything that the assistant is made of, without what a new topic must not need."""
    copy = tmp_path / "project"
    for name in ("actions", "content", "data", "extensions", "tools", "var/spacy"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, copy / name)
    for name in ("var/encoder", "var/places.db", "var/vectors.npz"):  # large; training replaces the last link
        (copy / name).symlink_to(ROOT / name)
    return copy


def lines_added(project: Path, name: str) -> list[str]:
    """What a file has more than before; fails if anything else is different."""
    before, after = [(folder / name).read_text(encoding="utf-8").splitlines() for folder in (ROOT, project)]
    left = iter(before)
    expected = next(left, None)
    added = []
    for line in after:
        if line == expected:
            expected = next(left, None)
        else:
            added.append(line)
    assert expected is None, f"{name}: {expected!r} is gone"
    return added


def test_a_new_topic_adds_lines_and_changes_none(project):
    told = begin(project, "side_effects/dry_eyes")
    assert lines_added(project, "domain.yml") == ["  - ask_dry_eyes"]
    assert lines_added(project, "data/rules.yml") == ["          - intent: ask_dry_eyes"]
    hint, intent, examples = [line for line in lines_added(project, "data/topics/side_effects.yml") if line]
    assert (intent, examples) == ("  - intent: ask_dry_eyes", "    examples: |")
    assert "25 or more" in hint
    assert "content/topics/side_effects/dry_eyes.md" in told
    assert "data/topics/side_effects.yml under ask_dry_eyes" in told


def test_a_new_card_names_every_field_until_it_is_filled(project):
    begin(project, "side_effects/dry_eyes")
    with pytest.raises(ContentError) as error:
        load_content(project / "content")
    for field in ("summary", "next_steps 1", "call_when", "sources 1 title", "sources 2 url", "answer"):
        assert any(f"side_effects/dry_eyes.md: {field}: " in line for line in error.value.problems), field


def test_an_intent_that_is_taken_gets_the_section_in_its_name(project):
    begin(project, "support/nausea", "Nausea: for carers")
    card = (project / "content/topics/support/nausea.md").read_text(encoding="utf-8")
    assert 'title: "Nausea: for carers"\nintent: ask_support_nausea\n' in card
    with pytest.raises(CannotRun, match="ask_nausea and ask_support_nausea are taken"):
        (project / "content/topics/support/nausea.md").unlink()
        begin(project, "support/nausea")


def test_a_new_section_gets_its_heading(project):
    begin(project, "pets/dogs", new_section=True)
    begin(project, "pets/cats")
    assert lines_added(project, "domain.yml") == ["  # pets: cards", "  - ask_dogs", "  - ask_cats"]
    examples = YAML(typ="safe").load((project / "data/topics/pets.yml").read_text(encoding="utf-8"))
    assert [block["intent"] for block in examples["nlu"]] == ["ask_dogs", "ask_cats"]


@pytest.mark.parametrize(
    ("topic", "title", "told"),
    [
        ("dry_eyes", None, "write <section>/<name>"),
        ("side_effects/Dry", None, "write <section>/<name>"),
        ("side_effects/dry-eyes", None, "write <section>/<name>"),
        ("side_effects/dry_", None, "write <section>/<name>"),
        ("side_effects/eyes2", None, "write <section>/<name>"),
        ("../etc/eyes", None, "write <section>/<name>"),
        ("side_effects/nausea", None, "There is a topic side_effects/nausea already"),
        ("side_efects/eyes", None, "no section side_efects among about, .*If it is new, add --new-section"),
        ("side_effects/eyes", "Dry eyes " * 7, "The title has 62 letters; write 60 or fewer"),
    ],
)
def test_a_topic_that_cannot_be_begun_is_refused_and_nothing_is_written(topic, title, told, project):
    with pytest.raises(CannotRun, match=told):
        begin(project, topic, title)
    for name in ("domain.yml", "data/rules.yml", "data/topics/side_effects.yml"):
        assert lines_added(project, name) == []
    assert len(list((project / "content/topics").glob("*/*"))) == len(list((ROOT / "content/topics").glob("*/*")))


TOPIC = "side_effects/purple_elbows"
ANSWER = (
    "Purple elbows are elbows that turn purple for an hour or two after a treatment. This is made up for a test. "
    "It does no harm, and it goes by itself. Some people notice it in the shower, and others never see it at all. "
    "Tell your team about purple elbows at your next visit, so that they can write it down for you."
)
ASKED = """
why are my elbows purple
purple elbows
my elbow turned purple after chemo
Is it normal for elbows to go purple?
both elbows look violet today
Mum's elbows are purple, what is going on
elbow skin has gone a purple colour
what are purple elbows
how long do purple elbows last
do purple elbows go away
her elbows went lilac since the last cycle
purple on the elbows only, nowhere else
Could the treatment colour my elbows?
I noticed that my elbows change colour
elbows mauve and funny looking
does anyone else get purple elbows
Are purple elbows something to worry about?
dad has violet elbows
elbow colour change
my left elbow is purple
can I hide purple elbows with sleeves
what causes elbows to turn purple
the nurse laughed at my purple elbows, what are they
elbows turning purple at night
purpel elbows
"""


def fill_in(project: Path) -> None:
    """Do what the command leaves to a person, in the two places that it names."""
    path = project / f"content/topics/{TOPIC}.md"
    source = '  - {title: Elbows, publisher: Test, url: "https://elbows.example/", accessed: 2026-11-23}\n'
    text = path.read_text(encoding="utf-8")
    for find, put in [
        ("summary: ", "summary: Purple elbows do no harm and go by themselves."),
        ("  -\n", "  - Show your elbows to your team.\n"),
        ("call_when: ", "call_when: false"),
        ("  - {title: , publisher: , url: , accessed: }\n", source),
        ("  - {title: , publisher: , url: , accessed: }\n", source.replace("Elbows", "Purple")),
        ("{replace_this_with_the_answer_what_it_is_first_and_the_medical_term_second}", ANSWER),
        ("{replace_this_with_the_detail_for_those_who_ask_for_more}", "Nobody knows more about purple elbows."),
    ]:
        assert find in text
        text = text.replace(find, put, 1)
    path.write_text(text, encoding="utf-8")
    with (project / "data/topics/side_effects.yml").open("a", encoding="utf-8") as examples:
        examples.writelines(f"      - {line}\n" for line in ASKED.strip().splitlines())


def train_one_network(project: Path) -> None:
    """Shorten the training: four differ only by chance."""
    path = project / "config.yml"
    before = path.read_text(encoding="utf-8")
    after = before.replace("TopicClassifier\n", "TopicClassifier\n    members: 1\n")
    assert after != before
    path.write_text(after, encoding="utf-8")


def test_a_new_topic_is_answered_once_its_two_places_are_filled(project):
    def tools(*arguments: str, text: str = "") -> str:
        result = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tools", *arguments],
            cwd=project, input=text, capture_output=True, text=True, timeout=TRAINING,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert f"content/topics/{TOPIC}.md" in tools("new-topic", TOPIC, "--title", "Purple elbows")
    fill_in(project)
    train_one_network(project)
    assert TOPIC in tools("review")
    tools("train")
    questions = ["what exactly are purple elbows", "what is chemotherapy"]
    lines = tools("ask", "--jsonl", text="\n".join(json.dumps({"text": text}) for text in questions))
    made_up, known = [json.loads(line) for line in lines.splitlines()]
    assert (made_up["outcome"], made_up["topic"]) == ("answer", TOPIC)
    assert ANSWER in made_up["replies"][0]["text"]
    assert made_up["disclaimer"]
    assert known["topic"] == "chemotherapy/what_is_it"
