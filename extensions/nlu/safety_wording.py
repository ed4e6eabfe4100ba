"""The texts of the clinicians' safety file that are said to a red flag or a crisis: their schema."""

from string import Formatter
from typing import Set

from pydantic import BaseModel, Extra, Field, validator

CRISIS_BLANKS = {"emergency", "team_phone", "crisis_line", "crisis_text", "violence_line", "nurse_line", "poisons_line"}
URGENT_BLANKS = CRISIS_BLANKS | {"why", "tell_them"}


class Strict(BaseModel):
    """A part of the file; unknown keys are errors, and descriptions tell whoever made a mistake what to write."""

    class Config:
        """Pydantic's settings."""

        extra = Extra.forbid
        anystr_strip_whitespace = True


def only_blanks(text: str, allowed: Set[str]) -> str:
    """The text, where no other {placeholder} stands in it.

    Raises:
        ValueError: naming those that nothing fills.
    """
    unknown = {name for _, name, _, _ in Formatter().parse(text) if name is not None} - allowed
    if unknown:
        names = ", ".join(f"{{{name}}}" for name in sorted(unknown))
        raise ValueError(f"unknown {names}; only {', '.join(sorted(allowed))} are filled")
    return text


class Wording(Strict):
    """Texts in which only some {placeholders} may stand."""

    @validator("*")
    def blanks_are_known(cls, text: str) -> str:
        """Every {placeholder} is one that will be filled."""
        return only_blanks(text, URGENT_BLANKS if cls is UrgentReply else CRISIS_BLANKS)


class UrgentReply(Wording):
    """What is said to a red flag."""

    emergency: str = Field(description="what to do now when `call` is emergency; first line first")
    team: str = Field(description="what to do now when `call` is team; first line first")
    unknown: str = Field(description="what to do now when no entry fits")


class CrisisReply(Wording):
    """What is said in a crisis."""

    crisis_line: str = Field(description="what is said when `call` is crisis_line, and when no entry fits")
    emergency: str = Field(description="what is said when `call` is emergency")
    danger: str = Field(description="what is said when `call` is danger")
    danger_now: str = Field(description="the same where the person is there now, or there is a weapon")
    danger_again: str = Field(description="what is said next to somebody who is still in danger from another person")
    danger_later: str = Field(description="what is said after that")
    danger_acted: str = Field(description="what is said to them once they told someone")
    swallowed: str = Field(description="what is said when something was taken")
    worried: str = Field(description="what is said to somebody who worries about another person")
    worried_now: str = Field(description="the same where it may happen now, or the person cannot be reached")
    again: str = Field(description="what is said next to somebody who is still in a crisis")
    again_later: str = Field(description="what is said after that")
    again_faint: str = Field(description="what is said next where nobody said that they want to die")
    worried_again: str = Field(description="what is said next to somebody who still worries about another person")
    worried_later: str = Field(description="what is said after that")
