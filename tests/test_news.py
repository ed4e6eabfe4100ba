"""News that ask for nothing get warm words: hard ones, a loss, good ones."""

from dataclasses import replace

import pytest

from actions.alarm import Alarm, as_slot
from actions.boundaries import with_others, worded
from actions.card_replies import card_reply
from actions.content import content
from actions.decide import Answer, Elsewhere, decide
from actions.news import told_beside, worded_as
from actions.remarks import NEWS, pressed_on
from actions.reply import with_care, wording
from actions.structured import structured
from actions.turn import Guess, Said, Turn
from extensions.channels.sms import sms_texts

FEELINGS = "support/emotional"
CARD = content().cards["support/telling_children"]
ASKS = (CARD.intent, 0.9)
JUST_TOLD = [Said("answer", FEELINGS, "simple")]


def turn(text: str, intent: str, parts=(), said=(), ranking=None, **slots) -> Turn:
    guesses = [Guess(*one) for one in ranking or [(intent, 0.9)]]
    return Turn(text, intent, guesses, parts=[Guess(*one) for one in parts], said=list(said), slots=slots)


@pytest.mark.parametrize("intent", ["bad_news", "loss"])
def test_hard_news_get_warm_words_what_helps_and_a_line_for_the_night(intent):
    said = worded(intent, turn("it's cancer", intent))
    assert (said.outcome, said.topic) == ("answer", FEELINGS)
    assert said.text.startswith("I am so sorry") and content().cards[FEELINGS].summary in said.text
    assert content().line("crisis") in said.text
    assert said.buttons[0]["payload"] == "/ask_emotional"
    texts = sms_texts({**structured(said, said.text, ""), "short_disclaimer": "x"})
    assert texts[0].startswith("I am so sorry") and not any(text.startswith("I am so sorry") for text in texts[1:])


def test_news_in_the_middle_of_a_talk_leave_what_it_was_about():
    said = worded("bad_news", turn("my scan was bad", "bad_news", last_card=CARD.id))
    assert said.slots["last_card"] == CARD.id and said.title is None


@pytest.mark.parametrize(
    ("text", "intent"), [("well shit", "bad_news"), ("yep", "affirm"), ("so that is that", "background")]
)
def test_who_is_stunned_hears_no_card_twice(text, intent):
    press = [{"title": "x", "payload": "/ask_food"}]
    again = worded(intent, turn(text, intent, said=JUST_TOLD, choices=press))
    assert again.text == wording("news_again").text and again.buttons == press


@pytest.mark.parametrize("ranking", [[("loss", 0.9)], [("loss", 0.5), ("bad_news", 0.4)], [("good_news", 0.6)]])
def test_a_death_is_met_with_nothing_else(ranking):
    told = turn("my mum died this morning", ranking[0][0], said=JUST_TOLD, ranking=ranking)
    assert worded(told.intent, told).text.startswith(wording("loss").text)


@pytest.mark.parametrize("said", [JUST_TOLD, [Said("smalltalk"), *JUST_TOLD]])
def test_a_word_after_hard_news_does_not_ask_for_the_rest_of_a_card(said):
    ranking = [("ask_food", 0.2), ("bad_news", 0.15), ("background", 0.15)]
    stunned = turn("oh.", "nlu_fallback", said=said, ranking=ranking, last_card=CARD.id)
    assert decide(stunned, content()) == Elsewhere("bad_news")
    talk = [Said("answer", CARD.id, "card")]
    assert decide(replace(stunned, said=talk), content()) != Elsewhere("bad_news")


def test_a_question_after_hard_news_is_answered():
    ranking = [("ask_side_effects", 0.35), ("bad_news", 0.15), ("background", 0.06)]
    asked = turn("chemo side effects", "nlu_fallback", said=JUST_TOLD, ranking=ranking)
    assert decide(asked, content()) not in (Elsewhere("bad_news"), Elsewhere("background"))
    assert decide(turn("tell me more", "ask_more", said=JUST_TOLD), content()) == Answer(FEELINGS)


def test_a_question_beside_hard_news_is_not_lost():
    told = turn("It's cancer. How do I tell the kids?", "bad_news", [("bad_news", 0.95), ASKS])
    said = with_others(worded("bad_news", told), told)
    assert CARD.title in said.text and said.slots["unanswered"] == [CARD.id]


@pytest.mark.parametrize(
    ("intent", "ranking", "heard"),
    [
        ("loss", [("loss", 0.7), ("bad_news", 0.2)], "bad_news"),
        ("loss", [("loss", 0.7), ("ask_emotional", 0.2)], "loss"),
        ("loss", [("ask_emotional", 0.5), ("loss", 0.1)], "background"),
        ("good_news", [("good_news", 0.93), ("bad_news", 0.05)], "unsure_news"),
        ("good_news", [("good_news", 0.8), ("loss", 0.1)], "unsure_news"),
        ("good_news", [("good_news", 0.6), ("crisis", 0.1)], "unsure_news"),
        ("good_news", [("good_news", 0.9), ("thanks", 0.1)], "good_news"),
        ("bad_news", [("bad_news", 0.46), ("good_news", 0.44)], "unsure_news"),
        ("bad_news", [("bad_news", 0.29), ("loss", 0.28)], "bad_news"),
        ("ask_cost", [("ask_cost", 0.1)], "ask_cost"),
    ],
)
def test_no_warm_word_is_said_that_may_hurt(intent, ranking, heard):
    assert worded_as(intent, turn("x", intent, ranking=ranking)) == heard


@pytest.mark.parametrize("news", NEWS)
def test_news_beside_a_question_are_not_passed_over(news):
    told = turn("It is so. How do I tell the kids?", CARD.intent, [(news, 0.99), ASKS], ranking=[ASKS, (news, 0.1)])
    said, words = with_others(card_reply(CARD), told), wording(f"{news}_beside").text
    assert said.text.startswith(words) and CARD.answer in said.text and said.short.startswith(words)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([("bad_news", 0.4), ASKS], None),
        ([("loss", 0.7), ASKS], "bad_news"),
        ([("good_news", 0.93), ASKS], None),
        ([("good_news", 0.98), ("loss", 0.99), ASKS], "loss"),
        ([("good_news", 0.9), ("bad_news", 0.99), ASKS], "bad_news"),
    ],
)
def test_of_several_news_the_hardest_is_spoken_of(parts, told):
    assert told_beside(turn("x", CARD.intent, parts)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("please stop the letters to my late husband", True),
        ("you people killed my husband", True),
        ("the cancer that my mother died of", True),
        ("I have lost my appetite since mum died", True),
        ("what if my husband died in the chair", False),
        ("I thought my wife had died when she fainted", False),
        ("my husband nearly died", False),
        ("my mate is dead tired", False),
        ("dad is dead against chemo", False),
        ("Has anyone's husband died from immunotherapy?", False),
        ("my husband hasn't died from it", False),
        ("I lost my husband's referral letter, what do I do?", False),
        ("can chemo cause a miscarriage?", False),
        ("Not sure if this is right, but my husband died on Tuesday. How do I cancel?", True),
        ("we lost dad last week", True),
        ("my son's phone died", False),
        ("my late child care bill", False),
    ],
)
def test_a_death_told_by_the_way_is_not_passed_over(text, told):
    said = with_others(card_reply(CARD), turn(text, CARD.intent))
    assert said.text.startswith(wording("loss_beside").text) == told


@pytest.mark.parametrize("name", ["urgent", "prognosis", "ask_place", "bad_news", "news_again", "unsure_news"])
def test_replies_that_begin_with_their_own_words_get_no_other(name):
    told = turn("x", "nlu_fallback", [("bad_news", 0.9), ("background", 0.9)])
    reply = replace(wording("apology"), outcome="urgent") if name == "urgent" else wording(name)
    assert with_others(reply, told).text == reply.text


def test_news_by_the_way_in_a_talk_are_answered_as_news():
    ranking = [("ask_emotional", 0.4), ("loss", 0.38), ("background", 0.1)]
    told = turn("she passed on saturday", "nlu_fallback", said=[Said("answer", CARD.id, "card")], ranking=ranking)
    assert decide(told, content()) == Elsewhere("loss")


def test_news_in_a_story_are_answered_as_news_where_nothing_is_asked():
    parts, unclear = [("background", 0.4), ("bad_news", 0.9), ("ask_emotional", 0.3)], [("personal_advice", 0.17)]
    told = turn("We sat there. Cancer, she says. The bus was late.", "nlu_fallback", parts, (), unclear)
    assert decide(told, content()) == Elsewhere("bad_news")
    assert worded("bad_news", told).text.startswith(wording("bad_news").text)
    for other in (
        replace(told, text="Cancer, she says. What do I tell them?"),
        replace(told, parts=[*told.parts, Guess("contact", 0.8)]),
        replace(told, ranking=[Guess("ask_emotional", 0.6)]),
    ):
        assert decide(other, content()) != Elsewhere("bad_news")


@pytest.mark.parametrize("intent", ["ask_more", "ask_simpler", "ask_repeat"])
def test_more_of_nothing_asks_what_it_is_about(intent):
    assert decide(turn("tell me everything", intent), content()) == Elsewhere("opening")
    assert len(wording("opening").buttons) == 4


@pytest.mark.parametrize("text", ["what am I in for then", "just tell"])
def test_who_begins_anew_after_a_decline_still_pushes_on(text):
    assert pressed_on(turn(text, "opening", said=[Said("decline_prognosis")])) == "prognosis"


def test_a_death_ends_an_emergency():
    slots = {"alarm": as_slot(Alarm("breathing", told=1))}
    died = turn("she died at four, I held her hand", "loss", **slots)
    said = with_care(worded("loss", died), died)
    assert said.text.startswith(wording("loss").text) and said.slots["alarm"] is None
    assert content().line("emergency") in said.text
    asks = turn("who do I ring", "contact", **slots)
    assert not with_care(worded("contact", asks), asks).text.startswith(wording("contact").text)
