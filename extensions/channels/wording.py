"""What the door itself says, from `content/`: it needs no action server, which may be what is broken."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List

from ruamel.yaml import YAML

from extensions.channels.settings import settings

Reply = Dict[str, Any]
"""A reply as data: the fields that `plain_reply` gives."""
PLACEHOLDER = re.compile(r"{([a-z_]+)}")
LINES = {"crisis_line": "crisis", "nurse_line": "nurse_advice", "cancer_line": "cancer_support"}
SHORT = 400
"""Characters up to which the second paragraph belongs to the short form."""


class Words:
    """The wording of one content folder, with the numbers of the provider's country."""

    def __init__(self, folder: Path) -> None:
        self.replies: Dict[str, Any] = read_yaml(folder / "replies.yml")
        provider = read_yaml(folder / "provider.yml")
        self.lines: List[Dict[str, Any]] = read_yaml(folder / "helplines.yml")[provider["country"]]
        team, phone, site = provider.get("team_phone"), provider.get("phone"), provider["site"]
        self.values = {
            "provider": provider["name"],
            "team_phone": f"your treatment team on {team}" if team else "your treatment team",
            "contact": f"Call {provider['name']} on {phone}, or see {site}."
            if phone
            else f"Use the number on your appointment letter, or see {site}.",
            "emergency": self.number("emergency"),
            **{name: self.line(kind) for name, kind in LINES.items()},
        }
        self.disclaimer = self.fill((folder / "disclaimer.md").read_text(encoding="utf-8"))
        self.short_disclaimer = self.fill((folder / "disclaimer_short.md").read_text(encoding="utf-8"))

    def number(self, kind: str) -> str:
        """The first number of a kind; Europe's emergency number where there is none."""
        return next((line["number"] for line in self.lines if line["kind"] == kind), "112")

    def line(self, kind: str) -> str:
        """A line as it is said to a person; the emergency number where there is none of the kind."""
        for line in self.lines:
            if line["kind"] == kind:
                return f"{line['service']} on {line['number']}"
        return f"your emergency number, {self.number('emergency')}"

    def fill(self, text: str, **more: str) -> str:
        """Put names and numbers in the place of {placeholders}."""
        values = {**self.values, **more}
        return PLACEHOLDER.sub(lambda match: values[match.group(1)], text).strip()

    def numbers(self, text: str) -> List[str]:
        """The numbers of helplines that occur in a text, in its order."""
        known = {line["number"] for line in self.lines if line["number"][0].isdigit()}
        places = {number: re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text) for number in known}
        return [number for _, number in sorted((at.start(), number) for number, at in places.items() if at)]


def read_yaml(path: Path) -> Any:
    """What a YAML file holds."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def words() -> Words:
    """The wording of this process."""
    return Words(settings().content_path)


def wording(name: str, **values: str) -> Reply:
    """The reply of that name in `content/replies.yml`, with the disclaimer."""
    entry = words().replies[name]
    return plain_reply(words().fill(entry["text"], **values), entry["outcome"])


def plain_reply(body: str, outcome: str, **fields: Any) -> Reply:
    """A reply as data out of its words; `fields` replace what cannot be known from them."""
    said = words()
    first, *others = body.split("\n\n")
    short = "\n".join([first, *others[:1]])
    return {
        "outcome": outcome,
        "topic": None,
        "title": None,
        "text": f"{body}\n\n{said.disclaimer}",
        "body": body,
        "care": None,
        "disclaimer": said.disclaimer,
        "short": (short if len(short) <= SHORT else first).replace("**", ""),
        "short_disclaimer": said.short_disclaimer,
        "buttons": [],
        "sources": [],
        "reviewed": None,
        "status": None,
        "services": [],
        "asks": None,
        "numbers": said.numbers(body),
        **fields,
    }
