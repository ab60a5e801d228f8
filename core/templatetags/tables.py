"""A plain table from columns and rows; on phones each cell says which column it is of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()


@dataclass(frozen=True)
class Column:
    label: str
    is_numeric: bool = False


@dataclass(frozen=True)
class Cell:
    text: str
    href: str = ""


@register.inclusion_tag("components/_data_table.html")
def data_table(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], caption: str = ""
) -> dict[str, Any]:
    """Lay the rows out under the columns; a row has as many cells as there are columns."""
    paired = [list(zip(columns, row, strict=True)) for row in rows]
    return {"columns": columns, "rows": paired, "caption": caption}
