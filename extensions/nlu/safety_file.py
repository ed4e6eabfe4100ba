"""The clinicians' safety file as they write it: its schema, and errors that say what to write instead."""

from datetime import date
from pathlib import Path
from typing import Any, Dict, Iterator, List, Literal, Optional, Tuple

import yaml
from pydantic import Field, ValidationError, root_validator, validator
from pydantic.fields import ModelField

from extensions.nlu.safety_wording import CRISIS_BLANKS, CrisisReply, Strict, UrgentReply, only_blanks

SPELLING_FILE = "safety_spelling.yml"
NAME = r"^[a-z][a-z0-9_]*$"
STATES = "insist|agrees|help|acted|over|worse|safer|holds|denied|withdrawn|number|other|third|self"
"""What can be said of an alarm; the top of `after_alarm` explains each."""


class SafetyFileError(ValueError):
    """The safety file cannot be used; one line a fault: file, entry, what is wrong, what to write instead."""


class Source(Strict):
    """A page that was read."""

    title: str = Field(min_length=3, description="the page's title")
    publisher: str = Field(min_length=2, description="who publishes the page")
    url: str = Field(regex=r"^https?://\S+$", description="the page's address, beginning with https://")
    accessed: date = Field(description="the day on which it was read, such as 2026-11-23")


class Sought(Strict):
    """What is looked for in messages, and the messages by which that is checked."""

    patterns: List[str] = Field(min_items=1, description="a list of patterns; see the top of the file")
    not_when: List[str] = Field([], description="a list of patterns; see the top of the file")
    examples: List[str] = Field(min_items=6, description="6 or more messages that must be found")
    not_examples: List[str] = Field(min_items=4, description="4 or more look-alikes that must not be found")


class AfterAlarm(Sought):
    """What people say right after an alarm, and what is replied to it."""

    id: str = Field(regex=NAME, description="a short name in small_letters_with_underscores")
    state: str = Field(regex=f"^({STATES})$", description="one of the states that are explained there")
    after: Optional[Literal["urgent", "crisis"]] = Field(
        None, description="urgent or crisis, where it counts after one"
    )
    reply: Optional[str] = Field(None, min_length=10, description="what is said after an urgent reply")
    crisis: Optional[str] = Field(None, description="what is said after a crisis reply, where it is not said again")
    sources: List[Source] = Field(min_items=1, description="a list of {title, publisher, url, accessed}")

    @validator("reply", "crisis")
    def blanks_are_known(cls, text: Optional[str], field: ModelField) -> Optional[str]:
        """Every {placeholder} is one that will be filled."""
        return only_blanks(text, CRISIS_BLANKS | ({"tell_them"} if field.name == "reply" else set())) if text else text


class Entry(Sought):
    """What red flags and crisis entries have in common."""

    id: str = Field(regex=NAME, description="a short name in small_letters_with_underscores")
    name: str = Field(min_length=3, description="plain words that the person reads")
    why: str = Field(min_length=10, description="one plain sentence")
    sure: List[str] = Field([], description="a list of patterns that say it in so many words; see the top of the file")
    tell_them: List[str] = Field(min_items=2, max_items=3, description="2 or 3 short things to say when calling")
    sources: List[Source] = Field(min_items=1, description="a list of {title, publisher, url, accessed}")


class RedFlag(Entry):
    """A symptom that cannot wait."""

    call: Literal["emergency", "team"] = Field(description="emergency or team")


class Crisis(Entry):
    """Somebody's life or safety is at stake."""

    call: Literal["crisis_line", "emergency", "danger"] = Field(
        description="crisis_line; emergency where it is about to happen; danger where somebody else is the danger"
    )


class Spelling(Strict):
    """`safety_spelling.yml`."""

    known: Dict[str, str] = Field(description="wrong spelling: right spelling")
    repair_to: List[str] = Field(description="words of 6 letters or more; a word one letter off becomes this one")
    leave: List[str] = Field(description="real words that must not be repaired")


class StopAt(Strict):
    """Where phrases end."""

    clauses: List[str] = Field(min_items=1, description="words that begin a new clause")
    patterns: List[str] = Field(min_items=1, description="words over which ... does not step in patterns")
    hedges: List[str] = Field(min_items=1, description="words over which ... does not step in hedges and not_when")


class SafetyFile(Strict):
    """`safety.yml`."""

    pages: List[Source] = Field([], description="the pages that `sources` point to")
    words: Dict[str, List[str]] = Field(description="groups of words: name: [word, other word, ...]")
    stop_at: StopAt
    hedges: List[str] = Field(min_items=1, description="a list of patterns; see the top of the file")
    calm: List[str] = Field([], description="a list of patterns; see the top of the file")
    no_crisis: Sought = Field(description="patterns, not_when, examples and not_examples")
    urgent_reply: UrgentReply
    crisis_reply: CrisisReply
    after_alarm: List[AfterAlarm] = Field(min_items=1, description="a list of what is said after alarms; see there")
    red_flags: List[RedFlag] = Field(min_items=1, description="a list of red flags")
    crisis: List[Crisis] = Field(min_items=1, description="a list of crisis entries")

    @validator("after_alarm")
    def states_are_there(cls, entries: List[AfterAlarm]) -> List[AfterAlarm]:
        """The program falls back on the last entry of these states."""
        missing = {"insist", "agrees", "acted", "third", "self"} - {entry.state for entry in entries}
        if missing:
            raise ValueError(f"no entry has state {', '.join(sorted(missing))}; add one of each")
        return entries

    @root_validator(skip_on_failure=True)
    def ids_are_unique(cls, values: Dict[str, Any]) -> Dict[str, Any]:
        """Each id names one entry."""
        ids = [entry.id for entry in values["red_flags"] + values["crisis"] + values["after_alarm"]]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)}: this id is used twice; rename one")
        return values


def read_safety_file(path: Path) -> Tuple[SafetyFile, Spelling]:
    """Read the safety file, and the spelling file beside it.

    Raises:
        SafetyFileError: with a line for each fault.
    """
    return _read(path, SafetyFile), _read(path.with_name(SPELLING_FILE), Spelling)


def _read(path: Path, model: Any) -> Any:
    data: Any = None
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return model.parse_obj(data)
    except (OSError, UnicodeDecodeError) as error:
        raise SafetyFileError(f"{path}: cannot be read ({error}); give the path of the safety file") from error
    except yaml.YAMLError as error:
        raise SafetyFileError(f"{path}: {error}; put texts that hold : or # or {{ in quotes") from error
    except ValidationError as error:
        raise SafetyFileError("\n".join(f"{path}: {fault}" for fault in _faults(error, model, data))) from error


def _faults(error: ValidationError, model: Any, data: Any) -> Iterator[str]:
    """One line for each fault: the entry's id where there is one, the field, and what to write instead."""
    for fault in error.errors():
        place, instead = [], "see the top of the file"
        for part in fault["loc"]:
            fields = getattr(model, "__fields__", {})
            if part in fields:
                instead = f"write {fields[part].field_info.description or 'what the top of the file says'}"
                model = fields[part].type_
            data = _inside(data, part)
            place.append(data.get("id", part + 1) if isinstance(part, int) and isinstance(data, dict) else part)
        if fault["type"] == "value_error.extra":
            instead = "remove it or mend its name"
        yield f"{' > '.join(str(part) for part in place)}: {fault['msg']}; {instead}"


def _inside(data: Any, part: Any) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None
