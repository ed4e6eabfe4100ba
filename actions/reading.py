"""Reading the files of `content/`: by a schema, with errors that an editor understands."""

from pathlib import Path
from typing import Any, List, Tuple, Type, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Model = TypeVar("Model", bound=BaseModel)


class ContentError(Exception):
    """Something under `content/` cannot be used. `problems` holds one line each: file, field, what to write."""

    def __init__(self, problems: List[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def count_words(text: str) -> int:
    """The number of words as a reader counts them: a dash or a star is none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def load_yaml(name: str, text: str, first_line: int = 1) -> Any:
    """What a YAML text holds.

    Args:
        name: the file, for the error.
        text: the YAML.
        first_line: the line of the file on which the text begins.

    Raises:
        ContentError: it is no YAML; names the line.
    """
    try:
        return YAML(typ="safe").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + first_line}:" if mark else ""
        raise ContentError([f"{name}:{line} {getattr(error, 'problem', error)}; check quotes and indentation"])


def parse(name: str, model: Type[Model], data: Any) -> Model:
    """Data by its schema.

    Raises:
        ContentError: a line for each field that is wrong.
    """
    try:
        return model.parse_obj(data)
    except ValidationError as error:
        raise ContentError([f"{name}: {field_name(wrong['loc'])}: {wrong['msg']}" for wrong in error.errors()])


def read_yaml(path: Path, model: Type[Model]) -> Model:
    """One YAML file by its schema.

    Raises:
        ContentError: it is missing or wrong; a line for each problem.
    """
    return parse(f"content/{path.name}", model, load_yaml(f"content/{path.name}", read_text(path)))


def read_text(path: Path) -> str:
    """One text.

    Raises:
        ContentError: it is missing or empty.
    """
    text = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    if not text:
        raise ContentError([f"content/{path.name}: is missing or empty"])
    return text


def field_name(location: Tuple[Any, ...]) -> str:
    """The place of an error as an editor would say it, `sources 2 url`."""
    parts = [str(part + 1) if isinstance(part, int) else str(part) for part in location]
    return "status" if parts == ["__root__"] else " ".join(parts)
