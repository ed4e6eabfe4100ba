"""Compare the pipeline with Rasa's usual one (DIET), trained on the same examples and asked the same questions.

Prints how many intents were right, right among the first three, the minutes of training and the milliseconds a message.
Both learn from a sample of the examples: on all of them DIET takes hours.
"""

import argparse
import asyncio
import random
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Dict, List, NamedTuple

from actions.content import content
from actions.settings import ROOT
from tools import CannotRun
from tools.evaluate import QUESTIONS, table
from tools.logs import errors_only
from tools.nearest import EXAMPLES
from tools.scores import Question, read_questions

USUAL: List[Dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
]
"""The pipeline that `rasa init` writes, as far as it finds intents."""
OURS_ENDS_WITH = "extensions.nlu.topic_classifier.TopicClassifier"
FILES = ("topics", "boundaries", "out_of_scope")
MESSAGES = 500


class Result(NamedTuple):
    """What one pipeline reached."""

    right: float
    """Per cent of the messages whose likeliest intent is accepted."""
    among_three: float
    minutes: float
    """Training."""
    ms: float
    """Median, a message."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many examples an intent."""
    parser.add_argument("--examples", type=int, default=20, help="examples an intent that both learn from (default 20)")


def run(arguments: argparse.Namespace) -> int:
    """Train and ask both, one after the other, and print the table."""
    if arguments.examples < 2:
        raise CannotRun("--examples: write 2 or more")
    errors_only()
    from rasa.shared.nlu.training_data.loading import load_data
    from rasa.shared.utils.io import read_config_file

    ours = [without_cache(one) for one in read_config_file(str(ROOT / "config.yml"))["pipeline"]]
    last = next(number for number, one in enumerate(ours) if one["name"] == OURS_ENDS_WITH)
    asked = [one for name in FILES for one in read_questions(QUESTIONS / f"{name}.jsonl")]
    asked = asked[:: max(1, len(asked) // MESSAGES)]
    with TemporaryDirectory() as work:
        examples = [one for file in EXAMPLES for one in load_data(str(ROOT / file)).intent_examples]
        sample = sampled(examples, arguments.examples)
        sample.persist(work, "examples.yml")
        rows = []
        for name, pipeline in (("Rasa's usual (DIET)", USUAL), ("Shipmate's", ours[: last + 1])):
            result = measured(pipeline, Path(work), asked)
            rows.append(
                [
                    name,
                    f"{result.right:.1f} %",
                    f"{result.among_three:.1f} %",
                    f"{result.minutes:.1f}",
                    f"{result.ms:.0f}",
                ]
            )
    head = ["pipeline", "intent right", "among the first three", "training, minutes", "a message, ms"]
    print(f"{arguments.examples} examples an intent, {len(asked)} held-out messages\n\n{table(head, rows)}")
    return 0


def without_cache(component: Dict[str, Any]) -> Dict[str, Any]:
    """A component that keeps nothing between trainings, so that both begin with nothing and spoil nothing."""
    return {key: value for key, value in component.items() if key != "cache"}


def sampled(examples: List[Any], count: int) -> Any:
    """So many examples of each intent, drawn by chance but always the same."""
    from rasa.shared.nlu.training_data.training_data import TrainingData

    shuffled = sorted((one for one in examples if one.get("text")), key=lambda one: one.get("text"))
    random.Random(0).shuffle(shuffled)
    drawn: Dict[str, List[Any]] = {}
    for one in shuffled:
        drawn.setdefault(one.get("intent"), []).append(one)
    return TrainingData([one for of_intent in drawn.values() for one in of_intent[:count]])


def measured(pipeline: List[Dict[str, Any]], work: Path, asked: List[Question]) -> Result:
    """Train a pipeline on the sample in `work`, and ask."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu
    from rasa.shared.utils.io import write_yaml

    config = work / "config.yml"
    write_yaml({"recipe": "default.v1", "language": "en", "pipeline": pipeline}, config)
    start = time.perf_counter()
    model = train_nlu(str(config), str(work / "examples.yml"), str(work))
    minutes = (time.perf_counter() - start) / 60
    if not model:
        raise CannotRun("The model could not be trained; the lines above say why.")
    agent = Agent.load(model)
    took, right, among = [], 0, 0
    for question in asked:
        start = time.perf_counter()
        parsed = asyncio.run(agent.parse_message(question.text))
        took.append(1000 * (time.perf_counter() - start))
        named = list(dict.fromkeys(one["name"] for one in parsed["intent_ranking"]))[:3]
        accepted = [bool(intents_of(question) & {name}) for name in named]
        right, among = right + accepted[0], among + any(accepted)
    return Result(100 * right / len(asked), 100 * among / len(asked), minutes, median(took))


def intents_of(question: Question) -> "set[str]":
    """The intents that lead to what is accepted."""
    by_topic = {f"answer:{card.id}": card.intent for card in content().cards.values()}
    by_outcome: Dict[str, set] = {}
    for name, wording in content().replies.items():
        by_outcome.setdefault(wording.outcome, set()).add(name)
    found: set[str] = set()
    for accepted in question.accept:
        found |= {by_topic[accepted]} if accepted in by_topic else by_outcome.get(accepted, {accepted})
    return found
