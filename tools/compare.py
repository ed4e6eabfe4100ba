"""Compare the pipeline and policies with Rasa's usual ones (DIET, TED), trained on the same examples, asked the same.

Prints how many intents were right, right among the first three, how many later turns of conversations were answered
rightly, the minutes of training and the milliseconds a message. All learn from a sample of the examples: on all of
them DIET takes hours.
"""

import argparse
import asyncio
import random
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Dict, List, NamedTuple

from actions.content import content
from actions.reading import load_yaml
from actions.settings import ROOT
from actions.turn import FALLBACK
from extensions.nlu.glossary import glossary
from tools import CannotRun
from tools.evaluate import QUESTIONS, ask_all, table
from tools.logs import errors_only
from tools.nearest import EXAMPLES
from tools.scores import Question, read_questions

if TYPE_CHECKING:
    from tools.bot import Bot

USUAL: List[Dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "RegexEntityExtractor", "use_regexes": False},
    {"name": "EntitySynonymMapper"},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
"""The pipeline that `rasa init` writes, without retrieval of responses, and with treatments found by a lookup table."""
USUAL_POLICIES: List[Dict[str, Any]] = [
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
    {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
]
"""The policies that it writes."""
FILES = ("topics", "boundaries", "out_of_scope")
MESSAGES = 500
TURNS = "conversations"
LEARNED = (*EXAMPLES, "data/follow_ups.yml")
SAMPLE = "examples.yml"
BESIDE = ("data/courtesies.yml", "data/rules.yml", "data/stories.yml")
"""Files of which all is learned."""


class Result(NamedTuple):
    """What one configuration reached."""

    right: float
    """Per cent of the messages whose likeliest intent is accepted."""
    among_three: float
    turns: float
    """Per cent of the later turns of conversations whose answer is right."""
    minutes: float
    """Training."""
    ms: float
    """Median, a message, for its intent alone."""

    def row(self) -> List[str]:
        """As it stands in the table."""
        return [*(f"{share:.1f} %" for share in self[:3]), f"{self.minutes:.1f}", f"{self.ms:.0f}"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many examples an intent."""
    parser.add_argument("--examples", type=int, default=20, help="examples an intent that both learn from (default 20)")


def run(arguments: argparse.Namespace) -> int:
    """Train and ask each, one after the other, and print the table."""
    if arguments.examples < 2:
        raise CannotRun("--examples: write 2 or more")
    errors_only()
    from rasa.shared.nlu.training_data.loading import load_data
    from rasa.shared.utils.io import read_config_file

    config = read_config_file(str(ROOT / "config.yml"))
    ours, our_policies = [without_cache(one) for one in config["pipeline"]], config["policies"]
    asked = [one for name in FILES for one in read_questions(QUESTIONS / f"{name}.jsonl")]
    asked = asked[:: max(1, len(asked) // MESSAGES)]
    turns = read_questions(QUESTIONS / f"{TURNS}.jsonl")
    rows = []
    with TemporaryDirectory() as work:
        examples = [one for file in LEARNED for one in load_data(str(ROOT / file)).intent_examples]
        sampled(examples, arguments.examples).persist(work, SAMPLE)
        for name, pipeline, policies in (
            ("Rasa's usual (DIET), its usual policies (TED)", USUAL, USUAL_POLICIES),
            ("Shipmate's, Rasa's usual policies", ours, USUAL_POLICIES),
            ("Shipmate's", ours, our_policies),
        ):
            configuration = {"recipe": "default.v1", "language": "en", "pipeline": pipeline, "policies": policies}
            rows.append([name, *measured(configuration, Path(work), asked, turns).row()])
    head = ["", "intent right", "among the first three", "later turns right", "training, minutes", "an intent, ms"]
    later = sum(one.later for one in turns)
    print(f"{arguments.examples} examples an intent, {len(asked)} held-out messages, {later} later turns\n")
    print(table(head, rows))
    return 0


def without_cache(component: Dict[str, Any]) -> Dict[str, Any]:
    """A component that keeps nothing between trainings, so that both begin with nothing and spoil nothing."""
    return {key: value for key, value in component.items() if key != "cache"}


def sampled(examples: List[Any], count: int) -> Any:
    """So many examples of each intent, drawn by chance but always the same, and the names of the glossary."""
    from rasa.shared.nlu.training_data.training_data import TrainingData

    shuffled = sorted((one for one in examples if one.get("text")), key=lambda one: one.get("text"))
    random.Random(0).shuffle(shuffled)
    drawn: Dict[str, List[Any]] = {}
    for one in shuffled:
        drawn.setdefault(one.get("intent"), []).append(one)
    names = glossary(ROOT / "content" / "glossary.yml").meaning
    return TrainingData(
        [one for of_intent in drawn.values() for one in of_intent[:count]],
        entity_synonyms={name: value for name, (_, value) in names.items()},
        lookup_tables=[
            {"name": "treatment", "elements": [name for name, (kind, _) in names.items() if kind == "treatment"]}
        ],
    )


def measured(configuration: Dict[str, Any], work: Path, asked: List[Question], turns: List[Question]) -> Result:
    """Train a configuration on the sample in `work`, and ask."""
    start = time.perf_counter()
    bot = trained(configuration, work)
    minutes = (time.perf_counter() - start) / 60
    took, right, among = [], 0, 0
    for question in asked:
        start = time.perf_counter()
        parsed = asyncio.run(bot.agent.parse_message(question.text))
        took.append(1000 * (time.perf_counter() - start))
        named = dict.fromkeys(one["name"] for one in parsed["intent_ranking"] if one["name"] != FALLBACK)
        accepted = [bool(intents_of(question) & {name}) for name in list(named)[:3]]
        right, among = right + accepted[0], among + any(accepted)
    later = [one for one in asyncio.run(ask_all(turns, bot)) if one.question.later]
    shares = (100 * right / len(asked), 100 * among / len(asked), 100 * sum(one.right for one in later) / len(later))
    return Result(*shares, minutes, median(took))


def trained(configuration: Dict[str, Any], work: Path) -> "Bot":
    """The whole assistant with the model that a configuration makes of the sample in `work`."""
    from rasa.model_training import train
    from rasa.shared.utils.io import write_yaml

    from tools.bot import Bot

    config = work / "config.yml"
    write_yaml(configuration, config)
    data = [str(work / SAMPLE), *(str(ROOT / file) for file in BESIDE)]
    result = train(str(ROOT / "domain.yml"), str(config), data, str(work), force_training=True)
    if result.code or not result.model:
        raise CannotRun("The model could not be trained; the lines above say why.")
    return Bot.load(model=Path(result.model))


def intents_of(question: Question) -> "set[str]":
    """The intents that lead to what is accepted."""
    by_topic = {f"answer:{card.id}": card.intent for card in content().cards.values()}
    intents = set(load_yaml("domain.yml", (ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"])
    by_outcome: Dict[str, set] = {}
    for name, wording in content().replies.items():
        if name in intents:
            by_outcome.setdefault(wording.outcome, set()).add(name)
    found: set[str] = set()
    for accepted in question.accept:
        found |= {by_topic[accepted]} if accepted in by_topic else by_outcome.get(accepted, {accepted})
    return found
