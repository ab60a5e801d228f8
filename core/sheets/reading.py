"""Reading a table that somebody sent, in a process of its own that may die of it."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from core.sheets.faults import SheetFault
from core.sheets.grid import Place, unpack
from core.sheets.refusals import SheetRefused
from core.uploads.guard import UploadKind

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 40
# Nothing secret: the child needs no database, no broker and no key.
ENVIRONMENT_KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR", "PYTHONDONTWRITEBYTECODE")
LOG_LETTERS = 2_000


class Row(NamedTuple):
    """A row with its number in the file; `cells` are as many in every row, None where empty."""

    number: int
    cells: list[str | None]


@dataclass(frozen=True)
class SheetTable:
    """A table as text. Places are (row number, column from 0); `address` names them.

    `damaged` holds the numbers with more digits than a spreadsheet keeps: no codes any more.
    `errors` holds the error values, such as #N/A, whose cells are empty.
    """

    name: str
    heading: Row
    rows: list[Row]
    damaged: frozenset[Place]
    errors: dict[Place, str]


def read_table(
    source: bytes | Path, *, kind: UploadKind, sheet_name: str | None = None
) -> SheetTable:
    """Read an upload that has passed the guard; the first row in use is the heading.

    Takes the sheet called `sheet_name`, else the only visible one. Raises SheetRefused.
    """
    request = json.dumps({"kind": kind, "sheet_name": sheet_name})
    with tempfile.TemporaryFile() as answer, opened(source) as stream:
        run_child(request, stream, answer)
        answer.seek(0)
        head, _, body = answer.read().partition(b"\n")
    return table_from(json.loads(head), body)


def opened(source: bytes | Path) -> IO[bytes]:
    """Make a file of the source that the child can open."""
    if isinstance(source, Path):
        return source.open("rb")
    stream = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
    stream.write(source)
    stream.seek(0)
    return stream


def run_child(request: str, stream: IO[bytes], answer: IO[bytes]) -> None:
    """Run the reader; its death by signal, limit or time is a table too large."""
    command = [sys.executable, "-m", "core.sheets.child", request]
    with tempfile.TemporaryFile() as complaints:
        try:
            ended = subprocess.run(  # noqa: S603 -- our own module
                command,
                stdin=stream,
                stdout=answer,
                stderr=complaints,
                cwd=ROOT,
                env=environment(),
                timeout=WALL_SECONDS,
                check=False,
            )
            status: int | str = ended.returncode
        except subprocess.TimeoutExpired:
            status = "timed out"
        complaints.seek(0)
        words = complaints.read(LOG_LETTERS).decode(errors="replace")
    if words:
        logger.warning("Table reader: %s", words)
    if status != 0:
        logger.warning("Table reader ended with %s", status)
        raise SheetRefused(SheetFault.EXHAUSTED)


def environment() -> dict[str, str]:
    """Give the child's environment: enough to start, in UTF-8."""
    kept = {name: os.environ[name] for name in ENVIRONMENT_KEPT if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def table_from(head: dict[str, Any], body: bytes) -> SheetTable:
    """Build the table from the child's answer, or raise what it refused."""
    if "fault" in head:
        raise SheetRefused(SheetFault(head["fault"]), **head["details"])
    heading, *rows = (Row(*row) for row in unpack(body, head["width"]))
    return SheetTable(
        name=head["name"],
        heading=heading,
        rows=rows,
        damaged=frozenset((row, column) for row, column in head["damaged"]),
        errors={(row, column): text for row, column, text in head["errors"]},
    )
