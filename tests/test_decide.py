"""What is decided from intent, entities and what is remembered."""

from dataclasses import replace

import pytest

from actions.content import content
from actions.decide import Answer, Clarify, Elsewhere, asked_meaning, decide
from actions.turn import Guess, Said, Turn

COST = "medical_oncology/cost"


def turn(intent: str, *treatments: str, ranking=None, text: str = "x", said=(), **slots) -> Turn:
    """`said`: the levels at which the card about the cost was said, the last one first; None is another reply."""
    entities = [("treatment", treatment) for treatment in treatments]
    replies = [Said("answer", COST, level) if level else Said("smalltalk") for level in said]
    guesses = [Guess(*guess) for guess in ranking or [(intent, 1.0)]]
    return Turn(text, intent, guesses, entities, slots, said=replies)


@pytest.mark.parametrize(
    ("asked", "decision"),
    [
        (turn("ask_cost"), Answer("medical_oncology/cost")),
        (turn("ask_side_effects", "immunotherapy"), Answer("immunotherapy/side_effects")),
        (turn("ask_side_effects", treatment="immunotherapy"), Answer("immunotherapy/side_effects")),
        (turn("ask_side_effects", "chemotherapy", treatment="immunotherapy"), Answer("chemotherapy/side_effects")),
        (turn("ask_side_effects"), Answer("side_effects/overview")),
        (turn("ask_what_is"), Answer("medical_oncology/treatment_types")),
        (turn("ask_switch_subject", "chemotherapy", aspect="ask_how_long"), Answer("chemotherapy/how_long")),
        (turn("ask_switch_subject", "chemotherapy"), Answer("chemotherapy/what_is_it")),
        (turn("ask_switch_subject", outcome="find_services"), Elsewhere("find_services")),
        (turn("ask_more", last_card="about/privacy"), Answer("about/privacy", "more")),
        (turn("ask_simpler", last_card="about/privacy"), Answer("about/privacy", "simple")),
        (turn("ask_repeat", last_card="about/privacy"), Answer("about/privacy", "card")),
        (turn("ask_more"), Elsewhere("opening")),
        (turn("choose", text="2"), Elsewhere("no_choice_pending")),
        (
            turn("ask_side_effects", "chemotherapy", "immunotherapy"),
            Clarify(["chemotherapy/side_effects", "immunotherapy/side_effects"]),
        ),
    ],
)
def test_decision(asked, decision):
    assert decide(asked, content()) == decision


def test_what_was_just_said_is_not_said_again_word_for_word():
    asked = turn("ask_cost", said=["card"])
    assert decide(asked, content()).level == "more"
    asked = turn("ask_repeat", last_card=COST, said=["card"])
    assert decide(asked, content()).level == "card"


@pytest.mark.parametrize(
    ("intent", "said", "level"),
    [
        ("ask_cost", ["more", "card"], "all"),
        ("ask_more", ["more", "card"], "all"),
        ("ask_more", ["more", None], "all"),
        ("ask_cost", ["all", "more", "card"], "still_all"),
        ("ask_cost", ["still_all", "all", "more"], "all"),
        ("ask_simpler", ["simple"], "all"),
        ("ask_cost", [None, "card"], "more"),
        ("ask_cost", [None, None, "more", "card"], "card"),
    ],
)
def test_a_page_that_was_said_lately_is_not_said_again(intent, said, level):
    assert decide(turn(intent, last_card=COST, said=said), content()) == Answer(COST, level)


def test_a_correction_is_not_answered_with_the_next_page():
    vague = [("ask_practical_and_financial", 0.45), ("ask_cost", 0.2)]
    asked = turn("ask_practical_and_financial", ranking=vague, text="the parking", last_card=COST, said=["card"])
    assert decide(asked, content()).topic == COST
    asked = replace(asked, text="no i meant the parking")
    assert decide(asked, content()) == Answer("support/practical_and_financial", beside=(COST,))


def test_a_card_said_before_the_last_is_gone_back_to_by_its_title():
    asked = turn("ask_cost", text="go back to the travel thing", last_card=COST, said=["card"])
    asked = replace(asked, said=[*asked.said, Said("answer", "support/practical_and_financial", "card")])
    assert decide(asked, content()).topic == "support/practical_and_financial"
    assert decide(asked, content()).level == "card"


@pytest.mark.parametrize(("text", "tells"), [("oh well", True), ("oh well?", False), ("how come", False)])
def test_a_remark_after_a_card_gets_no_page(text, tells):
    ranking = [("ask_cost", 0.4), ("thanks", 0.25), ("background", 0.2)]
    asked = turn("nlu_fallback", ranking=ranking, text=text, last_card=COST, said=["card"])
    assert (decide(asked, content()) == Elsewhere("background")) == tells


def test_what_may_be_meant_beside_is_offered_with_the_answer():
    ranking = [
        ("ask_cost", 0.7),
        ("ask_schedule", 0.15),
        ("ask_referral", 0.09),
        ("ask_food", 0.08),
    ]
    decision = decide(turn("ask_cost", ranking=ranking), content())
    assert decision.beside == ("medical_oncology/schedule", "medical_oncology/referral")


def test_without_a_treatment_three_are_offered():
    decision = decide(turn("ask_how_long"), content())
    assert len(decision.topics) == 3


def test_an_unclear_message_is_offered_the_likeliest():
    ranking = [("ask_cost", 0.3), ("ask_referral", 0.25), ("ask_schedule", 0.02)]
    assert decide(turn("nlu_fallback", ranking=ranking), content()) == Clarify(
        ["medical_oncology/cost", "medical_oncology/referral"]
    )


def test_another_treatment_adds_to_the_question_that_was_asked_of_the_last():
    ranking = [("ask_switch_subject", 0.28), ("ask_side_effects", 0.22), ("ask_precautions", 0.2)]
    asked = turn("nlu_fallback", "radiation_therapy", ranking=ranking, aspect="ask_side_effects")
    assert decide(asked, content()) == Answer(
        "radiation_therapy/side_effects", beside=("radiation_therapy/precautions",)
    )


def test_an_unclear_message_that_is_likelier_elsewhere_is_no_question_for_cards():
    ranking = [("ask_cost", 0.2), ("other_medical", 0.3), ("out_of_scope", 0.2)]
    assert decide(turn("nlu_fallback", ranking=ranking), content()) == Elsewhere("other_medical")


def test_a_choice_in_words_wins_over_its_intent():
    choices = [
        {"title": "Side effects of chemotherapy", "payload": '/ask_side_effects{"treatment": "chemotherapy"}'},
        {"title": "What treatment costs", "payload": "/ask_cost"},
    ]
    asked = turn("ask_what_is", "chemotherapy", text="the chemotherapy one", choices=choices)
    assert decide(asked, content()) == Answer("chemotherapy/side_effects")


@pytest.mark.parametrize(
    ("ranking", "meaning"),
    [
        ([("ask_skin_and_nails", 0.9), ("other_medical", 0.05)], None),  # its card answers
        ([("ask_skin_and_nails", 0.5), ("other_medical", 0.4)], "hand-foot syndrome"),
        ([("other_medical", 0.9)], "hand-foot syndrome"),
    ],
)
def test_a_word_of_ours_is_never_out_of_scope(ranking, meaning):
    asked = turn(ranking[0][0], ranking=ranking, text="what is hand-foot syndrome")
    term = asked_meaning(asked, content())
    assert (term.term if term else None) == meaning
