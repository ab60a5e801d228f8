"""The table of docs/reliability.md: rewritten from what tests measured, never by hand."""

import re

import pytest

from rcportal import figures
from rcportal.tests.test_house import ROOT, kept_files

TABLE = f"""# Words

{figures.BEGIN}
Old.

| row | what | figures | result |
|---|---|---|---|
| R1 | kills | 9 s | passed, 1 test |
| R2 | child | 3 s | passed, 1 test |
{figures.END}

More words.
"""


def ran(rows=("R1",), outcome="passed", measured=()):
    return {"test": "t", "rows": list(rows), "outcome": outcome, "figures": list(measured)}


def rows_after(*tests, keep=False):
    text = figures.rewritten(TABLE, tests, keep=keep, said="New.")
    said = "Old." if keep else "New."
    assert text.startswith(f"# Words\n\n{figures.BEGIN}\n{said}\n\n| row | what")
    assert text.endswith(f"{figures.END}\n\nMore words.\n")
    return [line for line in text.splitlines() if line.startswith("| R")]


def test_a_row_says_what_its_tests_measured():
    first = ran(measured=["R1 1.2 s | at most", "R1 4 rows"])

    assert rows_after(first, ran(measured=["R1 4 rows"]), ran(rows=["R2"])) == [
        "| R1 | kills | 1.2 s / at most; 4 rows | passed, 2 tests |",
        "| R2 | child |  | passed, 1 test |",
    ]


def test_a_row_whose_tests_did_not_run_says_so():
    assert rows_after(ran())[1] == "| R2 | child |  | SKIPPED: not run |"


def test_a_row_may_stay_when_only_some_tests_ran():
    assert rows_after(ran(), keep=True)[1] == "| R2 | child | 3 s | passed, 1 test |"


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        (("passed", "failed"), "**FAILED** 1 of 2"),
        (("skipped",), "SKIPPED 1"),
        (("passed", "skipped"), "passed, 1 test, SKIPPED 1"),
    ],
)
def test_a_failure_or_a_skip_is_never_shown_as_passed(outcomes, result):
    tests = [ran(outcome=outcome) for outcome in outcomes]

    assert rows_after(*tests)[0] == f"| R1 | kills |  | {result} |"


def test_a_row_that_the_table_lacks_is_named():
    with pytest.raises(figures.UnknownRow, match=r"no row R9: add it\."):
        rows_after(ran(rows=["R9"]))


def test_every_row_that_a_test_stands_for_is_in_the_table():
    table = figures.DOCUMENT.read_text(encoding="utf-8")
    named = {
        row
        for path in kept_files(".py")
        if "tests" in path.relative_to(ROOT).parts and path.name != "test_figures.py"
        for marker in re.findall(r"mark\.shows\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for row in re.findall(r'"(\w+)"', marker)
    }

    assert {row for row in named if f"| {row} |" not in table} == set()


@pytest.mark.shows("R1")
def test_a_figure_is_kept_for_a_row_of_the_test_only(request, figure):
    figure("R1", "3 s")

    with pytest.raises(AssertionError, match=r'shows\("R2"\)'):
        figure("R2", "3 s")

    assert ("figure", "R1 3 s") in request.node.user_properties
    del request.node.user_properties[:]  # this test stands for nothing
