"""Chapters of lists: the organisations that were counted, by their names as they were counted."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.queries.definitions import BY_KEY, MemberTable
from reports.queries.figures import Year
from reports.queries.report.blocks import Block, figure, note, roll, words

# More than that nobody reads on paper: the data file has all of them.
MOST_PRINTED: Final = 3000


def roll_of(year: Year, key: str) -> list[Block]:
    """Give the list of those whom the table counts, by name; of an unknown table nothing."""
    definition = BY_KEY.get(key)
    if not isinstance(definition, MemberTable) or key not in year.tables:
        return []
    total = year.tables[key].total
    members = definition.members(year.snapshot).order_by("name_sort", "organisation_id")
    rows = [
        [str(number), name, year.names.of("province", province or ""), signed_on.isoformat()]
        for number, (name, province, signed_on) in enumerate(
            members.values_list("name", "province_id", "signed_on")[:MOST_PRINTED], start=1
        )
    ]
    columns = [
        pgettext("of a list", "No."),
        pgettext("of a list", "Name"),
        pgettext("of a list", "Province"),
        pgettext("of a list", "Signed on"),
    ]
    blocks = [roll(total.name, columns, rows, figure(total.value, total.href))]
    if total.value > len(rows):
        said = _("The first %(count)s are printed; the register lists all of them.")
        blocks.append(note([words(said % {"count": f"{len(rows):,}"})]))
    return blocks
