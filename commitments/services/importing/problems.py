"""What is wrong with one cell: the reason and the remedy, a short sentence each."""

from dataclasses import asdict, dataclass

from commitments.services.importing.headings import Layout

LONGEST_VALUE = 80


class CellRefused(ValueError):
    """A cell cannot be taken as it is. `reason` says why, `remedy` what to enter instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Problem:
    """A refused cell as the report shows it."""

    cell: str
    heading: str
    value: str
    reason: str
    remedy: str

    def as_json(self) -> dict[str, str]:
        """Give the problem as the report keeps it."""
        return asdict(self)


def shortened(text: str) -> str:
    """Give as much of a cell's text as a report shows."""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def problem_at(layout: Layout, key: str, row: int, value: object, why: CellRefused) -> Problem:
    """Give the problem of the column's cell in this row."""
    text = "" if value is None else str(value)
    cell, heading = layout.cell(key, row), layout.heading(key)
    return Problem(cell, heading, shortened(text), why.reason, why.remedy)
