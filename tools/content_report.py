"""`reports/content.md`: how each card reads, what it stands on and where it leads, against the targets."""

from collections import Counter
from statistics import median
from typing import List, NamedTuple, Optional, Sequence

from actions.cards import Card
from actions.content import Content
from actions.settings import ROOT, settings
from extensions.nlu.glossary import Glossary
from tools.pemat import Score, read_scores
from tools.readability import COMMON_WORDS, Reader, Reading

REPORT = ROOT / "reports" / "content.md"
MEDIAN_GRADE = 7
WORST_GRADE = 9
SENTENCE_WORDS = 20
LEAST_SOURCES = 2
LEAST_NEXT_STEPS = 1
LEAST_PEMAT = 90

INTRODUCTION = """# The cards, measured

Written by `make check` from `content/`; do not edit. Figures help to find what to mend, they prove nothing: a low grade
is not yet a clear text.

- **Grade**: Flesch-Kincaid of summary, answer and more together. An item of a list is a sentence. A medical word that
  `content/terms.yml` explains, and the name of a treatment, drug or service, counts as a short word. **All words** is
  the same with every word as it stands.
- **Words** of answer and more; **sentence**: mean words of a sentence.
- **PEMAT**: understandability and actionability in per cent, from `content/pemat.yml`, which says who scored, and what
  was left out.
- **Not explained**: words outside the {common:,} most frequent of English that the glossary does not explain.
"""
HEADINGS = (
    "Card | Grade | All words | Words | Sentence | Steps | Sources | Newest read | Review due | PEMAT | "
    "Linked twice | Not explained"
)


class Row(NamedTuple):
    """One card, measured."""

    card: Card
    reading: Reading
    score: Optional[Score]
    """None where nobody scored it."""
    twice: List[str]
    """Related topics and sources that stand twice."""

    def missed(self) -> List[str]:
        """A line for each target that this card misses."""
        reading, card = self.reading, self.card
        targets = [
            (
                reading.grade <= WORST_GRADE,
                f"grade {reading.grade}; shorten words and sentences to {WORST_GRADE} or less",
            ),
            (
                reading.sentence <= SENTENCE_WORDS,
                f"{reading.sentence} words a sentence; write {SENTENCE_WORDS} or fewer",
            ),
            (len(card.sources) >= LEAST_SOURCES, f"sources: name {LEAST_SOURCES} or more"),
            (len(card.next_steps) >= LEAST_NEXT_STEPS, f"next_steps: name {LEAST_NEXT_STEPS} or more"),
            (self.score, "has no scores in content/pemat.yml; read it and score it"),
            (not self.score or min(self.score) >= LEAST_PEMAT, f"PEMAT {self.pemat}; reach {LEAST_PEMAT} % of each"),
        ]
        return [f"content/topics/{card.id}.md: {line}" for is_met, line in targets if not is_met]

    @property
    def pemat(self) -> str:
        """Understandability and actionability, in per cent."""
        return f"{self.score.understandability} / {self.score.actionability}" if self.score else "-"

    def cells(self) -> List[str]:
        """As it stands in the table."""
        card, reading = self.card, self.reading
        return [
            card.id,
            f"{reading.grade:.1f}",
            f"{reading.grade_of_all:.1f}",
            str(reading.words),
            f"{reading.sentence:.1f}",
            str(len(card.next_steps)),
            str(len(card.sources)),
            str(max(source.accessed for source in card.sources)),
            str(card.review_due or "-"),
            self.pemat,
            ", ".join(self.twice),
            ", ".join(reading.unexplained),
        ]


def write_report(content: Content) -> List[str]:
    """Measure every card and write the report.

    Returns:
        A line for each target that is missed.
    """
    rows = measure(content)
    REPORT.write_text(report(rows), encoding="utf-8")
    return missed(rows)


def measure(content: Content) -> List[Row]:
    """A row for each card, in the order of their ids."""
    reader = Reader(content, Glossary.load(settings().content_path / "glossary.yml"))
    scores = read_scores(content)
    return [Row(card, reader.read(card), scores.get(card.id), twice(card)) for card in content.cards.values()]


def twice(card: Card) -> List[str]:
    """The links of a card that stand there more than once."""
    links = Counter([*card.related, *(str(source.url) for source in card.sources)])
    return [link for link, count in links.items() if count > 1]


def missed(rows: List[Row]) -> List[str]:
    """A line for each target that the cards miss."""
    middle = median(row.reading.grade for row in rows)
    together = [f"content/topics: the median reading grade is {middle}; bring it to {MEDIAN_GRADE} or less"]
    return (together if middle > MEDIAN_GRADE else []) + [line for row in rows for line in row.missed()]


def report(rows: List[Row]) -> str:
    """The report, as Markdown."""
    table = [HEADINGS.split(" | "), ["---"] * (HEADINGS.count(" | ") + 1), *(row.cells() for row in rows)]
    lines = ["| " + " | ".join(cells) + " |" for cells in table]
    return "\n".join([INTRODUCTION.format(common=COMMON_WORDS), *targets(rows), "", *lines, ""])


def targets(rows: List[Row]) -> List[str]:
    """The figures over all cards beside their targets."""
    grades = [row.reading.grade for row in rows]
    understood = [row.score.understandability for row in rows if row.score]
    acted = [row.score.actionability for row in rows if row.score]
    return [
        f"| {len(rows)} cards | Median | Range | Target |",
        "|---|---|---|---|",
        line("Grade", grades, f"median {MEDIAN_GRADE} or less, none over {WORST_GRADE}"),
        line("Grade, all words", [row.reading.grade_of_all for row in rows], "-"),
        line("Words of a card", [row.reading.words for row in rows], "-"),
        line("Words a sentence", [row.reading.sentence for row in rows], f"{SENTENCE_WORDS} or fewer"),
        line("Next steps", [len(row.card.next_steps) for row in rows], f"{LEAST_NEXT_STEPS} or more"),
        line("Sources", [len(row.card.sources) for row in rows], f"{LEAST_SOURCES} or more"),
        line("PEMAT understandability, %", understood, f"{LEAST_PEMAT} or more, {len(understood)} cards scored"),
        line("PEMAT actionability, %", acted, f"{LEAST_PEMAT} or more, {len(acted)} cards scored"),
    ]


def line(name: str, figures: Sequence[float], target: str) -> str:
    """One line of the figures."""
    if not figures:
        return f"| {name} | - | - | {target} |"
    return f"| {name} | {median(figures):g} | {min(figures):g} to {max(figures):g} | {target} |"
