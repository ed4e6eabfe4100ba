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
        ("immunotherapy", "/b"), ("the imunotherapy one", "/b"), ("costs", "/c"), ("what treatment costs", "/c"),
    ],
)  # fmt: skip
def test_a_number_a_place_or_words_choose(said, payload):
    assert pick(said, CHOICES)["payload"] == payload


@pytest.mark.parametrize(
    "said",
    ["", "4", "9", "ten", "side effects", "can I go swimming with a port in my chest", "no", "1 or 2", "hello there"],
)
def test_other_words_choose_nothing(said):
    assert pick(said, CHOICES) is None


def test_with_nothing_offered_nothing_is_chosen():
    assert pick("2", []) is None
