"""The present result as a file: CSV, workbook and JSON with equal rows.

The columns are those of the register workbook, so a file from here may be imported again and
changes nothing. Internal notes are not among them. Columns are only ever added: COLUMNS_VERSION.
"""

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import override

from commitments.enums import (
    Document,
    EndReason,
    Kind,
    Ownership,
    State,
)
from commitments.queries.lines import lines_of
from commitments.queries.selection import Selection
from commitments.services.importing.headings import COLUMNS
from core.sheets.writing import Column, csv_chunks, write_workbook

COLUMNS_VERSION: Final = 1
KEYS: Final = [key for key in COLUMNS if key != "note"]
HEADINGS: Final = [COLUMNS[key].chinese for key in KEYS]
SHEET: Final = "名录"
FILE_NAME: Final = "责任关怀承诺名录"
# The file is the same in every language of the pages: its words belong to the format.
LANGUAGE: Final = "zh-hans"
MOST_IN_A_WORKBOOK: Final = 100_000
CODES: Final = frozenset({"uscc", "code", "industry", "certificate_number"})
WIDTHS: Final = {"name": 40, "former_names": 30, "english_name": 30, "uscc": 22, "website": 24}

_CHOICES: Final[dict[str, type[TextChoices]]] = {
    "kind": Kind,
    "ownership": Ownership,
    "document": Document,
    "state": State,
    "end_reason": EndReason,
}


@dataclass(frozen=True)
class Format:
    """A kind of file, and about how many bytes one organisation takes in it."""

    suffix: str
    content_type: str
    bytes_each: int


FORMATS: Final = {
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 100
    ),
    "csv": Format("csv", "text/csv; charset=utf-8", 200),
    "json": Format("json", "application/json", 700),
}


@dataclass(frozen=True)
class Download:
    """A link to the present result as a file."""

    label: str
    url: str
    size: int


def downloads_of(selection: Selection, total: int, *, what: str = "export") -> list[Download]:
    """This will give the links to the present result as files, with about their size.

    `what` begins the names of their addresses: the register's own export, or the file of parks.
    """
    query = selection.address(without=("page",))
    return [
        Download(
            suffix.upper(),
            f"{reverse(f'commitments:{what}_{suffix}')}?{query}".rstrip("?"),
            total * form.bytes_each + 1,
        )
        for suffix, form in FORMATS.items()
    ]


def file_name(suffix: str, day: dt.date) -> str:
    """This will name the file after its content, the version of its columns and its day."""
    return f"{FILE_NAME}_v{COLUMNS_VERSION}_{day.isoformat()}.{suffix}"


def as_csv(selection: Selection) -> Iterator[bytes]:
    """This will yield the result as CSV piece by piece."""
    return csv_chunks(HEADINGS, _rows(selection))


def as_json(selection: Selection, *, day: dt.date) -> Iterator[bytes]:
    """This will yield the result as one JSON document piece by piece."""
    about = about_of(selection, COLUMNS_VERSION, day=day)
    return json_chunks(about, HEADINGS, _rows(selection))


def about_of(selection: Selection, version: int, *, day: dt.date) -> dict[str, Any]:
    """This will say of a JSON document what was asked, as at which day, and which version it is."""
    return {
        "columns_version": version,
        "as_at": (selection.as_at or day).isoformat(),
        "query": selection.address(without=("page", "sort")),
    }


def json_chunks(
    about: dict[str, Any], headings: list[str], rows: Iterable[list[Any]]
) -> Iterator[bytes]:
    """This will yield a JSON document: what is said about it, then row after row."""
    yield _json(about | {"columns": headings})[:-1].encode() + b', "rows": ['
    between = b"\n"
    for row in rows:
        yield between + _json(dict(zip(headings, map(_plain, row), strict=True))).encode()
        between = b",\n"
    yield b"\n]}\n"


def as_workbook(selection: Selection) -> IO[bytes]:
    """This will write the result as a workbook into a file that disappears when it is closed."""
    columns = [
        Column(heading, WIDTHS.get(key, 14), code=key in CODES)
        for key, heading in zip(KEYS, HEADINGS, strict=True)
    ]
    return workbook(SHEET, FILE_NAME, columns, _rows(selection), version=COLUMNS_VERSION)


def workbook(
    sheet: str, title: str, columns: list[Column], rows: Iterable[list[Any]], *, version: int
) -> IO[bytes]:
    """This will write rows as a workbook that knows the version of its columns."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    facts = {"columns_version": version}
    write_workbook(file, sheet_name=sheet, columns=columns, rows=rows, title=title, facts=facts)
    file.seek(0)
    return file


def _rows(selection: Selection) -> Iterator[list[Any]]:
    writers = _writers()
    for line in lines_of(selection, KEYS):
        row: list[Any] = list(line)
        for place, write in writers:
            if value := row[place]:
                row[place] = write(value)
        yield row


def _writers() -> list[tuple[int, Callable[[Any], Any]]]:
    """For the few columns that hold a code instead of a word: its word."""
    with override(LANGUAGE):
        words = {
            key: {str(member): str(member.label) for member in choices}
            for key, choices in _CHOICES.items()
        }
    return [(KEYS.index(key), word.__getitem__) for key, word in words.items()]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
