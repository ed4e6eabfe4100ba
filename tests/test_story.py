"""Long messages: read to the end, as what one sentence asks, and as dangerous as the worst passage."""

import numpy as np
import pytest

from extensions.nlu.kinds import Kind
from extensions.nlu.sentences import is_story, parts, passages, sentences
from extensions.nlu.story import asked_in_story, danger_in_story

KINDS = [Kind("ask_cost"), Kind("ask_food"), Kind("background"), Kind("crisis"), Kind("red_flag")]
COST, FOOD, BACKGROUND, CRISIS, RED_FLAG = np.eye(5) * 0.9 + 0.02
RUN_ON = " ".join(f"word{number}" for number in range(100))
LETTER = "We went to the sea with the dog and my sister. " * 12


def test_a_message_of_usual_length_is_no_story():
    assert not is_story(LETTER[:300]) and passages(LETTER[:300]) == []
    assert is_story(LETTER) and is_story(RUN_ON)


@pytest.mark.parametrize("text", [RUN_ON, LETTER, LETTER.replace(". ", "\n")])
def test_a_story_falls_into_passages_and_loses_no_word(text):
    found = passages(text)
    assert len(found) > 1 and all(len(" ".join(group).split()) <= 60 for group in found)
    assert [sentence for group in found for sentence in group] == sentences(text)
    assert " ".join(parts(text)).split() == text.split()
    assert all(len(sentence.split()) <= 25 for sentence in sentences(text))


def test_one_question_counts_more_than_all_that_is_told_around_it():
    told = [BACKGROUND] * 12
    assert asked_in_story(KINDS, BACKGROUND, np.array([*told, COST])).argmax() == COST.argmax()
    vaguely = 0.5 * BACKGROUND + 0.3 * FOOD + 0.2 * COST
    assert asked_in_story(KINDS, vaguely, np.array([*[vaguely] * 12, COST])).argmax() == COST.argmax()


def test_a_story_in_which_nothing_is_asked_is_read_whole():
    assert (asked_in_story(KINDS, FOOD, np.array([BACKGROUND] * 9)) == FOOD).all()


def test_a_story_is_as_dangerous_as_its_worst_passage():
    calm = (COST, np.array([COST, COST]))
    hurt = (RED_FLAG, np.array([COST, RED_FLAG]))
    likely = danger_in_story(KINDS, COST, [calm, hurt, calm], 0.4)
    assert likely.argmax() == RED_FLAG.argmax() and likely.sum() == pytest.approx(1)


def test_many_harmless_passages_together_are_no_danger():
    calm = (COST, np.array([COST, COST]))
    one, many = (danger_in_story(KINDS, COST, [calm] * count, 0.4) for count in (1, 30))
    assert one == pytest.approx(many) and many.argmax() == COST.argmax()


def test_a_danger_late_in_a_long_message_and_a_question_are_heard(say):
    assert (
        say(LETTER + "Now he can't speak properly and his face hangs down on one side. " + LETTER).outcome == "urgent"
    )
    assert say(LETTER + "How is immunotherapy given?").topic == "immunotherapy/how_given"
