"""A medicine that is not against cancer is never explained with the words for a cancer treatment."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from actions.settings import ROOT
from extensions.nlu.glossary import MEDICINE, Glossary
from extensions.nlu.kinds import Kind, about_another, share_about
from extensions.nlu.mentions import other_medicines

KINDS = [Kind("ask_side_effects", "chemotherapy"), Kind("ask_sleep"), Kind("other_medical")]
TREATMENTS = ("chemotherapy", "immunotherapy", "targeted_therapy", "hormone_therapy", "radiation_therapy")

LISTED = ["amlodipine", "sertraline", "venlafaxine", "metformin", "ondansetron", "warfarin", "infliximab", "Crestor"]
UNLISTED = ["zorbifentine", "calmadorin", "Glucovexa", "plenoxapril"]
"""Made up, as the next new medicine will be."""
FRAMES = [
    "what are the side effects of {}",
    "what are the precautions for {}",
    "how long does {} take to work",
    "what is {} used for",
    "how should I take {}, with food or without?",
]


def named(text: str, **entities: str) -> Message:
    found = [
        {"entity": entity, "value": "", "start": text.index(word), "end": text.index(word) + len(word)}
        for entity, word in entities.items()
    ]
    return Message(data={"text": text, "entities": found})


def test_what_is_asked_of_a_treatment_is_asked_of_the_medicine_that_is_named():
    after = about_another(KINDS, np.array([0.8, 0.1, 0.1]), 1.0)
    assert after.sum() == pytest.approx(1)
    assert after.tolist() == pytest.approx([0.08, 0.1, 0.82])
    assert about_another(KINDS, np.array([0.8, 0.1, 0.1]), 0.0).tolist() == [0.8, 0.1, 0.1]
    assert about_another(KINDS[:2], np.array([0.8, 0.2]), 1.0).tolist() == [0.8, 0.2]


def test_a_medicine_in_the_background_is_not_what_is_asked_about():
    background, question = np.array([0.01, 0.5, 0.49]), np.array([0.9, 0.05, 0.05])
    assert share_about(KINDS, np.array([background, question]), [True, False]) < 0.02
    assert share_about(KINDS, np.array([background, question]), [False, True]) > 0.98
    assert share_about(KINDS, np.array([background, question]), [False, False]) == 0


def test_where_a_treatment_is_named_the_medicine_is_not_what_is_asked_about():
    assert other_medicines(named("Is Crestor safe", medicine="Crestor")) == ["Crestor"]
    assert other_medicines(named("Is Crestor safe with chemo", medicine="Crestor", treatment="chemo")) == []


def test_groups_of_medicines_are_no_names():
    glossary = Glossary.load(ROOT / "content/glossary.yml")
    groups = set(glossary.subjects[MEDICINE])
    assert "other" in groups and glossary.value("other") is None
    assert all(
        (ROOT / "content/topics/side_effects" / f"{group}.md").is_file() for group in groups - {"other"}
    )  # the card that the reply offers


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("medicine", LISTED)
def test_no_treatment_card_answers_for_a_known_medicine(say, medicine, frame):
    assert not (say(frame.format(medicine)).topic or "").startswith(TREATMENTS)


def test_seldom_does_a_treatment_card_answer_for_an_unknown_one(say):
    asked = [frame.format(medicine) for frame in FRAMES for medicine in UNLISTED]
    wrong = [text for text in asked if (say(text).topic or "").startswith(TREATMENTS)]
    assert len(wrong) <= len(asked) // 10, wrong


def test_the_reply_names_who_can_help_and_the_card_about_what_it_is_for(say):
    turn = say("what are the side effects of ondansetron")
    assert turn.outcome == "out_of_scope"
    assert "pharmacist" in turn.replies[0]["text"]
    assert turn.replies[0]["buttons"][0]["payload"] == "/ask_nausea"


def test_a_patient_who_mentions_a_medicine_gets_the_answer_about_the_treatment(say):
    assert (
        say("I take perindopril for my blood pressure. How is immunotherapy given?").topic == "immunotherapy/how_given"
    )
    assert say("Is it safe to drink with letrozole?").outcome != "out_of_scope"


def test_what_a_word_for_another_treatment_means_leads_to_no_cancer_treatment(say):
    turn = say("what is hormone replacement therapy")
    assert turn.topic is None and "menopause" in turn.replies[0]["text"]
