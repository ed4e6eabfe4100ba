"""What reviewing and approving share: the fingerprint of a card, who was shown which, and what is waiting."""

import hashlib
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Dict, Optional

from actions.cards import Card
from actions.settings import ROOT, settings
from tools import CannotRun

FOLDER = ROOT / "var" / "review"
"""Printed pages and the records; this machine's own, never in git."""
SOON = timedelta(days=60)
APPROVAL_FIELDS = ("status", "approved_by", "reviewed_on", "review_due")
APPROVAL_LINE = re.compile(rf"^(?:{'|'.join(APPROVAL_FIELDS)}):.*\n", re.MULTILINE)
PLAIN = re.compile(r"[^\W\d_][\w .,'’()/&-]*")
"""Values that YAML reads as they stand; others need quotes."""


def card_path(card_id: str) -> Path:
    """The file of a card."""
    return settings().content_path / "topics" / f"{card_id}.md"


def fingerprint(card_id: str) -> str:
    """SHA-256 over a card's file without the four lines of the approval, in 64 hexadecimal digits."""
    front, mark, body = card_path(card_id).read_text(encoding="utf-8").partition("\n---\n")
    return hashlib.sha256((APPROVAL_LINE.sub("", front + "\n") + mark + body).encode()).hexdigest()


class Record:
    """Fingerprints by id of the card, in a JSON file of `FOLDER`."""

    def __init__(self, name: str) -> None:
        self.path = FOLDER / name

    def read(self) -> Dict[str, str]:
        """Everything that is recorded.

        Raises:
            CannotRun: the file is broken.
        """
        if not self.path.is_file():
            return {}
        try:
            return dict(json.loads(self.path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            raise CannotRun(f"{self.path} is broken. Delete it, then show the cards again: python -m tools review")

    def keep(self, fingerprints: Dict[str, str]) -> None:
        """Add or replace fingerprints."""
        self.write({**self.read(), **fingerprints})

    def forget(self, card_id: str) -> None:
        """Take one card out."""
        self.write({other: value for other, value in self.read().items() if other != card_id})

    def write(self, fingerprints: Dict[str, str]) -> None:
        """Replace everything that is recorded."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(fingerprints, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def shown() -> Record:
    """What each card was when it was last shown; signing uses it up, so that each signature has its own reading."""
    return Record("shown.json")


def signed() -> Record:
    """What each card was when it was approved on this machine."""
    return Record("signed.json")


def changed_since_signed(card_id: str) -> bool:
    """Whether a card is known to have been approved with another text."""
    return signed().read().get(card_id, fingerprint(card_id)) != fingerprint(card_id)


def why_waiting(card: Card, today: date) -> Optional[str]:
    """Why a card needs a clinician, in a few words with a date; None where it needs none now."""
    if card.status == "draft":
        read_on = max(source.accessed for source in card.sources)
        return f"draft; sources read {read_on}"
    if changed_since_signed(card.id):
        return f"changed since it was signed on {card.reviewed_on}"
    if card.standing(today) == "overdue":
        return f"overdue since {card.review_due}"
    if card.review_due and card.review_due <= today + SOON:
        return f"approved; review due {card.review_due}"
    return None


def in_yaml(text: str) -> str:
    """A line of text as YAML can hold it, in quotes only where it must be."""
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
