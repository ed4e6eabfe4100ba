"""Warm words for news: hard ones, a loss, good ones."""

import re
from dataclasses import replace
from typing import Optional

from actions.card_replies import simple_reply
from actions.care import ALARMS
from actions.content import content
from actions.remarks import BACKGROUND, BAD_NEWS, DIED, GOOD_NEWS, HARD, LOSS, NEWS
from actions.reply import Reply, behind_words, button, wording
from actions.several import sure_parts
from actions.turn import DANGERS, Turn

LEAST = 0.3
"""The likelihood of news of any kind from which a reply speaks of them."""
SURE_ENOUGH = {LOSS: DIED, GOOD_NEWS: 0.95, BAD_NEWS: 0.6}
"""Of these and what they may be instead, the share from which a reply speaks of them: "mum went into hospice" is no
loss yet, "five years clear, until today" is not good to hear, and "no more chemo for me" may be."""
INSTEAD = {LOSS: (BAD_NEWS,), GOOD_NEWS: (BAD_NEWS, LOSS, *DANGERS), BAD_NEWS: (GOOD_NEWS,)}
UNSURE = {LOSS: BAD_NEWS, GOOD_NEWS: "unsure_news", BAD_NEWS: "unsure_news"}
"""What they are taken for below."""
NEWS_AGAIN = "news_again"
OWN_WORDS = (*ALARMS, "decline_prognosis", "find_services")
"""Outcomes whose replies begin with their own words, or with a list."""
SOMEBODY = (
    r"(?:mum|mom|mam|mother|dad|father|parents|husband|hubby|wife|partner|son|daughter|child|baby|boy|girl|brother"
    r"|sister|nan|nana|gran|grandma|grandmother|grandpa|grandad|grandfather|aunt|aunty|uncle|cousin|friend|mate)"
    r"\b(?!'s| care)"
)
DEATH = re.compile(
    rf"\b{SOMEBODY}[^.?!,;]{{0,40}}\b(?:died|passed away|passed on|is dead(?= *(?:$|and\b)))"
    rf"|\b(?:my|our|his|her) (?:late|dead|deceased) {SOMEBODY}|\bkilled (?:my|our) {SOMEBODY}"
    rf"|\b(?:i|we|i've|we've|ive|weve) (?:have )?lost (?:my |our )?{SOMEBODY}"
    r"|\b(?:i|we) (?:had a miscarriage|miscarried)|\bour [^.?!,;]{0,20}\bstillborn",
    re.IGNORECASE,
)
""" "Please stop the letters to my late husband", "I do not eat since mum died"."""
SUPPOSED = re.compile(
    r"\b(?:if|thought|dream\w*|afraid|scared|not|\w+n'?t|never|(?:would|could|might) have|anyone\w*|anybody\w*|phone"
    r"|battery|(?:nearly|almost) (?:died|passed))\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[.?!,;]")


def worded_as(intent: str, turn: Turn) -> str:
    """The wording for an intent: that of news only where it is sure enough not to hurt."""
    if intent not in NEWS:
        return intent
    if tells_of_death(turn.text):
        return LOSS
    told = [guess.intent for guess in sure_parts(turn) if guess.intent in HARD]
    intent = told[0] if told and intent == GOOD_NEWS else intent
    if sum(how_likely(one, turn) for one in NEWS) < LEAST:
        return BACKGROUND
    own, instead = how_likely(intent, turn), sum(how_likely(one, turn) for one in INSTEAD[intent])
    return intent if own and own / (own + instead) >= SURE_ENOUGH[intent] else UNSURE[intent]


def how_likely(intent: str, turn: Turn) -> float:
    """How likely an intent is, in the whole of a message or in one of its parts."""
    return max((guess.confidence for guess in [*turn.ranking, *turn.parts] if guess.intent == intent), default=0.0)


def tells_of_death(text: str) -> bool:
    """Whether a text says in so many words that somebody near has died."""
    clauses = [CLAUSE.split(text[: death.end()])[-1] for death in DEATH.finditer(text)]
    return any(not SUPPOSED.search(clause) for clause in clauses)


def with_its_card(name: str, turn: Turn) -> Reply:
    """A wording with the short answer of its card, of which the talk does not go on: what was spoken of stays."""
    card, words = content().card(content().replies[name].card or ""), wording(name)
    if not card:
        return words
    said = behind_words(simple_reply(card), words.text)
    slots = {**said.slots, "last_card": turn.remembered("last_card")}
    return replace(said, title=None, short=None, buttons=[button(card), *words.buttons], slots=slots)


def with_news(reply: Reply, turn: Turn) -> Reply:
    """The reply behind a sentence for the news that a message tells beside, unless it speaks of them itself."""
    told = told_beside(turn)
    if not told or reply.outcome in OWN_WORDS or speaks_of_news(reply):
        return reply
    return behind_words(reply, wording(f"{told}_beside").text)


def told_beside(turn: Turn) -> Optional[str]:
    """The news that a message surely tells beside something else, the hardest of them."""
    told = [guess for guess in sure_parts(turn) if guess.intent in NEWS]
    if tells_of_death(turn.text) or any(guess.intent == LOSS and guess.confidence >= DIED for guess in told):
        return LOSS
    if any(guess.intent in HARD for guess in told):
        return BAD_NEWS
    good = told and all(guess.confidence >= SURE_ENOUGH[GOOD_NEWS] for guess in told)
    return GOOD_NEWS if good and worded_as(GOOD_NEWS, turn) == GOOD_NEWS else None


def speaks_of_news(reply: Reply) -> bool:
    """Whether a reply is one to news."""
    names = (*NEWS, *UNSURE.values(), NEWS_AGAIN)
    return any(reply.text.startswith(wording(name).text) for name in names)
