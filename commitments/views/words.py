"""What a list of the register says about itself: whom it lists, as at when, narrowed by what."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.enums import Kind, Status
from commitments.filters import LISTING
from commitments.queries.reference import Reference
from commitments.queries.selection import NOT_KNOWN, Selection
from core.parts import filter_of


def rule_of(selection: Selection) -> str:
    """This will say whom the list shows: `Selection.statuses` in words."""
    if selection.snapshot is not None:
        return _(
            "Listed are those whom snapshot %(number)s counted, with the facts by which it counted "
            "them. Their present facts stand on their own pages."
        ) % {"number": selection.snapshot}
    if selection.as_at is not None:
        return _then(selection)
    if selection.status:
        return _("Listed are organisations with the status: %(statuses)s.") % {
            "statuses": _statuses(selection)
        }
    if selection.terms:
        return _("Searched are all organisations, whatever their status.")
    return _(
        "Listed are organisations that are committed or suspended today. Ended ones and those "
        "without a commitment on record are found by status or by name."
    )


def _then(selection: Selection) -> str:
    words = {"day": selection.as_at, "statuses": _statuses(selection)}
    return (
        _(
            "Listed are organisations with the status “%(statuses)s” on %(day)s, as it is known "
            "today: what was entered later with an earlier day is included."
        )
        % words
    )


def _statuses(selection: Selection) -> str:
    parting = pgettext("between items of a list", ", ")
    return parting.join(str(Status(status).label) for status in selection.statuses)


def value_words(facet: str, value: str, reference: Callable[[], Reference]) -> str:
    """This will give the words for one value of a facet."""
    if facet == "kind":
        return str(Kind(value).label)
    if facet == "status":
        return str(Status(value).label)
    if facet == "year":
        return _("signed in %(year)s") % {"year": value}
    if value == NOT_KNOWN:
        return _("province not stated") if facet == "province" else _("industry not stated")
    known = reference()
    return known.province(value) if facet == "province" else known.industry(value)


def group_words(code: str) -> str:
    """This will name a working group, or give its code while nobody names it."""
    name_of = filter_of(LISTING, "group_name")
    return name_of(code) if name_of else code


NARROWINGS: Final = (
    "q", "kind", "province", "industry", "status", "year", "group", "park", "as_at", "snapshot",
)  # fmt: skip


def narrowing_words(name: str, selection: Selection, reference: Callable[[], Reference]) -> str:
    """This will name everything that was asked of one parameter."""
    if name == "q":
        return _("search text “%(text)s”") % {"text": selection.q}
    if name == "group":
        return _("working group: %(name)s") % {"name": group_words(selection.group)}
    if name == "park":
        return _("in the park: %(name)s") % {"name": selection.in_park}
    if name == "as_at":
        return _("as at %(day)s") % {"day": selection.as_at}
    if name == "snapshot":
        return _("snapshot %(number)s") % {"number": selection.snapshot}
    parting = pgettext("between items of a list", ", ")
    return parting.join(value_words(name, v, reference) for v in selection.chosen(name))
