"""How each platform writes a reply, within its limits."""

import re

import pytest

from actions import reply as say
from actions.card_replies import card_reply, more_reply, simple_reply
from actions.content import content
from actions.structured import structured
from extensions.channels.arrivals import Arrival
from extensions.channels.markup import PLAIN, SLACK, TELEGRAM, WHATSAPP, blocks, messages
from extensions.channels.messenger import MessengerChannel
from extensions.channels.offering import alarms_first, button_code
from extensions.channels.slack import SlackChannel, typed
from extensions.channels.telegram import TelegramChannel, markup
from extensions.channels.twilio import WhatsAppChannel
from extensions.channels.wording import plain_reply
from tests.platform_rules import TelegramHtml, utf16

SOMEBODY = Arrival("1", "1", "1")
CHANNELS = [TelegramChannel(None), WhatsAppChannel(None), MessengerChannel(None), SlackChannel(None)]
HOSTILE = "Temp > 38 & < 92, 2*5 mg, *loose _marks `x` ~y~ [urgent] <script>alert(1)</script> </b> &amp; _a"


def texts(channel, reply):
    """What a channel writes of a reply, without what can be pressed."""
    for payload in channel.payloads(reply, SOMEBODY):
        yield payload.get("text") or payload["Body"]


def one(markdown, dialect):
    (text,) = messages(markdown, dialect, 4000)
    return text


@pytest.mark.parametrize("dialect, written", [
    (TELEGRAM, "<b>Call</b> if <i>ill</i>: <a href=\"https://a.org/b_c?d=1&amp;e=2\">page</a>\n\n• one\n• <b>two</b>"),
    (WHATSAPP, "*Call* if _ill_: page: https://a.org/b_c?d=1&e=2\n\n• one\n• *two*"),
    (SLACK, "*Call* if _ill_: <https://a.org/b_c?d=1&amp;e=2|page>\n\n• one\n• *two*"),
    (PLAIN, "Call if ill: page: https://a.org/b_c?d=1&e=2\n\n- one\n- two"),
])  # fmt: skip
def test_marks_of_each_platform(dialect, written):
    assert one("**Call** if *ill*: [page](https://a.org/b_c?d=1&e=2)\n- one\n- **two**", dialect) == written


def test_hostile_text_is_shown_as_it_is():
    assert TelegramHtml(one(HOSTILE, TELEGRAM)).seen == HOSTILE
    assert "<script" not in one(HOSTILE, SLACK) and "<" not in one(HOSTILE, SLACK)
    assert "2*5 mg" in one(HOSTILE, WHATSAPP) and not re.search(r"(?<!\w)[*_~`]\w", one(HOSTILE, WHATSAPP))
    assert one(HOSTILE, PLAIN) == HOSTILE


@pytest.mark.parametrize("text", ["> 38 is a fever", "# heading", "000. Call it", "- - x", "**", "[a](javascript:x)"])
def test_no_sign_of_a_text_is_lost(text):
    assert re.sub(r"\W", "", one(text, PLAIN)) == re.sub(r"\W", "", text)


def test_an_empty_list_breaks_nothing():
    assert one("* \n\nafter", PLAIN) == "after"


def test_a_list_stays_with_the_line_that_leads_into_it():
    assert [block.plain for block in blocks("Before\n\n**Tell them:**\n- a\n- b\n\nAfter", PLAIN)] == [
        "Before", "Tell them:\n- a\n- b", "After"]  # fmt: skip


def test_long_texts_are_cut_at_the_ends_of_paragraphs():
    paragraphs = [f"Paragraph {number} **has** " + "some words " * number + "and ends." for number in range(1, 60)]
    cut = messages("\n\n".join(paragraphs), TELEGRAM, 4096)
    assert len(cut) > 2 and all(text.endswith("ends.") and text.startswith("Paragraph") for text in cut)
    assert all(utf16(TelegramHtml(text).seen) <= 4096 for text in cut)
    assert "\n\n".join(TelegramHtml(text).seen for text in cut) == "\n\n".join(paragraphs).replace("**", "")


@pytest.mark.parametrize("dialect", [TELEGRAM, WHATSAPP, SLACK, PLAIN], ids=["telegram", "whatsapp", "slack", "plain"])
@pytest.mark.parametrize(
    "text", ["x" * 500, "word " * 200, "One sentence. " * 60, "😀" * 200, "&<>" * 200, "line\n" * 200], ids=range(6)
)
def test_one_endless_paragraph_is_cut_all_the_same(dialect, text):
    for part in messages(text, dialect, 100):
        assert 1 <= utf16(TelegramHtml(part).seen if dialect is TELEGRAM else part) <= 100
        part.encode("utf-8")


def test_every_card_fits_every_platform_and_ends_with_the_disclaimer():
    longest = {"telegram": 4096, "whatsapp": 1600, "messenger": 2000, "slack": 3000}
    for card in content().cards.values():
        for level in (card_reply, more_reply, simple_reply):
            told = level(card)
            reply = structured(told, say.with_disclaimer(told.text), say.disclaimer())
            for channel in CHANNELS:
                written = list(texts(channel, reply))
                seen = [TelegramHtml(text).seen if channel.name() == "telegram" else text for text in written]
                assert written[-1].endswith("call 000."), f"{card.id} on {channel.name()}"
                assert all(1 <= utf16(text) <= longest[channel.name()] for text in seen), card.id
                assert "**" not in "".join(written), card.id


def offering(count, title="A rather long title of a topic", payload='/ask_x{"treatment": "y"}'):
    return plain_reply(
        "Which?", "clarify", buttons=[{"title": title, "payload": payload + "x" * n} for n in range(count)]
    )


def test_telegram_stands_a_code_for_a_payload():
    keys = [key for row in markup(offering(3, payload="/" + "p" * 300))["inline_keyboard"] for key in row]
    assert len({key["callback_data"] for key in keys}) == 3 and all(len(key["callback_data"]) <= 64 for key in keys)
    assert keys[0]["callback_data"] == button_code("/" + "p" * 300)


def test_messenger_writes_numbers_where_titles_or_their_count_are_too_much():
    channel = CHANNELS[2]
    (few,) = channel.payloads(offering(3, "Short title"), SOMEBODY)
    assert [key["title"] for key in few["quick_replies"]] == ["Short title"] * 3 and "1." not in few["text"]
    (long,) = channel.payloads(offering(3), SOMEBODY)
    assert [key["title"] for key in long["quick_replies"]] == ["1", "2", "3"] and "3. A rather" in long["text"]
    (many,) = channel.payloads(offering(14, "Short title"), SOMEBODY)
    assert "quick_replies" not in many and "14. Short title" in many["text"]
    (huge,) = channel.payloads(offering(1, "Short", payload="/" + "p" * 2000), SOMEBODY)
    assert len(huge["quick_replies"][0]["payload"]) <= 1000


def test_slack_cuts_titles_and_puts_many_buttons_into_rows():
    (sent,) = CHANNELS[3].payloads(offering(30, "t" * 100, payload="/" + "p" * 2500), SOMEBODY)
    rows = [block["elements"] for block in sent["blocks"] if block["type"] == "actions"]
    assert [len(row) for row in rows] == [25, 5]
    assert all(len(key["text"]["text"]) == 75 and len(key["value"]) <= 2000 for row in rows for key in row)


def test_alarms_go_alone():
    alarm, other = (
        plain_reply("Call 000", "urgent", buttons=[{"title": "x", "payload": "/x"}]),
        plain_reply("Hi", "answer"),
    )
    assert alarms_first([other, alarm]) == [alarm] and alarms_first([other]) == [other]
    assert markup(alarm) == {"remove_keyboard": True}
    assert all(
        "quick_replies" not in sent and "1." not in str(sent)
        for channel in CHANNELS
        for sent in channel.payloads(alarm, SOMEBODY)
    )


@pytest.mark.parametrize("sent, said", [
    ("<@U123> hello", "hello"), ("see <https://a.org/b|a.org/b> now", "see a.org/b now"), ("<tel:1|1>", "1"),
    ("temp &gt; 38 &amp; up", "temp > 38 & up"), ("<!here> hi <#C1|general>", "hi"), ("<mailto:a@b.c|a@b.c>", "a@b.c"),
])  # fmt: skip
def test_slacks_marks_are_taken_off_what_was_typed(sent, said):
    assert typed(sent) == said
