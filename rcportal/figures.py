"""The table of figures in `docs/reliability.md`, written by the run of the tests.

`python -m rcportal.figures FILE` reads what `pytest --figures FILE` kept and rewrites the last two
columns; the first two, what a row is and shows, are written by people. A row whose tests did not
run says SKIPPED; with `--keep` it stays as it was, for a run of some tests only.
"""

import argparse
import datetime as dt
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: written by the run -->", "<!-- end of the figures -->"
SKIPPED = "SKIPPED: not run"


class UnknownRow(ValueError):
    """A test stands for a row that the table does not have."""


def rewritten(text: str, tests: Iterable[Mapping[str, Any]], *, keep: bool, said: str) -> str:
    """Give the document with the figures of these tests. Raises UnknownRow.

    `said` is the sentence above the table, when and on what the tests ran; a row kept keeps it too.
    """
    before, _begin, rest = text.partition(BEGIN)
    table, _end, after = rest.partition(END)
    lines = [line for line in table.splitlines() if line.startswith("|")]
    said = table.strip().splitlines()[0] if keep else said
    head, rows = lines[:2], [_cells(line) for line in lines[2:]]
    kept = list(tests)
    if unknown := {row for test in kept for row in test["rows"]} - {cells[0] for cells in rows}:
        raise UnknownRow(f"docs/reliability.md has no row {', '.join(sorted(unknown))}: add it.")
    written = [_line(_row(cells, kept, keep=keep)) for cells in rows]
    return "\n".join([f"{before}{BEGIN}", said, "", *head, *written, f"{END}{after}"])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(cells: list[str], tests: list[Mapping[str, Any]], *, keep: bool) -> list[str]:
    row, what, *_before = cells
    mine = [test for test in tests if row in test["rows"]]
    if not mine:
        return cells if keep else [row, what, "", SKIPPED]
    return [row, what, "; ".join(_figures(row, mine)), _result(mine)]


def _figures(row: str, tests: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    seen = set()
    for test in tests:
        for kept in test["figures"]:
            of_row, _space, text = kept.partition(" ")
            if of_row == row and text not in seen:
                seen.add(text)
                yield text.replace("|", "/")


def _result(tests: list[Mapping[str, Any]]) -> str:
    outcomes = [test["outcome"] for test in tests]
    passed, failed, skipped = (outcomes.count(each) for each in ("passed", "failed", "skipped"))
    if failed:
        return f"**FAILED** {failed} of {len(outcomes)}"
    words = f"passed, {passed} test{'s' if passed > 1 else ''}" if passed else ""
    left_out = f"SKIPPED {skipped}" if skipped else ""
    return ", ".join(word for word in (words, left_out) if word)


def _said() -> str:
    now = dt.datetime.now(tz=ZoneInfo("Asia/Shanghai"))
    return (
        f"Last run: {now:%Y-%m-%d %H:%M} Beijing time on {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, Django {django.get_version()}."
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m rcportal.figures", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--keep", action="store_true", help="leave rows alone that did not run")
    chosen = parser.parse_args(arguments)
    lines = chosen.file.read_text(encoding="utf-8").splitlines() if chosen.file.exists() else []
    try:
        text = rewritten(
            DOCUMENT.read_text(encoding="utf-8"),
            [json.loads(line) for line in lines],
            keep=chosen.keep,
            said=_said(),
        )
    except UnknownRow as error:
        sys.stderr.write(f"{error}\n")
        return 1
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
