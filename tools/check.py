"""Check the content and the training data, and say what needs attention soon."""

import argparse
from datetime import date, timedelta

import pytest

from actions.content import content
from actions.settings import ROOT, settings
from extensions.nlu.safety_rules import SafetyRules
from tools.content_report import write_report

SOON = timedelta(days=60)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Name what is wrong; exit code 1 if anything is."""
    cards = content().cards.values()  # a ContentError names every problem of the cards
    for card in cards:
        if card.review_due and card.review_due < date.today() + SOON:
            print(f"content/topics/{card.id}.md: {card.standing(date.today())}, review due {card.review_due}")
    drafts = sum(card.status == "draft" for card in cards)
    missed = SafetyRules.load(settings().content_path / "safety.yml").check() + write_report(content())
    for line in missed:
        print(line)
    print(f"{len(cards)} cards, {drafts} of them drafts that no clinician has signed; measured in reports/content.md.")
    return int(pytest.main(["-q", "--no-header", str(ROOT / "tests" / "test_content.py")])) or int(bool(missed))
