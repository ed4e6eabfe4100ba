"""Warm words for news: hard ones, a loss, good ones."""

import re
from dataclasses import replace
from typing import Optional

from actions.care import ALARMS
from actions.content import content
from actions.remarks import BACKGROUND, BAD_NEWS, GOOD_NEWS, LOSS, NEWS
from actions.reply import Reply, button, simple_reply, wording
from actions.several import sure_parts
from actions.structured import plain
from actions.turn import DANGERS, Guess, Turn

LEAST = 0.3
"""The likelihood from which a reply speaks of news at all."""
SURE_ENOUGH = {LOSS: 0.8, GOOD_NEWS: 0.97}
"""Of these and what is worse, the share from which a reply speaks of them: "mum went into hospice" is no loss yet, and
"five years clear, until today" is not good to hear."""
WORSE = {LOSS: (BAD_NEWS,), GOOD_NEWS: (BAD_NEWS, LOSS, *DANGERS)}
UNSURE = {LOSS: BAD_NEWS, GOOD_NEWS: "unsure_news"}
"""What they are taken for below."""
AGAIN = "news_again"
NO_PLACE = (*ALARMS, "decline_prognosis", "find_services")
"""Outcomes whose replies begin with their own words, or with a list."""
SOMEBODY = (
    r"(?:mum|mom|mam|mother|dad|father|parents|husband|hubby|wife|partner|son|daughter|child|baby|boy|girl|brother"
    r"|sister|nan|nana|gran|grandma|grandmother|grandpa|grandad|grandfather|aunt|aunty|uncle|cousin|friend|mate)"
)
DEATH = re.compile(
    rf"\b{SOMEBODY}\b(?!'s)[^.?!,;]{{0,30}}\b(?:died|passed away|has passed|is dead(?= *[.?!,;]|$|,? and\b))"
    rf"|\b(?:my|our|his|her) (?:late|dead|deceased) {SOMEBODY}\b(?! care\b)|\b(?:killed|lost) (?:my|our) {SOMEBODY}\b"
    r"|\bstillborn\b|\bmiscarr(?:ied|iage)\b",
    re.IGNORECASE,
)
""" "Please stop the letters to my late husband", "I do not eat since mum died"."""
SUPPOSED = re.compile(r"\b(?:if|thought|dreamt|dreamed|afraid|scared|nearly|almost)\b[^.?!]*$", re.IGNORECASE)


def worded_as(intent: str, turn: Turn) -> str:
    """The wording for an intent: that of news only where it is sure enough not to hurt."""
    if intent not in NEWS:
        return intent
    own, worse = likeliest(intent, turn), sum(likeliest(one, turn) for one in WORSE.get(intent, ()))
    if own < LEAST:
        return BACKGROUND
    return intent if own / (own + worse) >= SURE_ENOUGH.get(intent, 0.0) else UNSURE[intent]


def likeliest(intent: str, turn: Turn) -> float:
    """How likely an intent is, in the whole of a message or in one of its parts."""
    return max((guess.confidence for guess in [*turn.ranking, *turn.parts] if guess.intent == intent), default=0.0)


def with_its_card(name: str, turn: Turn) -> Reply:
    """A wording with the short answer of its card, of which the talk does not go on: what was spoken of stays."""
    card, words = content().card(content().replies[name].card or ""), wording(name)
    if not card:
        return words
    said = behind_words(simple_reply(card), words.text)
    slots = {**said.slots, "last_card": turn.remembered("last_card")}
    return replace(said, title=None, buttons=[button(card), *words.buttons], slots=slots)


def with_news(reply: Reply, turn: Turn) -> Reply:
    """The reply behind a sentence for the news that a message tells beside, unless it speaks of them itself."""
    told = told_beside(turn)
    if not told or reply.outcome in NO_PLACE or speaks_of_news(reply):
        return reply
    return behind_words(reply, wording(f"{told}_beside").text)


def told_beside(turn: Turn) -> Optional[str]:
    """The news that a message surely tells beside something else, the hardest of them."""
    told = [guess for guess in sure_parts(turn) if guess.intent in NEWS]
    death = DEATH.search(turn.text)
    if any(is_sure(guess) for guess in told if guess.intent == LOSS):
        return LOSS
    if death and not SUPPOSED.search(turn.text[: death.end()]):
        return LOSS
    if any(guess.intent in (BAD_NEWS, LOSS) for guess in told):
        return BAD_NEWS
    good = told and all(map(is_sure, told)) and worded_as(GOOD_NEWS, turn) == GOOD_NEWS
    return GOOD_NEWS if good else None


def is_sure(guess: Guess) -> bool:
    """Whether a part surely tells such news and nothing worse."""
    return guess.confidence >= SURE_ENOUGH[guess.intent]


def speaks_of_news(reply: Reply) -> bool:
    """Whether a reply is one to news."""
    names = (*NEWS, *UNSURE.values(), AGAIN)
    return any(reply.text.startswith(wording(name).text) for name in names)


def behind_words(reply: Reply, words: str) -> Reply:
    """The reply with a sentence or two before it."""
    short = f"{plain(words)} {reply.short}" if reply.short else None
    return replace(reply, text=f"{words}\n\n{reply.text}", short=short)
