"""What the door itself says, from `content/`: it needs no action server, which may be what is broken."""

from typing import Any, Dict

from actions.content import content
from actions.reply import Reply as Said
from actions.reply import disclaimer, with_disclaimer
from actions.structured import structured

Reply = Dict[str, Any]
"""A reply as data: the fields that `plain_reply` gives."""


def wording(name: str, **values: str) -> Reply:
    """The reply of that name in `content/replies.yml`, with the disclaimer."""
    entry = content().replies[name]
    return plain_reply(content().fill(entry.text, **values), entry.outcome)


def plain_reply(body: str, outcome: str, **fields: Any) -> Reply:
    """A reply as data out of its words; `fields` replace what cannot be known from them."""
    return {**structured(Said(outcome, body), with_disclaimer(body), disclaimer()), **fields}
