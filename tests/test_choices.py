"""Which of the offered choices is meant."""

import pytest

from actions.choices import pick

CHOICES = [
    {"title": "Side effects of chemotherapy", "payload": "/a"},
    {"title": "Side effects of immunotherapy", "payload": "/b"},
    {"title": "What treatment costs", "payload": "/c"},
]


@pytest.mark.parametrize(
    ("said", "payload"),
    [
        ("1", "/a"), ("2", "/b"), ("3.", "/c"), ("two", "/b"), ("the second one", "/b"), ("option 3 please", "/c"),
        ("number one", "/a"), ("the last one", "/c"), ("2nd", "/b"), ("first", "/a"), ("No. 2", "/b"),
        ("immunotherapy", "/b"),
        ("the middle one", "/b"), ("the imunotherapy one", "/b"), ("costs", "/c"), ("what treatment costs", "/c"),
    ],
)  # fmt: skip
def test_a_number_a_place_or_words_choose(said, payload):
    assert [choice["payload"] for choice in pick(said, CHOICES)] == [payload]


@pytest.mark.parametrize(
    "said",
    ["", "4", "9", "ten", "side effects", "can I go swimming with a port in my chest", "no", "1 or 2", "hello there"],
)
def test_other_words_choose_nothing(said):
    assert pick(said, CHOICES) == []


def test_with_nothing_offered_nothing_is_chosen():
    assert pick("2", []) == pick("all", []) == []


@pytest.mark.parametrize("said", ["all", "both", "All of them please", "i want both of these", "all three"])
def test_all_can_be_meant(said):
    assert pick(said, CHOICES) == CHOICES


def test_between_two_there_is_no_middle():
    assert pick("the middle one", CHOICES[:2]) == []
