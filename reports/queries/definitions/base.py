"""What the run, the pages and the API need to know of a table."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.enums import Dimension, Unit
from reports.models import Snapshot

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Count:
    """One counted cell: the total has neither dimension nor cell."""

    dimension: str
    cell: str
    value: int
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Definition(ABC):
    """One table of the year: what is asked, whom it counts, by what, and the list behind it."""

    key: str
    name: "StrPromise"
    short_name: "StrPromise"  # the heading of a column
    question: "StrPromise"
    rule: "StrPromise"  # who counts, in one sentence
    unit: Unit
    dimensions: tuple[Dimension, ...]

    @property
    def slug(self) -> str:
        """The last word of the key, by which its page is called."""
        return self.key.rpartition(".")[2].replace("_", "-")

    def always_shown(self, dimension: str) -> tuple[str, ...]:
        """Give the cells of the dimension that are shown even when nobody is in them."""
        return ()

    @property
    def is_flow(self) -> bool:
        """Whether it counts what happened in the year: of a running year not yet comparable."""
        return False

    @abstractmethod
    def count(self, snapshot: Snapshot) -> list[Count]:
        """Count the total and every cell of every dimension, set-based."""

    @abstractmethod
    def address(self, snapshot: Snapshot, dimension: str = "", cell: str = "") -> str:
        """Give the address of the list of exactly those who were counted."""
