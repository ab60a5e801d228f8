"""A plugin of pytest: what tests measured, kept for `docs/reliability.md`.

A test marked `shows("R1")` stands for the row R1 of the table there; its fixture `figure` keeps a
measured figure. With `--figures FILE` the run adds a line a test to the file, from which
`python -m rcportal.figures FILE` rewrites the table.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHOWS, FIGURE = "shows", "figure"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", metavar="FILE", help="add what the tests measured to the file")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{SHOWS}(id, ...): stands for these rows of docs/reliability.md"
    )
    path = config.getoption("--figures")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Notes(Path(path)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    item.user_properties += [(SHOWS, row) for row in _rows_of(item)]


def _rows_of(item: Any) -> list[str]:
    rows = [row for marker in item.iter_markers(SHOWS) for row in marker.args]
    return sorted(set(rows))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Keep a measured figure for a row: `figure("R1", f"{seconds:.1f} s")`."""
    rows = _rows_of(request.node)

    def keep(row: str, text: str) -> None:
        assert row in rows, f'mark the test with @pytest.mark.{SHOWS}("{row}")'
        request.node.user_properties.append((FIGURE, f"{row} {text}"))

    return keep


class Notes:
    """Writes a line for each test that stands for a row, in the process that hears of all."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        kept = [(name, str(text)) for name, text in report.user_properties]
        rows = [text for name, text in kept if name == SHOWS]
        if not rows or (report.when != "call" and report.passed):
            return
        line = {
            "test": report.nodeid,
            "rows": rows,
            "outcome": report.outcome,
            "figures": [text for name, text in kept if name == FIGURE],
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
