"""Measure the answers to held-out questions: those in tests/questions, or the files that are named.

Prints and writes to reports/ how many were right, helped (right, or a clarification that offers it), wrong and
missed; for each outcome, each topic, and as a table of confusions.
"""

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, Iterable, List

from actions.settings import ROOT
from tools import CannotRun
from tools.scores import Question, Scored, Tally, confusions, kind, read_questions, score

if TYPE_CHECKING:
    from tools.bot import Bot

QUESTIONS = ROOT / "tests" / "questions"
REPORTS = ROOT / "reports"
HEAD = ["", "count", "right", "helped", "wrong", "missed"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files, and whether to name the misses."""
    parser.add_argument("files", nargs="*", type=Path, help="JSON lines with text and accept; default: tests/questions")
    parser.add_argument("--misses", action="store_true", help="print each question that was not helped")


def run(arguments: argparse.Namespace) -> int:
    """Ask all, print the tables, write the reports."""
    files = arguments.files or sorted(QUESTIONS.glob("*.jsonl"))
    questions = [question for file in files for question in read_questions(file)]
    if not questions:
        raise CannotRun("There are no questions in tests/questions, and no files were named.")
    from tools.bot import Bot  # imports rasa, which takes 20 s: only now

    scored = asyncio.run(ask_all(questions, Bot.load()))
    name = "evaluation" if not arguments.files else "evaluation-" + "-".join(file.stem for file in files)
    text = report(scored)
    print(text)
    if arguments.misses:
        for one in scored:
            if not one.helped:
                verdict = "wrong " if one.wrong else "missed"
                print(f"{verdict} {one.got:40} wanted {one.wanted:40} {one.question.text[:150]}")
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / f"{name}.md").write_text(text, encoding="utf-8")
    draw(scored, REPORTS / f"{name}.png")
    return 0


async def ask_all(questions: List[Question], bot: "Bot") -> List[Scored]:
    """Each question in its conversation."""
    scored = []
    for question in questions:
        turn = await bot.say(question.text, question.conversation)
        scored.append(score(question, turn.outcome, turn.topic, turn.replies))
    return scored


def report(scored: List[Scored]) -> str:
    """The tables as Markdown."""
    parts = [
        "# How well the assistant understands",
        "Held-out questions, each in a conversation of its own where it does not belong to one. Helped: right, or a "
        'clarification of at most three choices that offers what is right. Missed: an honest "I cannot", or a '
        "clarification beside the point.",
        "## By outcome\n\n" + table(HEAD, rows_by(scored, lambda one: kind(one.wanted), with_total=True)),
        "## By file\n\n" + table(HEAD, rows_by(scored, lambda one: one.question.file)),
        "## By topic\n\n" + table(HEAD, rows_by(in_scope(scored), lambda one: one.wanted[len("answer:") :])),
        "## Confusions: wanted (down), got (across)\n\n" + confusion_table(scored),
    ]
    return "\n\n".join(parts) + "\n"


def in_scope(scored: List[Scored]) -> List[Scored]:
    """The questions that a card answers."""
    return [one for one in scored if kind(one.wanted) == "answer"]


def rows_by(scored: List[Scored], key: Callable[[Scored], str], with_total: bool = False) -> List[List[str]]:
    """A row of figures for each group."""
    groups: Dict[str, List[Scored]] = {}
    for one in scored:
        groups.setdefault(key(one), []).append(one)
    rows = [[name, *Tally.of(group).row()] for name, group in sorted(groups.items())]
    return rows + ([["all", *Tally.of(scored).row()]] if with_total else [])


def confusion_table(scored: List[Scored]) -> str:
    """Counts of wanted and got; what counts as right although another outcome is best stands on the diagonal."""
    counts = confusions([one for one in scored if not one.right])
    for one in scored:
        counts[(kind(one.wanted), kind(one.wanted))] += one.right
    names = sorted({name for pair in counts for name in pair})
    return table(["", *names], [[row, *(str(counts[(row, column)] or "") for column in names)] for row in names])


def table(head: List[str], rows: Iterable[List[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def draw(scored: List[Scored], path: Path) -> None:
    """A bar for each outcome: right, offered in a clarification, missed, wrong."""
    import matplotlib

    matplotlib.use("Agg")  # no screen
    from matplotlib import pyplot

    groups = {
        name: [one for one in scored if kind(one.wanted) == name] for name in {kind(one.wanted) for one in scored}
    }
    names = sorted(groups, key=lambda name: len(groups[name]))
    tallies = [Tally.of(groups[name]) for name in names]
    figure, axes = pyplot.subplots(figsize=(9, 1 + 0.45 * len(names)))
    left = [0.0] * len(names)
    for label, colour, counts in (
        ("right", "#2a7f62", [t.right for t in tallies]),
        ("offered", "#8fc1a9", [t.helped - t.right for t in tallies]),
        ("missed", "#d9d9d9", [t.missed for t in tallies]),
        ("wrong", "#b5483a", [t.wrong for t in tallies]),
    ):
        width = [100 * n / t.total for n, t in zip(counts, tallies, strict=True)]
        axes.barh(
            [f"{n} ({t.total})" for n, t in zip(names, tallies, strict=True)],
            width,
            left=left,
            color=colour,
            label=label,
        )
        left = [a + b for a, b in zip(left, width, strict=True)]
    axes.set_xlim(0, 100)
    axes.set_xlabel("per cent of the questions")
    axes.legend(ncol=4, loc="lower center", bbox_to_anchor=(0.5, 1), frameon=False)
    figure.savefig(path, dpi=110, bbox_inches="tight", metadata={"Software": None})
    pyplot.close(figure)
