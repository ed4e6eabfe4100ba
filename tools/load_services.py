"""Load the services that people can find, from a CSV file into the database.

The file replaces all that was loaded before. Nothing of it is loaded while anything in it is wrong.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.services import SHOWN, ServicesMissing, ServiceStore
from actions.settings import settings
from tools.service_row import ServiceRow, read_row

MOST_PROBLEMS = 20
"""Problems shown at once."""


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of the file."""

    line: int
    """The first line is 1; 0 is the file as a whole."""
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the file."""
    parser.add_argument("file", nargs="?", type=Path, help="default: services.csv among the content")


def run(arguments: argparse.Namespace) -> int:
    """Loads the file; 1, every problem on standard error and nothing loaded where it is not good."""
    path = arguments.file or settings().content_path / "services.csv"
    rows, problems = check(path)
    for problem in problems[:MOST_PROBLEMS]:
        where = f"line {problem.line}: " if problem.line else ""
        print(f"{path.name}: {where}{problem.text}", file=sys.stderr)
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        print(f"Nothing was loaded: {count} in {path}.", file=sys.stderr)
        return 1
    try:
        loaded = ServiceStore(settings().database_url).replace_all(row.dict() for row in rows)
    except ServicesMissing as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{loaded} services loaded, {sum(row.status == SHOWN for row in rows)} of them open.")
    return 0


def check(path: Path) -> tuple[list[ServiceRow], list[Problem]]:
    """The rows of a file and all that is wrong with it; the rows are good only where nothing is wrong."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return [], [Problem(line, "is not UTF-8 text; save the file as CSV UTF-8")]
    except OSError as error:
        return [], [Problem(0, f"the file cannot be read ({error.strerror}); name a CSV file")]
    rows: list[ServiceRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    try:
        for line, cells in _lines(text):
            row, wrong = read_row(cells)
            problems += [Problem(line, text) for text in wrong]
            if row:
                first = seen.setdefault((row.name.casefold(), row.suburb.casefold(), row.country), line)
                if first != line:
                    problems.append(Problem(line, f'"{row.name}" is already on line {first}; remove one of them'))
                rows.append(row)
    except _Unreadable as error:
        return [], [error.problem]
    if not rows and not problems:
        columns = ",".join(ServiceRow.__fields__)
        return [], [Problem(1, f"there are no services; write the line {columns} and one for each service")]
    return rows, problems


class _Unreadable(Exception):
    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(line, text)


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of the line on which each row begins, and its cells by column."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header)
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                wrong = f"has {len(cells)} cells, the first line {len(header)}"
                raise _Unreadable(line, f'{wrong}; put text that holds commas between double quotes: "a, b"')
            yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    except csv.Error as error:
        raise _Unreadable(reader.line_num, f"is no CSV ({error}); check its double quotes")


def _check_header(header: list[str]) -> None:
    columns = ServiceRow.__fields__
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise _Unreadable(1, "the columns are not separated by commas; save the file as CSV with commas")
    if unknown := [name for name in header if name not in columns]:
        raise _Unreadable(1, f'unknown column "{unknown[0]}"; write one of {", ".join(columns)}')
    if twice := [name for name in header if header.count(name) > 1]:
        raise _Unreadable(1, f'the column "{twice[0]}" stands twice; remove one of them')
    missing = [name for name, column in columns.items() if column.required and name not in header]
    if header and missing:
        raise _Unreadable(1, f'the column "{missing[0]}" is missing; add it to the first line')
