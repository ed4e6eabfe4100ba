"""What `python -m tools compare` lets all configurations learn from and counts as right."""

from collections import Counter

from rasa.shared.nlu.training_data.message import Message

from tools.compare import USUAL, intents_of, sampled, without_cache
from tools.scores import Question

EXAMPLES = [Message.build(f"{intent} {number}", intent) for intent in ("greet", "thanks") for number in range(9)]


def test_each_intent_gives_as_many_examples_whatever_their_order():
    drawn = sampled(EXAMPLES, 3).intent_examples
    assert Counter(one.get("intent") for one in drawn) == {"greet": 3, "thanks": 3}
    again = sampled(EXAMPLES[::-1], 3).intent_examples
    assert {one.get("text") for one in drawn} == {one.get("text") for one in again}


def test_the_usual_pipeline_knows_the_names_of_treatments():
    sample = sampled(EXAMPLES, 3)
    assert "tamoxifen" in sample.lookup_tables[0]["elements"]
    assert sample.entity_synonyms["tamoxifen"] == "hormone_therapy"
    assert {"RegexEntityExtractor", "EntitySynonymMapper"} < {one["name"] for one in USUAL}


def test_what_is_accepted_leads_back_to_intents():
    accepted = ["answer:side_effects/nausea", "decline_personal"]
    assert intents_of(Question("sick all night", accepted, "")) == {"ask_nausea", "personal_advice"}


def test_nothing_is_kept_between_trainings():
    assert without_cache({"name": "a", "cache": "b"}) == {"name": "a"}
