"""What a list of the register says about itself: whom it lists, as at when, narrowed by what."""

from collections.abc import Callable, Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from commitments.enums import (
    Kind,
    Ownership,
    Size,
    Status,
)
from commitments.filters import LISTING
from commitments.queries.reference import Reference
from commitments.queries.selection import NOT_KNOWN, Selection
from core.parts import filter_of


def rule_of(selection: Selection) -> str:
    """This will say whom the list shows: `Selection.statuses` in words."""
    if selection.snapshot is not None:
        return _counted(selection)
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


def _counted(selection: Selection) -> str:
    words = {"number": selection.snapshot, "statuses": _statuses(selection)}
    return (
        _(
            "Listed are those whom snapshot %(number)s counted with the status “%(statuses)s”, and "
            "the facts by which it counted them. Their present facts stand on their own pages."
        )
        % words
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


CHOICES: Final[Mapping[str, type[TextChoices]]] = {
    "kind": Kind,
    "status": Status,
    "ownership": Ownership,
    "size": Size,
}
NOT_STATED: Final = {
    "province": gettext_lazy("province not stated"),
    "city": gettext_lazy("city not stated"),
    "industry": gettext_lazy("industry not stated"),
    "ownership": gettext_lazy("ownership not stated"),
    "size": gettext_lazy("number of employees not stated"),
    "park": gettext_lazy("in no park of the register"),
}


def value_words(facet: str, value: str, reference: Callable[[], Reference]) -> str:
    """This will give the words for one value of a facet."""
    if value == NOT_KNOWN and facet in NOT_STATED:  # of a status "none" is a value like the others
        return str(NOT_STATED[facet])
    if facet in CHOICES:
        return str(CHOICES[facet](value).label)
    if facet == "year":
        return _("signed in %(year)s") % {"year": value}
    known = reference()
    return known.province(value) if facet == "province" else known.industry(value)


def group_words(code: str) -> str:
    """This will name a working group, or give its code while nobody names it."""
    name_of = filter_of(LISTING, "group_name")
    return name_of(code) if name_of else code


def group_page(code: str) -> tuple[str, str] | None:
    """This will name the working group and give its page, or nothing while there is none."""
    page_of = filter_of(LISTING, "group_page")
    address = page_of(code) if page_of else None
    return (group_words(code), address) if address else None


NARROWINGS: Final = (
    "q", "kind", "province", "industry", "status", "year", "city", "ownership", "size", "group",
    "park", "as_at", "snapshot",
)  # fmt: skip


def narrowing_words(name: str, selection: Selection, reference: Callable[[], Reference]) -> str:
    """This will name everything that was asked of one parameter."""
    if name == "q":
        return _("search text “%(text)s”") % {"text": selection.q}
    if name == "group":
        return _("working group: %(name)s") % {"name": group_words(selection.group)}
    if name == "park":
        return park_words(selection)
    if name == "as_at":
        return _("as at %(day)s") % {"day": selection.as_at}
    if name == "snapshot":
        return _("snapshot %(number)s") % {"number": selection.snapshot}
    parting = pgettext("between items of a list", ", ")
    return parting.join(chosen_words(selection, name, v, reference) for v in selection.chosen(name))


def chosen_words(
    selection: Selection, name: str, value: str, reference: Callable[[], Reference]
) -> str:
    """This will give the words for one value that was chosen."""
    return selection.city_names.get(value) or value_words(name, value, reference)


def park_words(selection: Selection) -> str:
    """This will say in which park, or that it is none of the register's."""
    if selection.in_park is None:
        return str(NOT_STATED["park"])
    return _("in the park: %(name)s") % {"name": selection.in_park}
