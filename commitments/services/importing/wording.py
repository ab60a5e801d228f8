"""Lists inside sentences."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

MOST_ROWS_NAMED: Final = 5


def listed(texts: Iterable[object]) -> str:
    """Give the items in one line, parted as the language does it."""
    return pgettext("between items of a list", ", ").join(map(str, texts))


def rows_named(rows: Sequence[int]) -> str:
    """Name the rows of a file; of many only the first ones and how many there are."""
    if len(rows) <= MOST_ROWS_NAMED:
        text = ngettext("row %(rows)s", "rows %(rows)s", len(rows))
        return text % {"rows": listed(rows)}
    return _("rows %(rows)s and others, %(count)s in all") % {
        "rows": listed(rows[:MOST_ROWS_NAMED]),
        "count": len(rows),
    }


def numbers_named(numbers: Iterable[int]) -> str:
    """Give numbers of rows as people write them, the runs among them short: 12, 15-20."""
    runs = groupby(enumerate(sorted(set(numbers))), lambda each: each[1] - each[0])
    ends = ([number for _place, number in run] for _key, run in runs)
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in ends)
