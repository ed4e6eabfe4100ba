"""Begin a new topic: its card as a draft to fill in, its intent, its rule and a place for its examples."""

import argparse
import re
from pathlib import Path
from typing import Dict, List, Optional, Set, Tuple

from actions.settings import ROOT
from tools import CannotRun
from tools.sign_off import in_yaml

TOPIC_ID = re.compile(r"[a-z]+(_[a-z]+)*/[a-z]+(_[a-z]+)*")
INTENT_OF_CARD = re.compile(r"^intent: *(\w+)", re.MULTILINE)
INTENT_ENTRY = re.compile(r"^( +- (?:intent: )?)(\w+)\s*(?:#.*)?$")
"""A line of the list of intents in domain.yml, or of an `or:` in rules.yml."""

TITLE_LENGTH = 60

CARD = """---
title: {title}
intent: {intent}
summary:      # one sentence of 30 words or fewer that answers by itself; an SMS shows nothing else
next_steps:   # one or two things that the reader can do, at least one of them today
  -
related: []   # up to four other topics, each of which names this one too; the first three become buttons
call_when:    # true where readers must know when to call at once; else false
notices: []   # [radiation] where radiation is spoken of
sources:      # two pages or more that you have read; nothing stands in the card that is not in one of them
  - {{title: , publisher: , url: , accessed: }}
  - {{title: , publisher: , url: , accessed: }}
status: draft
approved_by:
reviewed_on:
review_due:
---
{{replace_this_with_the_answer_what_it_is_first_and_the_medical_term_second}}

## More
{{replace_this_with_the_detail_for_those_who_ask_for_more}}
"""
"""The schema refuses empty fields, and texts with a {name} in them that nothing fills."""

NEW_EXAMPLES = """version: "3.1"

# How people ask about {section}; answered by content/topics/{section}.

nlu:
"""

EXAMPLES = """
  # {intent}: 25 or more ways in which people ask it, below `examples`, each on a line like "      - is it normal"
  - intent: {intent}
    examples: |
"""

TO_DO = """Fill in two places:
1. The card, {card}. Its fields say what to write; `make check` names what is missing.
2. The ways in which people ask for it, at the end of {examples} under {intent}.
Then teach the model with `make train`, and try it: python -m tools ask "..."
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The topic and how its section is meant."""
    parser.add_argument("topic", help="<section>/<name>, for example side_effects/dry_eyes")
    parser.add_argument("--title", help="plain words for the reader; made from the name if left out")
    parser.add_argument("--new-section", action="store_true", help="the section is new, and not a typing mistake")


def run(arguments: argparse.Namespace) -> int:
    """Write what a program can write, and say what a person has to."""
    print(begin(ROOT, arguments.topic, arguments.title, arguments.new_section), end="")
    return 0


def begin(project: Path, topic: str, title: Optional[str] = None, new_section: bool = False) -> str:
    """Begin a topic in the project of that folder; returns what is left to do.

    Raises:
        CannotRun: the topic cannot be begun; nothing is written.
    """
    card = project / "content" / "topics" / f"{topic}.md"
    domain, rules = project / "domain.yml", project / "data" / "rules.yml"
    section, name = refuse_unless_new(card, topic, new_section)
    nlu = project / "data" / "topics" / f"{section}.yml"
    title = in_yaml(title_of(name, title))
    intent = free_intent(domain, section, name)
    heading = "" if card.parent.is_dir() else f"  # {section}: cards\n"
    neighbours = intents_near(card)
    texts = {
        domain: with_intent(domain, neighbours, intent, heading),
        rules: with_intent(rules, neighbours, intent),
        nlu: examples_of(nlu, section).rstrip("\n") + "\n" + EXAMPLES.format(intent=intent),
        card: CARD.format(intent=intent, title=title),
    }
    card.parent.mkdir(exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return TO_DO.format(card=card.relative_to(project), examples=nlu.relative_to(project), intent=intent)


def examples_of(path: Path, section: str) -> str:
    """The text of a section's examples, or the head of a new file."""
    return path.read_text(encoding="utf-8") if path.exists() else NEW_EXAMPLES.format(section=section)


def refuse_unless_new(card: Path, topic: str, new_section: bool) -> List[str]:
    """The section and the name of a topic that can be begun.

    Raises:
        CannotRun: it cannot; says why.
    """
    if not TOPIC_ID.fullmatch(topic):
        raise CannotRun(f"{topic} is no topic; write <section>/<name> in small letters, such as side_effects/dry_eyes")
    if card.exists():
        raise CannotRun(f"There is a topic {topic} already: content/topics/{topic}.md")
    if not card.parent.is_dir() and not new_section:
        known = ", ".join(sorted(path.name for path in card.parents[1].iterdir() if path.is_dir()))
        raise CannotRun(f"There is no section {card.parent.name} among {known}. If it is new, add --new-section")
    return topic.split("/")


def title_of(name: str, title: Optional[str]) -> str:
    """The title that was given, or one made from the name."""
    title = " ".join((title or name.replace("_", " ").capitalize()).split())
    if len(title) > TITLE_LENGTH:
        raise CannotRun(f"The title has {len(title)} letters; write {TITLE_LENGTH} or fewer, it is also a button")
    return title


def free_intent(domain: Path, section: str, name: str) -> str:
    """`ask_<name>`, or with the section in it where another topic has that."""
    taken = {found[2] for found in map(INTENT_ENTRY.match, domain.read_text(encoding="utf-8").splitlines()) if found}
    for intent in (f"ask_{name}", f"ask_{section}_{name}"):
        if intent not in taken:
            return intent
    raise CannotRun(f"The intents ask_{name} and ask_{section}_{name} are taken; choose another name")


def intents_near(card: Path) -> Set[str]:
    """The intents of the other cards in its section, or of all cards where the section is new."""
    cards = list(card.parent.glob("*.md")) or card.parents[1].glob("*/*.md")
    return {intent for path in cards for intent in INTENT_OF_CARD.findall(path.read_text(encoding="utf-8"))}


def with_intent(path: Path, neighbours: Set[str], intent: str, heading: str = "") -> str:
    """The text of a file with an intent below the first list's last neighbour, and everything else as it was.

    Raises:
        CannotRun: no neighbour stands in the file.
    """
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    places: Dict[str, Tuple[int, str]] = {}
    for number, entry in enumerate(map(INTENT_ENTRY.match, lines), start=1):
        if entry and entry[2] in neighbours:
            places.setdefault(entry[2], (number, entry[1]))
    if not places:
        raise CannotRun(f"{path.name} has none of the intents {', '.join(sorted(neighbours))}; add {intent} by hand")
    after, indent = max(places.values())
    lines.insert(after, f"{heading}{indent}{intent}\n")
    return "".join(lines)
