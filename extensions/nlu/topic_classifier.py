"""Rasa component: what a message asks, and of which treatment, from its sentence vector and its words."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.corrections import read_alone
from extensions.nlu.courtesies import core_of
from extensions.nlu.examples import balanced, example_of, targets, vector_of
from extensions.nlu.kinds import (
    ABOUT,
    ASKED,
    DANGERS,
    Kind,
    about_another,
    as_json,
    behind,
    blended,
    in_danger,
    in_sentences,
    in_talk,
    is_short,
    settled,
    share_about,
)
from extensions.nlu.mentions import named_treatments, other_medicines
from extensions.nlu.neighbours import Neighbours
from extensions.nlu.network import Network
from extensions.nlu.phrase_model import PhraseModel
from extensions.nlu.sentence_encoder import sentence_encoder
from extensions.nlu.sentence_featurizer import PART_VECTORS
from extensions.nlu.sentences import is_story, parts, sentences
from extensions.nlu.spelling import mended_text
from extensions.nlu.story import in_story

WEIGHTS = "network.npz"
NEIGHBOURS = "neighbours.npz"
KINDS = "kinds.json"
PARTS = "parts"
"""Key of a message: what each of its sentences, or each of their parts, would be by itself, where there are several."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets the intent and the ranking; entries of the ranking may name the `treatment` beside the intent.

    The metadata of a block of examples may say `treatment: chemotherapy` (the examples are about it, by name or by
    description), and `also: {intent: ..., treatment: ...}` (a second answer as fair). A treatment that the message
    names (an entity that comes before this component) takes the place of those that are only likely; a `medicine` that
    is not against cancer leaves little of them. A short message in a talk ("and with ginger?") is read alone, behind
    the title of what was spoken of and behind the message before, as its metadata tell. One of several sentences is
    read whole and sentence by sentence.

    Configuration: `balance`, from 0 to 1, how far small intents count as much as large ones; `also_share`, how much of
    an example belongs to its second answer; `members`, how many networks vote; `words_share` and `neighbours_share`,
    what the words and the nearest examples count beside the networks, together below 1; `temperature`, below 1 where
    the three together are surer than each; `about_share` and `asked_share`, what counts of a message behind the title,
    and then behind the message before; `sentence_share`, what each sentence beyond the first counts beside the whole;
    `danger_share`, what the parts count for dangers; `ranking_length`, the likeliest kinds that are told, and dangers.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """It works on the features of the sentence."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The default configuration."""
        return {
            "balance": 0.5,
            "also_share": 0.25,
            "members": 2,
            "words_share": 0.3,
            "neighbours_share": 0.3,
            "temperature": 0.65,
            "about_share": 0.5,
            "asked_share": 0.25,
            "sentence_share": 0.1,
            "danger_share": 0.4,
            "ranking_length": 10,
        }

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self.model_storage = model_storage
        self.resource = resource
        self.kinds: List[Kind] = []
        self.network = Network(np.zeros(0), [])
        self.phrases = PhraseModel([], np.zeros((0, 0)), np.zeros(0))
        self.neighbours = Neighbours(np.zeros(0), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0), np.zeros(0))

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TopicClassifier":
        """Rasa's constructor of an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and keep what was learned."""
        examples = [example_of(message) for message in training_data.intent_examples if message.get(TEXT)]
        sizes = Counter(example.kind for example in examples)
        self.kinds = sorted(sizes, key=str)
        counts = balanced([sizes[example.kind] for example in examples], self.config["balance"])
        number = {kind: index for index, kind in enumerate(self.kinds)}
        classes = np.array([number[example.kind] for example in examples])
        vectors = np.array([example.vector for example in examples])
        shares = targets(examples, self.kinds, self.config["also_share"])
        with ThreadPoolExecutor(1) as beside:  # a network leaves the cores idle at times: a fifth faster than in turn
            phrases = beside.submit(PhraseModel.train, [example.text for example in examples], classes, counts)
            self.network = Network.train(vectors, shares, counts, self.config["members"])
        self.phrases = phrases.result()
        self.neighbours = Neighbours.train(vectors, classes, counts)
        self.persist()
        return self.resource

    def persist(self) -> None:
        """Write what was learned into the model."""
        with self.model_storage.write_to(self.resource) as folder:
            self.network.save(folder / WEIGHTS)
            self.phrases.save(folder)
            self.neighbours.save(folder / NEIGHBOURS)
            (folder / KINDS).write_text(json.dumps(self.kinds), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TopicClassifier":
        """Read it back."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.kinds = [Kind(*kind) for kind in json.loads((folder / KINDS).read_text(encoding="utf-8"))]
            component.network = Network.load(folder / WEIGHTS)
            component.phrases = PhraseModel.load(folder)
            component.neighbours = Neighbours.load(folder / NEIGHBOURS)
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent and the ranking of each message that has a text."""
        for message in messages:
            if message.get(TEXT):
                ranking = self.ranking(self.likely_of(message), named_treatments(message))
                most = self.config["ranking_length"]
                told = [one for place, one in enumerate(ranking) if place < most or one["name"] in DANGERS]
                message.set(INTENT, told[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, told, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that comes later trains on the intent."""
        return training_data

    def likely_of(self, message: Message) -> np.ndarray:
        """How likely each kind is for a message where it stands; (kinds,), sums to 1."""
        text, alone = core_of(message), self.alone(message)
        told = message.get(METADATA) or {}
        if ABOUT not in told or not is_short(text) or read_alone(mended_text(message)):
            return alone
        longer = [behind(told[key], text) for key in (ABOUT, ASKED) if told.get(key)]
        titled, *joined = self.likely(longer, sentence_encoder().encode(longer))
        titled = about_another(self.kinds, titled, len(other_medicines(message)) > 0)
        result = in_talk(self.kinds, alone, titled, self.config["about_share"])
        share = self.config["asked_share"]
        return blended([result, *joined], [1 - share, share]) if joined else result

    def alone(self, message: Message) -> np.ndarray:
        """How likely each kind is for a message by itself; (kinds,), sums to 1. Sets what its parts would be alone."""
        text, medicines = core_of(message), other_medicines(message)
        vectors = {text: vector_of(message), **(message.get(PART_VECTORS) or {})}
        read = dict(zip(vectors, self.likely(list(vectors), np.array(list(vectors.values()))), strict=True))
        several, single = sentences(text), parts(text)
        result, naming = read[text], float(len(medicines) > 0)
        if len(several) > 1:
            each = np.array([read[sentence] for sentence in several])
            result = in_sentences(self.kinds, result, each, self.config["sentence_share"])
            naming = share_about(self.kinds, each, [any(name in one for name in medicines) for one in several])
        if len(single) > 1:
            each = np.array([read[part] for part in single])
            result = in_danger(self.kinds, result, read[text], each, self.config["danger_share"])
            likeliest = [as_json(self.kinds[row.argmax()], float(row.max())) for row in each]
            message.set(PARTS, likeliest, add_to_output=True)
        if is_story(text):
            result = in_story(self.kinds, read, text, self.config["danger_share"])
        return about_another(self.kinds, result, naming)

    def likely(self, texts: List[str], vectors: np.ndarray) -> np.ndarray:
        """How likely each kind is for each text as a whole; (len(texts), kinds), rows sum to 1."""
        views = self.network.likely(vectors), self.phrases.likely(texts), self.neighbours.likely(vectors)
        words, neighbours = self.config["words_share"], self.config["neighbours_share"]
        return blended(views, [1 - words - neighbours, words, neighbours], self.config["temperature"])

    def ranking(self, likely: np.ndarray, named: List[str]) -> List[Dict[str, Any]]:
        """The kinds, the likeliest first; the confidences of all of them sum to 1."""
        found: Dict[Kind, float] = dict(zip(self.kinds, map(float, likely), strict=True))
        if named:
            found = settled(found, named)
        best_first = sorted(found.items(), key=lambda one: -one[1])
        return [as_json(kind, probability) for kind, probability in best_first]
