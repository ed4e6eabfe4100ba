"""What a message may ask for, and how likely each is once more is known."""

from typing import Any, Dict, Final, List, NamedTuple, Optional, Sequence

import numpy as np

from actions.remarks import BACKGROUND, NEWS, OPENING

TREATMENT = "treatment"
ABOUT = "about"
"""Key of a message's metadata: the title of what was spoken of before, which a short message may go on about."""
NOT_NAMED = 0.6
"""What a described treatment keeps of its likelihood when another is named. Measured on 433 held-out questions that
name one: 0 gives 89.1 % right, 0.6 90.1 %, 1 88.9 %."""
OF_ANOTHER = 0.1
"""What a question about a treatment keeps of its likelihood where only a medicine is named that is none. Of about 1,000
examples that name one and no treatment, 15 are about a treatment."""
ASKED = "asked"
"""Another: the message before, where it was answered with that and is short, or it would drown this one."""
ALARM = "alarm"
"""Another: the outcome of the reply before, where it was `urgent` or `crisis`."""
ALARM_OPEN = "alarm_open"
"""Another: the outcome of an alarm given some replies ago."""
BEFORE = "before"
"""Another: the messages of very few words that came just before it."""
SHORT = 12
"""Words up to which a message may go on about what was said before."""
CRISIS: Final = "crisis"
DANGERS = ("red_flag", CRISIS)
"""The intents of messages that cannot wait."""
SMALL_TALK = ("greet", "thanks", "goodbye", "how_are_you", "insult", "affirm", "deny")
BY_THE_WAY = (*SMALL_TALK, OPENING, BACKGROUND)
"""Intents of sentences that the writer could have left out."""
ASIDE = (*BY_THE_WAY, *NEWS)
"""Intents of sentences that say nothing of what the others ask."""
NEXT_TO_NOTHING = 1e-9
TINY = float(np.finfo(np.float32).tiny)
"""The smallest number that is divided by: what three views hold impossible may be exactly 0."""
MOST = 0.5
"""What the sentences count at most beside the whole, for what is asked. Measured on 736 questions with unrelated
background around them, and on all held-out messages: where they count 0.1 more with each, the first rise from 85.5 to
93.1 % right and the others stay at 93.6 %; where they always count 0.3, these lose 0.3."""
SAYS = 0.3
"""How likely one of the sentences has to be about something, or the whole is read alone."""


class Kind(NamedTuple):
    """What is told apart: an intent and, where the examples say so, the treatment that is meant."""

    intent: str
    treatment: Optional[str] = None


OTHER = Kind("other_medical")
"""Messages about health that is not cancer."""


def is_short(text: str) -> bool:
    """Whether a message may go on about what was said before."""
    return len(text.split()) <= SHORT


def behind(before: str, text: str) -> str:
    """A message as it is read in a talk: behind the title of what was spoken of, or behind the message before."""
    return f"{before.rstrip('?.! ')}. {text}"


def blended(views: Sequence[np.ndarray], shares: Sequence[float], temperature: float = 1.0) -> np.ndarray:
    """Several views of what is likely, as a weighted geometric mean: what one of them holds impossible stays unlikely.

    Args:
        views: how likely each kind is, by each view.
        shares: what each view counts; they sum to 1.
        temperature: below 1, the blend is surer than the views: each adds evidence of its own.
    """
    together = np.prod([view ** (share / temperature) for view, share in zip(views, shares, strict=True)], axis=0)
    return together / together.sum(axis=-1, keepdims=True)


def in_talk(kinds: List[Kind], alone: np.ndarray, longer: np.ndarray, share: float) -> np.ndarray:
    """How likely each kind is for a short message in a talk; (kinds,), sums to 1.

    The intents are blended; of which treatment one asks, the view behind the title says where the message does not.

    Args:
        kinds: what the numbers are of.
        alone: how likely each kind is for the message by itself.
        longer: the same behind the title.
        share: what that view counts, from 0 to 1.
    """
    _, group = np.unique([kind.intent for kind in kinds], return_inverse=True)
    silent = np.array([kind.treatment is None for kind in kinds])
    intents, intents_longer = np.bincount(group, alone), np.bincount(group, longer)
    told, lent = (part / np.maximum(whole, TINY)[group] for part, whole in ((alone, intents), (longer, intents_longer)))
    unsaid = np.bincount(group, told * silent)[group]
    return blended([intents, intents_longer], [1 - share, share])[group] * (told * ~silent + unsaid * lent)


def in_sentences(kinds: List[Kind], whole: np.ndarray, sentences: np.ndarray, share: float) -> np.ndarray:
    """How likely each kind is for a message of several sentences; (kinds,), sums to 1.

    The vector of a long message is the mean of its words: what is asked drowns in what is told around it. Sentences
    that are only small talk, background or news have no say in what is asked.

    Args:
        kinds: what the numbers are of.
        whole: how likely each kind is for the whole message.
        sentences: the same for each sentence; (sentences, kinds).
        share: what each sentence beyond the first adds to what they count for what is asked, up to half in all.
    """
    aside = np.array([kind.intent in ASIDE for kind in kinds])
    says = 1 - sentences[:, aside].sum(axis=1)
    if says.max() < SAYS:
        return whole
    asked = np.where(aside, NEXT_TO_NOTHING, sentences)
    together = says @ (asked / asked.sum(axis=1, keepdims=True)) / says.sum()
    counts = min(MOST, share * (len(sentences) - 1))
    return blended([whole, together], [1 - counts, counts])


def in_danger(kinds: List[Kind], asked: np.ndarray, whole: np.ndarray, parts: np.ndarray, share: float) -> np.ndarray:
    """How likely each kind is for a message of several parts: a danger in one of them is one in all. Of a message that
    is nothing but small talk or background the whole says more.

    Args:
        kinds: what the numbers are of.
        asked: how likely each kind is by what is asked; (kinds,), sums to 1, and so does the result.
        whole: the same for the whole message, read at once.
        parts: the same for each part; (parts, kinds).
        share: what the parts count for dangers.
    """
    aside, danger = (np.array([kind.intent in intents for kind in kinds]) for intents in (BY_THE_WAY, DANGERS))
    if parts[:, aside].sum(axis=1).min() > 1 - SAYS:
        return asked
    one_of_them = 1 - np.prod(1 - parts[:, danger], axis=0)
    return with_dangers(asked, danger, whole[danger] ** (1 - share) * one_of_them**share)


def with_dangers(asked: np.ndarray, danger: np.ndarray, alarming: np.ndarray) -> np.ndarray:
    """How likely each kind is by what is asked, once it is known how likely the dangers are; (kinds,), sums to 1.

    Args:
        asked: how likely each kind is by what is asked.
        danger: which kinds are dangers.
        alarming: how likely these are.
    """
    alarming = alarming / max(1.0, alarming.sum())
    result = asked.copy()
    result[~danger] *= (1 - alarming.sum()) / max(result[~danger].sum(), TINY)
    result[danger] = alarming
    return result


def settled(likely: Dict[Kind, float], named: List[str]) -> Dict[Kind, float]:
    """The kinds once treatments were named: questions about a treatment are mostly about these.

    Not wholly: "is the immune kind as quick as chemo?" names one and asks about another.
    """
    about = {kind.intent for kind in likely if kind.treatment}
    result: Dict[Kind, float] = {}
    for kind, probability in likely.items():
        kept = probability if kind.intent not in about or kind.treatment in named else 0.0
        if kind.intent in about and kind.treatment and kind.treatment not in named:
            kept = NOT_NAMED * probability
        result[kind] = result.get(kind, 0.0) + kept
        for one in named if kept < probability else []:
            meant = Kind(kind.intent, one)
            result[meant] = result.get(meant, 0.0) + (probability - kept) / len(named)
    return result


def about_another(kinds: List[Kind], likely: np.ndarray, share: float) -> np.ndarray:
    """How likely each kind is where a medicine is named that is not against cancer; (kinds,), sums to 1.

    "What are the side effects of amlodipine" is asked in the very words in which people ask about treatments.

    Args:
        kinds: what the numbers are of.
        likely: how likely each is by what is asked.
        share: how much of what is asked about treatments is asked about the medicine, from 0 to 1.
    """
    if not share or OTHER not in kinds:
        return likely
    moved = likely * of_treatments(kinds) * share * (1 - OF_ANOTHER)
    result = likely - moved
    result[kinds.index(OTHER)] += moved.sum()
    return result


def share_about(kinds: List[Kind], sentences: np.ndarray, naming: List[bool]) -> float:
    """How much of what a message's sentences ask about treatments is asked in those that name something.

    "I take perindopril. How long is the drip?" asks nothing of the medicine that it names.

    Args:
        kinds: what the numbers are of.
        sentences: how likely each kind is for each sentence; (sentences, kinds).
        naming: which sentences name it.
    """
    asked = sentences @ of_treatments(kinds)
    return float(asked @ naming / asked.sum()) if any(naming) else 0.0


def of_treatments(kinds: List[Kind]) -> np.ndarray:
    """Which kinds ask about a treatment."""
    return np.array([kind.treatment is not None for kind in kinds])


def as_json(kind: Kind, probability: float) -> Dict[str, Any]:
    """An entry of the ranking."""
    treatment = {TREATMENT: kind.treatment} if kind.treatment else {}
    return {"name": kind.intent, "confidence": probability, **treatment}
