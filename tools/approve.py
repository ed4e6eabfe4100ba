"""Sign a card for a clinician who has been shown it: `approve <section>/<name> --by "Name, role"`."""

import argparse
import calendar
import re
from datetime import date
from functools import partial
from typing import Dict

from actions.cards import Card, read_card
from actions.content import content
from tools import CannotRun
from tools.sign_off import (
    APPROVAL_FIELDS,
    card_path,
    fingerprint,
    in_yaml,
    shown,
    signed,
    why_waiting,
)

LONGEST = 36
"""Months until the next review."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The card, who signs it, and for how long."""
    parser.add_argument("card", help="<section>/<name>, for example side_effects/mouth")
    parser.add_argument("--by", required=True, metavar='"Name, role"', help="who signs; both are needed")
    parser.add_argument("--months", type=int, default=12, help="months until the next review; 12 if left out")


def run(arguments: argparse.Namespace) -> int:
    """Check that the card may be signed, and sign it."""
    by = " ".join(arguments.by.split())
    name, _, role = by.partition(",")
    if not (any(map(str.isalpha, name)) and any(map(str.isalpha, role))):
        raise CannotRun('--by needs a name and a role with a comma between: --by "Jo Smith, medical oncologist"')
    if not 1 <= arguments.months <= LONGEST:
        raise CannotRun(f"--months is {arguments.months}; write 1 to {LONGEST}")
    card = content().cards.get(arguments.card)
    if not card:
        raise CannotRun(f"There is no card {arguments.card}. List them: python -m tools review")
    refuse_unless_ready(card)
    due = months_later(date.today(), arguments.months)
    sign(card, by, date.today(), due)
    print(f"{card.id} is approved by {by}; its next review is due {due}.")
    return 0


def refuse_unless_ready(card: Card) -> None:
    """Only a card that needs signing, and is word for word what the clinician saw, is signed.

    Raises:
        CannotRun: it is not; says what to do.
    """
    show_it = f"python -m tools review {card.id}"
    if not why_waiting(card, date.today()):
        raise CannotRun(
            f"{card.id} is already approved, by {card.approved_by}, until {card.review_due}. "
            "If its text was changed after that, set its status to draft first."
        )
    seen = shown().read().get(card.id)
    if not seen:
        raise CannotRun(f"{card.id} was never shown. Read it first: {show_it}")
    if seen != fingerprint(card.id):
        raise CannotRun(f"{card.id} has changed since it was shown. Read it again: {show_it}")


def sign(card: Card, by: str, today: date, due: date) -> None:
    """Write the approval into the card's file; nothing else in it changes.

    Raises:
        CannotRun: the file is written in a way that cannot be edited line by line; it stays as it was.
    """
    fields = {"status": "approved", "approved_by": by, "reviewed_on": today, "review_due": due}
    values = dict(zip(APPROVAL_FIELDS, ("approved", in_yaml(by), str(today), str(due)), strict=True))
    path = card_path(card.id)
    text = with_values(path.read_bytes().decode("utf-8"), values).encode("utf-8")
    trial = path.with_suffix(".md.new")
    try:
        trial.write_bytes(text)
        if read_card(trial, card.id) != card.copy(update=fields):
            raise CannotRun(f"content/topics/{card.id}.md: write {', '.join(APPROVAL_FIELDS)} on one line each")
    finally:
        trial.unlink(missing_ok=True)
    path.write_bytes(text)
    signed().keep({card.id: fingerprint(card.id)})
    shown().forget(card.id)


def with_values(text: str, values: Dict[str, str]) -> str:
    """A card's text with new values of fields; comments behind them stay, a field that is missing is added."""
    front, mark, body = re.split(r"(\n---\r?\n)", text, maxsplit=1)
    for name, value in values.items():
        line = re.compile(rf"^({name}:)[^\r\n]*?([ \t]+#[^\r\n]*)?(\r?)$", re.MULTILINE)
        if line.search(front):
            front = line.sub(partial(with_value, value), front, count=1)
        else:
            front += f"\n{name}: {value}" + ("\r" if front.endswith("\r") else "")
    return front + mark + body


def with_value(value: str, line: "re.Match[str]") -> str:
    """A line of the front matter with its name, its comment and its end as they were."""
    name, comment, end = line.groups(default="")
    return f"{name} {value}{comment}{end}"


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))
