"""Ask the assistant and see why it answered as it did; or run many questions with --jsonl.

With --jsonl, standard input has one JSON object a line, {"text": "...", "conversation": "optional id"}, and standard
output one for each: text, conversation, outcome, topic, confidence, replies, disclaimer, place, ms. Lines of one
conversation are one conversation, in order; a line without is one of its own.
"""

import argparse
import asyncio
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, Dict, Iterator, List

from actions.content import content
from actions.corrections import read_alone
from actions.turn import FALLBACK, Guess
from extensions.nlu.kinds import ABOUT, ALARM, ASKED, BEFORE, behind, is_short
from extensions.nlu.sentences import parts
from tools import CannotRun

if TYPE_CHECKING:
    from tools.bot import Bot, Turn

NEXT_BEST = 4
"""How many other intents are shown."""
EXAMPLES = 3
"""How many of the nearest training examples are shown."""
STAFF = "staff"
"""The conversation of those who try answers out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A question, or --jsonl."""
    parser.add_argument("question", nargs="*", help="one or more messages of one conversation, each in quotes")
    parser.add_argument("--jsonl", action="store_true", help="read JSON lines, write JSON lines")


def run(arguments: argparse.Namespace) -> int:
    """Answer what was asked."""
    if not arguments.jsonl and not arguments.question:
        raise CannotRun('Nothing to ask. Try: python -m tools ask "what is chemotherapy"')
    from tools.bot import Bot  # imports rasa, which takes 20 s: only now

    bot = Bot.load()
    if arguments.jsonl:
        return asyncio.run(answer_lines(bot))
    return asyncio.run(answer_staff(bot, arguments.question))


async def answer_lines(bot: "Bot") -> int:
    """Answer each line of standard input. A line that is none of ours is answered with what is wrong; exit code 1."""
    code = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            asked = read_line(line)
        except ValueError as error:
            result: Dict[str, Any] = {"error": f"line {number}: {error}"}
            code = 1
        else:
            result = (await bot.say(asked["text"], asked.get("conversation"))).as_json()
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return code


def read_line(line: str) -> Dict[str, Any]:
    """One question.

    Raises:
        ValueError: it is none; says what to write.
    """
    try:
        asked = json.loads(line)
    except json.JSONDecodeError:
        raise ValueError('not JSON; write {"text": "..."}')
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise ValueError('has no "text"; write {"text": "..."}')
    if not isinstance(asked.get("conversation"), (str, type(None))):
        raise ValueError('"conversation" is no text; write {"text": "...", "conversation": "id"}')
    return asked


async def answer_staff(bot: "Bot", questions: List[str]) -> int:
    """Print the answers to the messages of one conversation, each with the reason for it."""
    from tools.nearest import Nearest

    nearest = Nearest()
    for question in questions:
        before = (await bot.tracker(STAFF)).current_slot_values()
        turn = await bot.say(question, STAFF)
        for reply in turn.replies:
            print(f"\n{reply['text']}\n")
            for number, button in enumerate(reply["buttons"], start=1):
                print(f"  {number}. {button['title']}")
        print("\n" + "\n".join([*reasons(turn), *context(before, turn), *pattern(bot, turn)]))
        for near in nearest.to(turn.core, EXAMPLES):
            print(f"example     {near.likeness:.2f} {near.intent}: {near.text}")
    return 0


def reasons(turn: "Turn") -> Iterator[str]:
    """Why the assistant said what it said, line by line, for staff."""
    yield f"outcome     {turn.outcome}"
    card = content().cards.get(turn.topic) if turn.topic else None
    if card:
        review = f", review due {card.review_due}" if card.review_due else ", not yet signed by a clinician"
        yield f"topic       {card.id} ({card.standing(date.today())}{review})"
    yield f"confidence  {turn.confidence:.2f}"
    for guess in [one for one in turn.ranking if one.intent != FALLBACK][: NEXT_BEST + 1]:
        yield f"            {guess.confidence:.2f} {name(guess)}"
    for entity, value in turn.entities:
        yield f"understood  {entity}: {value}"
    yield f"took        {turn.ms:.0f} ms"


def context(slots: Dict[str, Any], turn: "Turn") -> Iterator[str]:
    """What was remembered when the message came, as far as it helps to understand it."""
    if turn.core != turn.text:
        yield f"read as     {turn.core}"
    for guess, part in zip(turn.parts, parts(turn.core), strict=False):
        yield f"part        {guess.confidence:.2f} {name(guess)}: {part}"
    if ABOUT in turn.context and is_short(turn.core) and not read_alone(turn.text):
        for before in [turn.context[key] for key in (ABOUT, ASKED) if turn.context.get(key)]:
            yield f"read also   {behind(before, turn.core)}"
    if ALARM in turn.context:
        yield f"after       {turn.context[ALARM]}"
    if BEFORE in turn.context:
        yield f"just before {turn.context[BEFORE]}"
    for slot in ("last_card", "treatment", "place"):
        if slots.get(slot):
            yield f"remembered  {slot}: {slots[slot]}"


def name(guess: Guess) -> str:
    """What is guessed, in a few words."""
    return f"{guess.intent} {guess.treatment or ''}".rstrip()


def pattern(bot: "Bot", turn: "Turn") -> Iterator[str]:
    """The words in which a pattern of content/safety.yml saw an emergency or a crisis, and whether that counted."""
    flag = bot.guard.safety.find(turn.text) or bot.guard.safety.find(turn.core)
    for after in [value for name, value in turn.entities if name == "flag" and ALARM in turn.context and not flag]:
        yield f"of it       {after}, by after_alarm"
    if flag:
        counted = "" if ("flag", flag.id) in turn.entities else "; not counted, the classifier sees no danger"
        yield f"pattern     {flag.id}: {flag.words!r}, by {flag.pattern}{counted}"
