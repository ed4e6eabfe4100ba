"""Measure speed: loading, milliseconds a message, messages a second."""

import argparse
import asyncio
import time
from itertools import cycle, islice
from statistics import median, quantiles
from typing import TYPE_CHECKING

from tools.evaluate import QUESTIONS
from tools.scores import read_questions

if TYPE_CHECKING:
    from tools.bot import Bot

MESSAGES = 300


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Answer some hundred held-out questions, one after the other, each in a conversation of its own."""
    texts = [question.text for path in sorted(QUESTIONS.glob("*.jsonl")) for question in read_questions(path)]
    start = time.perf_counter()
    from tools.bot import Bot

    imported = time.perf_counter()
    bot = Bot.load()
    loaded = time.perf_counter()
    every = texts[:: max(1, len(texts) // MESSAGES)]
    took = asyncio.run(milliseconds(bot, list(islice(cycle(every), MESSAGES))))
    print(f"imports {imported - start:.1f} s, model {loaded - imported:.1f} s")
    print(f"a message: median {median(took):.0f} ms, p95 {quantiles(took, n=20)[18]:.0f} ms")
    print(f"{1000 * len(took) / sum(took):.0f} messages a second, one at a time")
    return 0


async def milliseconds(bot: "Bot", texts: list[str]) -> list[float]:
    """How long each message took."""
    return [(await bot.say(text)).ms for text in texts]
