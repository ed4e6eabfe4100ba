"""What is asked, and of which treatment: what the classifier learns, keeps, and says of a named treatment."""

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu import topic_classifier
from extensions.nlu.examples import Example, balanced, targets
from extensions.nlu.kinds import Kind, blended, in_danger, in_sentences, in_talk, settled
from extensions.nlu.neighbours import CANDIDATES, NEAREST, ROUGHLY, SPREAD, Neighbours, highest, unit
from extensions.nlu.network import Network, scaled
from extensions.nlu.sentence_encoder import DIMENSIONS
from extensions.nlu.topic_classifier import TopicClassifier

CHEMO, IMMUNO = Kind("ask_how_long", "chemotherapy"), Kind("ask_how_long", "immunotherapy")
ANY, COST = Kind("ask_how_long"), Kind("ask_cost")
WORDS = ["what does it cost", "how many weeks of chemo", "how long does it take"]
LIKELY = {CHEMO: 0.2, IMMUNO: 0.4, ANY: 0.1, COST: 0.3}


def vector(direction: int, dimensions: int = 8) -> np.ndarray:
    return np.eye(dimensions, dtype=np.float32)[direction]


def message(direction: int, intent: str | None = None, named: str | None = None, nth: int = 0, **told) -> Message:
    data = {"text": f"{WORDS[direction]} {nth}", "entities": [{"entity": "treatment", "value": named}] if named else []}
    if intent:
        data |= {"intent": intent, "metadata": {"intent": told}}
    built = Message(data=data)
    built.add_features(Features(vector(direction)[None, :], "sentence", "text", "test"))
    return built


@pytest.fixture(scope="module")
def classifier(tmp_path_factory) -> TopicClassifier:
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("storage"))
    config = {**TopicClassifier.get_default_config(), "members": 2}
    learner = TopicClassifier(config, storage, Resource("topics"))
    examples = [
        one
        for nth in range(200)
        for one in (
            message(0, "ask_cost", nth=nth),
            message(1, "ask_how_long", nth=nth, treatment="chemotherapy"),
            message(2, "ask_how_long", nth=nth, also={"intent": "ask_cost"}),
        )
    ]
    learner.train(TrainingData(examples))
    return TopicClassifier.load(config, storage, Resource("topics"), None)


def first(classifier: TopicClassifier, asked: Message) -> dict:
    classifier.process([asked])
    return asked.get("intent")


def test_it_learns_what_is_asked_and_of_which_treatment(classifier):
    assert first(classifier, message(0))["name"] == "ask_cost"
    assert first(classifier, message(1))["treatment"] == "chemotherapy"
    assert "treatment" not in first(classifier, message(2))


def test_the_ranking_is_sorted_and_shares_out_one(classifier):
    asked = message(2)
    classifier.process([asked])
    confidences = [one["confidence"] for one in asked.get("intent_ranking")]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1, abs=1e-5)


def test_a_named_treatment_takes_the_question_that_names_none(classifier):
    assert first(classifier, message(2, named="immunotherapy"))["treatment"] == "immunotherapy"


def test_a_message_without_text_is_left_alone(classifier):
    silent = Message(data={"intent": {"name": "ask_cost", "confidence": 1.0}})
    classifier.process([silent])
    assert silent.get("intent") == {"name": "ask_cost", "confidence": 1.0}


def test_what_one_view_holds_unlikely_stays_unlikely():
    views = np.array([0.9, 0.1]), np.array([0.001, 0.999])
    both = blended(views, [0.5, 0.5])
    assert both.sum() == pytest.approx(1) and both[1] > both[0]
    assert blended(views, [1, 0]).tolist() == pytest.approx([0.9, 0.1])


def test_a_low_temperature_makes_the_blend_surer():
    views = np.array([0.75, 0.25]), np.array([0.75, 0.25])
    assert blended(views, [0.5, 0.5], temperature=0.5).tolist() == pytest.approx([0.9, 0.1])


def test_the_title_says_of_which_treatment_where_the_message_does_not():
    kinds = [CHEMO, IMMUNO, ANY, COST]
    asked, titled = np.array([0.01, 0.01, 0.8, 0.18]), np.array([0.02, 0.5, 0.08, 0.4])
    both = in_talk(kinds, asked, titled, 0.5)
    assert both.sum() == pytest.approx(1)
    assert kinds[both.argmax()] == IMMUNO and both[1] > 0.5
    said = in_talk(kinds, np.array([0.8, 0.01, 0.01, 0.18]), titled, 0.5)
    assert kinds[said.argmax()] == CHEMO


def test_a_short_message_in_a_talk_is_read_behind_the_title_too(classifier, monkeypatch):
    titled = []

    class Encoder:
        def encode(self, texts):
            titled.extend(texts)
            return vector(0)[None, :]

    monkeypatch.setattr(topic_classifier, "sentence_encoder", Encoder)
    alone, short, long = (message(2, nth=nth) for nth in range(3))
    short.set("metadata", {"about": "What it costs"})
    long.set("metadata", {"about": "What it costs"})
    long.set("text", f"{WORDS[2]} " * 3)
    classifier.process([alone, short, long])
    cost = [
        {one["name"]: one["confidence"] for one in asked.get("intent_ranking")}["ask_cost"] for asked in (alone, short)
    ]
    assert cost[1] > 2 * cost[0]
    assert titled == [f"What it costs. {WORDS[2]} 1"]


TOLD = [COST, CHEMO, Kind("background"), Kind("crisis")]


def test_what_is_asked_does_not_drown_in_the_background():
    whole = np.array([0.3, 0.4, 0.2, 0.1])
    sentences = np.array([[0.02, 0.02, 0.95, 0.01], [0.9, 0.05, 0.04, 0.01]])
    said = in_danger(TOLD, in_sentences(TOLD, whole, sentences, 0.3), whole, sentences, 0.5)
    assert said.sum() == pytest.approx(1)
    assert TOLD[said.argmax()] == COST
    assert said[3] < 0.05
    more = in_sentences(TOLD, whole, np.vstack([sentences, sentences[:1]]), 0.3)
    assert more[0] > said[0]  # the more sentences there are, the more they count
    assert in_sentences(TOLD, whole, sentences, 0).tolist() == pytest.approx(whole.tolist())


def test_a_danger_in_one_sentence_is_one_in_all():
    whole = np.array([0.7, 0.1, 0.18, 0.02])
    sentences = np.array([[0.95, 0.02, 0.02, 0.01], [0.05, 0.05, 0.1, 0.8]])
    assert in_danger(TOLD, whole, whole, sentences, 0.5)[3] > 0.1


def test_news_hide_no_danger_beside_them():
    kinds = [COST, Kind("loss"), Kind("crisis")]
    whole, parts = np.array([0.1, 0.78, 0.12]), np.array([[0.03, 0.95, 0.02], [0.01, 0.72, 0.27]])
    assert in_sentences(kinds, whole, parts, 0.3) is whole
    assert in_danger(kinds, whole, whole, parts, 0.4)[2] > 0.16


def test_a_message_of_nothing_but_background_is_read_whole():
    whole = np.array([0.1, 0.1, 0.75, 0.05])
    sentences = np.array([[0.02, 0.02, 0.95, 0.01], [0.01, 0.02, 0.96, 0.01]])
    assert in_sentences(TOLD, whole, sentences, 0.3) is whole


def test_a_message_of_several_sentences_is_read_by_sentence_too(classifier):
    def likely(*directions: int) -> dict[str, float]:
        asked = message(1)
        asked.set("text", "The bill came. And how long?")
        said = ["The bill came.", "And how long?"]
        asked.set("part_vectors", {said[place]: vector(direction) for place, direction in enumerate(directions)})
        classifier.process([asked])
        assert [one["name"] for one in asked.get("parts")] == [
            ["ask_cost", "ask_how_long"][direction] for direction in directions
        ]
        return {one["name"]: one["confidence"] for one in asked.get("intent_ranking")}

    assert likely(0, 0)["ask_cost"] > 1.5 * likely(1, 1)["ask_cost"]


def test_a_named_treatment_gains_and_nothing_is_lost():
    after = settled(LIKELY, ["chemotherapy"])
    assert sum(after.values()) == pytest.approx(1)
    assert after[COST] == 0.3
    assert after[CHEMO] == pytest.approx(0.2 + 0.1 + 0.4 * 0.4)
    assert after[IMMUNO] == pytest.approx(0.24)


def test_two_named_treatments_share_what_is_free():
    after = settled(LIKELY, ["chemotherapy", "radiation_therapy"])
    assert sum(after.values()) == pytest.approx(1)
    assert after[Kind("ask_how_long", "radiation_therapy")] == pytest.approx((0.1 + 0.16) / 2)


def test_an_example_with_a_second_answer_belongs_to_both():
    rows = targets([Example("", vector(0), COST, None), Example("", vector(1), ANY, COST)], [ANY, COST], 0.25)
    assert rows.tolist() == [[0, 1], [0.75, 0.25]]


def test_a_second_answer_that_nothing_is_learned_of_is_left_out():
    assert targets([Example("", vector(0), ANY, CHEMO)], [ANY, COST], 0.25).tolist() == [[1, 0]]


def test_small_intents_count_more_and_the_mean_is_one():
    counts = balanced([1, 100], 0.5)
    assert counts.mean() == pytest.approx(1)
    assert counts[0] / counts[1] == pytest.approx(10)
    assert balanced([1, 100], 0).tolist() == [1, 1]


def test_a_network_is_kept_as_it_was(tmp_path):
    rows = np.array([vector(0), vector(1)] * 20)
    network = Network.train(rows, np.array([[1, 0], [0, 1]] * 20, dtype=np.float32), np.ones(40, np.float32), 2)
    network.save(tmp_path / "network.npz")
    kept = Network.load(tmp_path / "network.npz")
    assert len(kept.members) == 2
    assert kept.likely(rows) == pytest.approx(network.likely(rows), abs=1e-3)
    assert network.likely(rows).sum(axis=1) == pytest.approx(1)


def apart(count: int, direction: int) -> np.ndarray:
    """Vectors that point a little beside a direction, each its own way."""
    chance = np.random.default_rng(direction)
    return vector(direction) + 0.1 * chance.standard_normal((count, 8)).astype(np.float32)


def test_the_nearest_examples_say_what_a_message_is():
    vectors = np.vstack([apart(100, 0), apart(100, 1), apart(100, 2)])
    neighbours = Neighbours.train(vectors, np.repeat([0, 1, 2], 100), np.ones(300, np.float32))
    chances = neighbours.likely(vector(1)[None, :])[0]
    assert chances.sum() == pytest.approx(1)
    assert chances[1] > 0.9
    assert chances.min() == pytest.approx(SPREAD / 3, rel=0.01)


def test_a_single_example_is_not_forgotten_among_many_others():
    vectors = np.vstack([apart(500, 0), vector(0)[None, :] + 0.5 * vector(5)])
    neighbours = Neighbours.train(vectors, np.repeat([0, 1], [500, 1]), np.repeat([1, 20], [500, 1]).astype(np.float32))
    assert neighbours.likely(vectors[-1:]).argmax() == 1
    assert neighbours.likely(vectors[:1]).argmax() == 0


def test_examples_sought_roughly_are_the_nearest_of_all():
    chance, classes = np.random.default_rng(0), np.repeat(np.arange(40), 100)
    sizes = np.arange(1, DIMENSIONS + 1) ** -0.5  # as of real vectors, some directions differ most
    vectors = (chance.standard_normal((len(classes), DIMENSIONS)) * sizes).astype(np.float32)
    neighbours = Neighbours.train(vectors, classes, np.ones(len(classes), np.float32))
    assert len(classes) > CANDIDATES and neighbours.axes.shape[1] > ROUGHLY
    rows = unit(scaled(vectors[::100], neighbours.middle) @ neighbours.axes)
    nearest = (rows @ neighbours.examples.T).argsort(axis=1)[:, -NEAREST:]
    found = [set(highest(row[-ROUGHLY:] @ neighbours.rough, CANDIDATES)) for row in rows]
    assert np.mean([len(found[place] & set(near)) / NEAREST for place, near in enumerate(nearest)]) > 0.99
    assert (neighbours.likely(vectors[::100]).argmax(axis=1) == classes[::100]).mean() > 0.95


def test_neighbours_are_kept_as_they_were(tmp_path):
    vectors = np.vstack([apart(100, 0), apart(100, 1)])
    neighbours = Neighbours.train(vectors, np.repeat([0, 1], 100), np.ones(200, np.float32))
    neighbours.save(tmp_path / "neighbours.npz")
    kept = Neighbours.load(tmp_path / "neighbours.npz")
    assert kept.likely(vectors[::20]) == pytest.approx(neighbours.likely(vectors[::20]), abs=1e-2)
