"""What is said in a crisis: about whom it is, how near it is, and in other words each time."""

from dataclasses import dataclass
from typing import Dict, Optional, Set

NEARER = ("crisis_line", "emergency", "swallowed")
"""The forms of the reply to somebody who speaks of their own life, from a hint to something taken."""
WORRIED = ("worried", "worried_now", "worried_now")
"""The same to somebody who worries about another person."""
VIOLENCE = "danger"


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
    def is_now(self) -> bool:
        """Whether it may happen at once: then nothing but a denial closes it."""
        return nearness(self.form) > 0

    def after(self, call: Optional[str], states: Set[str], swallowed: bool) -> "Crisis":
        """The same once more is said. It comes no further away by itself.

        Args:
            call: of the entry that a pattern found, or None.
            states: of what was said of the crisis and of whom it is about.
            swallowed: whether something was taken.
        """
        if call == VIOLENCE or (self.form == VIOLENCE and not call and not states & {"worse", "other"}):
            return Crisis(VIOLENCE)
        another = "other" in states or ("self" not in states and (self.is_of_another or "third" in states))
        near = max(nearness(self.form), 1 if call == "emergency" or "worse" in states else 0, 2 if swallowed else 0)
        return Crisis((WORRIED if another else NEARER)[near])

    def again(self, replies: Dict[str, str], told: int) -> str:
        """What is said where the crisis goes on as it was: after the first time in other words.

        Args:
            replies: `crisis_reply`.
            told: how often something was said in a row.
        """
        if not told or self.form == VIOLENCE:
            return replies[self.form].strip()
        later = "worried_again" if self.is_of_another else "again" if told % 2 else "again_later"
        first = [first_paragraph(replies[self.form])] if self.is_now else []
        return "\n\n".join([*first, replies[later].strip()])


def nearness(form: str) -> int:
    """How near a crisis of this form is: 0 for a hint, 1 where it may happen now, 2 where something was taken."""
    return next((forms.index(form) for forms in (NEARER, WORRIED) if form in forms), 0)


def first_paragraph(text: str) -> str:
    """What comes before the first blank line."""
    return text.strip().split("\n\n")[0]
