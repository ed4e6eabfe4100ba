"""What is said in a crisis: about whom it is, how near it is, and in other words each time."""

from dataclasses import dataclass
from typing import Dict, Optional, Set, Tuple

NEARER = ("crisis_line", "emergency", "swallowed")
"""The forms of the reply to somebody who speaks of their own life, from a hint to something taken."""
WORRIED = ("worried", "worried_now", "worried_now")
"""The same to somebody who worries about another person."""
VIOLENT = ("danger", "danger_now", "danger_now")
"""The same where somebody hurts, threatens or controls the writer or another person."""
VIOLENCE = VIOLENT[0]
LATER: Dict[Tuple[str, ...], Tuple[str, ...]] = {
    NEARER: ("again", "again_later"),
    WORRIED: ("worried_again", "worried_later"),
    VIOLENT: ("danger_again", "danger_later"),
}
"""What is said in turns once the first reply of a family was given."""
SUSPECTED = ("again_faint", NEARER[0])
"""The same where nobody said that they want to die: the classifier suspects it, and may be wrong."""
ONLY = {
    **dict.fromkeys(("helping_someone", "trust_your_worry"), WORRIED),
    **dict.fromkeys(("he_is_here", "hide_this", "leave_safely", "tell_someone"), VIOLENT),
}
"""The entries of `after_alarm` whose words fit one family alone."""
IN_VIOLENCE = ("talk_to_me", "angry", "means_at_hand", "swallowed")
"""Those that fit violence, too. Any other may send somebody to the very person who hurts them: "stay with them"."""


@dataclass(frozen=True)
class Crisis:
    """How a crisis stands: whom it is about, and how near it is."""

    form: str = NEARER[0]
    """The key in `crisis_reply`."""

    @property
    def is_of_another(self) -> bool:
        """Whether the writer worries about somebody else."""
        return self.form in WORRIED

    @property
    def is_violence(self) -> bool:
        """Whether somebody else is the danger."""
        return self.form in VIOLENT

    @property
    def is_now(self) -> bool:
        """Whether it may happen at once: then nothing but a denial closes it."""
        return nearness(self.form) > 0

    def fits(self, entry: str) -> bool:
        """Whether what an entry of `after_alarm` says fits this crisis."""
        if self.is_violence:
            return entry in IN_VIOLENCE or ONLY.get(entry) == VIOLENT
        return self.form in ONLY.get(entry, (self.form,))

    def after(self, call: Optional[str], states: Set[str], swallowed: bool) -> "Crisis":
        """The same once more is said. It comes no further away by itself.

        Args:
            call: of the entry that a pattern found, or None.
            states: of what was said of the crisis and of whom it is about.
            swallowed: whether something was taken.
        """
        violent = call == VIOLENCE or (self.is_violence and not call and not swallowed)
        another = "other" in states or ("self" not in states and (self.is_of_another or "third" in states))
        near = max(nearness(self.form), 1 if call == "emergency" or "worse" in states else 0, 2 if swallowed else 0)
        return Crisis((VIOLENT if violent else WORRIED if another else NEARER)[near])

    def again(self, replies: Dict[str, str], told: int, faint: bool = False) -> str:
        """What is said where the crisis goes on as it was: after the first time in other words.

        Args:
            replies: `crisis_reply`.
            told: how often something was said in a row.
            faint: whether the classifier alone suspects it.
        """
        if not told:
            return replies[self.form].strip()
        later = SUSPECTED if faint and self.form == NEARER[0] else LATER[family(self.form)]
        first = [first_paragraph(replies[self.form])] if self.is_now else []
        return "\n\n".join([*first, replies[later[(told - 1) % 2]].strip()])


def family(form: str) -> Tuple[str, ...]:
    """The forms for the same people: the writer, somebody whom they worry about, or violence."""
    return next((forms for forms in LATER if form in forms), NEARER)


def nearness(form: str) -> int:
    """How near a crisis of this form is: 0 for a hint, 1 where it may happen now, 2 where something was taken."""
    return family(form).index(form) if form in family(form) else 0


def first_paragraph(text: str) -> str:
    """What comes before the first blank line."""
    return text.strip().split("\n\n")[0]
