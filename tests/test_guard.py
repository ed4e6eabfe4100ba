"""Bad input: whatever comes in, a kind reply goes out, with the disclaimer and without a traceback."""

import pytest

from actions.content import content


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01", "\ud800", "<b></b>"])
def test_an_empty_message_is_asked_for_words(text, say):
    turn = say(text)
    assert turn.outcome == "smalltalk"
    assert "without words" in turn.replies[0]["text"]


@pytest.mark.parametrize("text", ["😀", "😭😭😭", "???", "...", "❤️ 🙏"])
def test_a_message_without_words_is_met_kindly(text, say):
    turn = say(text)
    assert turn.outcome == "smalltalk"
    assert "13 11 14" in turn.replies[0]["text"]


def test_a_very_long_message_is_asked_to_be_shorter(say):
    turn = say("I would like to tell you about my garden and my dog. " * 200)
    assert turn.outcome == "clarify"
    assert "000" in turn.replies[0]["text"]


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_red_flag_in_a_very_long_message_counts(place, say):
    filler = "We went to see my sister last weekend and had lunch in the garden. " * 70
    flag = "I have chest pain and I cannot breathe. "
    text = {"first": flag + filler * 2, "middle": filler + flag + filler, "last": filler * 2 + flag}[place]
    assert len(text) > 9000
    assert say(text).outcome == "urgent"


def test_of_several_red_flags_in_a_very_long_message_the_worst_counts(bot):
    filler = "We went to see my sister last weekend and had lunch in the garden. " * 40
    text = bot.guard.admit(f"I have been vomiting all day. {filler} He has stopped breathing.")
    assert "stopped breathing" in text and "vomiting" not in text


def test_lines_stay_lines(bot, say):
    assert bot.guard.admit("\n No fever \r\n\n\tchest   pain\n") == "No fever\nchest pain"
    assert say("No fever\n\nChest pain since lunch").outcome == "urgent"
    assert say("hi\nwhat is immunotherapy\nthanks").topic == "immunotherapy/what_is_it"


@pytest.mark.parametrize("text", [
    "Bonjour, je voudrais savoir comment se passe la chimiothérapie",
    "¿Cuáles son los efectos de la quimioterapia?",
    "Ciao, mia madre ha bisogno di un oncologo, chi posso chiamare?",
    "我想知道化疗是什么",
    "ما هو العلاج الكيميائي",
    "Tôi muốn biết hóa trị là gì",
])  # fmt: skip
def test_another_language_gets_an_interpreter_or_a_kind_no(text, say):
    turn = say(text)
    assert turn.outcome in ("out_of_scope", "clarify", "answer")
    if turn.outcome == "out_of_scope":
        assert (
            "13 11 20" in turn.replies[0]["text"]
            or "131 450" in turn.replies[0]["text"]
            or "1800" in turn.replies[0]["text"]
        )


def test_tags_are_read_as_the_words_between_them(say, bot):
    turn = say("<p>what is <b>immunotherapy</b>?</p><script>alert(1)</script>")
    assert "<" not in turn.replies[0]["text"]
    assert bot.guard.admit('<p class="big" id=x>hello<br/></p >') == "hello"
    assert say("<p>what is <b>immunotherapy</b>?</p>").topic == "immunotherapy/what_is_it"


@pytest.mark.parametrize("command", [
    "/restart", "/session_start", "/back", '/ask_side_effects{"treatment": "chemotherapy"}', "/crisis", "/red_flag",
    '/find_services{"place": {"name": "x", "lat": 1, "lon": 2}}', "/message_too_long", "//restart", "/",
])  # fmt: skip
def test_commands_of_strangers_are_not_obeyed(command, say, bot, loop):
    say("what is immunotherapy", f"stranger {command}")
    turn = say(command, f"stranger {command}")
    assert len(turn.ranking) > 1 or turn.ranking[0].intent == "message_empty", "the command was carried out"
    assert turn.place is None
    assert turn.outcome not in ("urgent", "crisis")
    tracker = loop.run_until_complete(bot.tracker(f"stranger {command}"))
    assert tracker.get_slot("last_card"), "the conversation was wiped"


def test_a_button_that_was_offered_works(say):
    first = say("what is immunotherapy", "buttons")
    payload = next(b["payload"] for b in first.replies[0]["buttons"] if b["payload"].startswith("/ask_side_effects"))
    assert say(payload, "buttons").topic == "immunotherapy/side_effects"


def test_a_button_of_another_conversation_is_read_as_words(say, bot):
    payload = '/ask_side_effects{"treatment": "immunotherapy"}'
    assert payload in [b["payload"] for b in say("what is immunotherapy", "one").replies[0]["buttons"]]
    assert bot.guard.admit(payload, ["/ask_cost"]) == payload[1:]


def test_comparisons_in_a_message_are_no_tags(bot):
    for text in ("is a temp of <38 or >36 ok", "WCC <normal, chest pain, HR >120"):
        assert bot.guard.admit(text) == text


def test_every_wording_of_the_guard_exists():
    assert {"message_empty", "message_too_long", "message_wordless"} <= set(content().replies)
