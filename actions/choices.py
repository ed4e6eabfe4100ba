"""Finding out which of the offered choices a message means: its number, its place, or its words."""

import re
from typing import List, Optional

from rapidfuzz import fuzz

from actions.turn import Choice

ORDINALS = ["first", "second", "third", "fourth", "fifth"]
CARDINALS = ["one", "two", "three", "four", "five"]
NUMBER = re.compile(
    r"(?:(?:and|the|number|no\.?|option|choice|#|answer|i (?:want|mean|choose)|i'?d like|give me)\s*)*"
    rf"(?P<which>[1-9]|{'|'.join(CARDINALS + ORDINALS)}|1st|2nd|3rd|4th|5th|last|middle)"
    r"(?:\s+(?:one|option|choice))?(?:\s+(?:please|pls|thanks|thx))*[\s.!)]*"
)
ALL = re.compile(
    r"(?:i (?:want|mean) |give me )?(?:all|both)(?: three| of (?:them|these|it))?(?: please| pls| thanks)?[\s.!]*"
)
SAME_WORDS = 85
"""Likeness of 100 from which words name a choice; a typo or two is forgiven."""
CLEARLY = 8
"""By how much the best choice has to lead the next."""
MOST_WORDS = 7
"""A longer message is a new question, not a choice."""
LEAST_LETTERS = 4
"""Less than that stands in too many titles by chance."""
WORD = re.compile(r"[^\W_]+")
FILLERS = frozenset(
    [
        "a",
        "about",
        "an",
        "for",
        "i",
        "it",
        "like",
        "mean",
        "meant",
        "one",
        "option",
        "please",
        "pls",
        "that",
        "the",
        "want",
        "would",
    ]
)


def pick(text: str, choices: List[Choice]) -> List[Choice]:
    """The choices that a message means: one, all of them, or none where it may mean something else."""
    if ALL.fullmatch(text.lower().strip()):
        return choices
    one = pick_one(text, choices)
    return [one] if one else []


def pick_one(text: str, choices: List[Choice]) -> Optional[Choice]:
    """The choice that a message means, or None where it means none of them, or more than one."""
    said = text.lower().strip()
    number = NUMBER.fullmatch(said)
    if number:
        place = position(number["which"], len(choices))
        return choices[place] if place is not None else None
    words = [word for word in WORD.findall(said) if word not in FILLERS]
    if not words or len(words) > MOST_WORDS or len("".join(words)) < LEAST_LETTERS:
        return None
    likeness = sorted(((like(" ".join(words), choice["title"]), place) for place, choice in enumerate(choices)))[::-1]
    best, next_best = [*likeness, (0.0, -1), (0.0, -1)][:2]
    return choices[best[1]] if best[0] >= SAME_WORDS and best[0] - next_best[0] >= CLEARLY else None


def like(said: str, title: str) -> float:
    """How much of what was said stands in a title, 0 to 100; a wrong letter costs little."""
    return max(fuzz.token_set_ratio(said, title.lower()), fuzz.partial_ratio(said, title.lower()))


def is_number(text: str) -> bool:
    """Whether a message is nothing but a number of a choice."""
    return bool(NUMBER.fullmatch(text.lower().strip()))


def position(which: str, count: int) -> Optional[int]:
    """The index that a number or ordinal means among `count` choices, or None."""
    if which == "last":
        return count - 1 if count else None
    if which == "middle":
        return count // 2 if count % 2 else None
    digit = re.match(r"\d", which)
    place = int(digit[0]) - 1 if digit else (CARDINALS if which in CARDINALS else ORDINALS).index(which)
    return place if place < count else None
