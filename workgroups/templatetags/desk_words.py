"""What the desk's pages tell the authors of a document: what it is for, and what comes next."""

from typing import NamedTuple

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workgroups.enums import DocumentKind
from workgroups.models import Submission
from workgroups.queries.beginning import Beginning

register = template.Library()


class Purpose(NamedTuple):
    """What the first page of a document says."""

    what: str
    time: str
    needed: str
    known: str
    seen_by: str


@register.filter
def purpose(begin: Beginning) -> Purpose:
    """Say what the document is for, what it takes, and who will read it."""
    what, time, needed = _words(begin.kind)
    return Purpose(what, time, needed, _known(begin), _seen_by(begin))


def _words(kind: str) -> tuple[str, str, str]:
    return {
        DocumentKind.PLAN: (
            _("What the group will do this year, item by item: what shall come of it, by when."),
            _("half an hour; a numbered text can be pasted"),
            _("the group's work plan, as agreed among its members"),
        ),
        DocumentKind.SHEET: (
            _("How far each item of the plan is, on one page: what was done, and how well."),
            _("five minutes an item"),
            _("reports, photographs or addresses that show what was done"),
        ),
        DocumentKind.SUMMARY: (
            _("What came of the year, item by item, beside what was planned."),
            _("half an hour"),
            _("figures of the year, and work that was not planned"),
        ),
        DocumentKind.CHANGE: (
            _(
                "Changes of the accepted plan with their reason. The plan as accepted stays on "
                "record."
            ),
            _("ten minutes"),
            _("what changed, and why"),
        ),
        DocumentKind.CORRECTION: (
            _("A corrected summary. The one that was accepted stays on record."),
            _("ten minutes"),
            _("what was wrong, and how it is right"),
        ),
    }[DocumentKind(kind)]


def _known(begin: Beginning) -> str:
    if begin.kind == DocumentKind.CORRECTION:
        return _("the accepted summary")
    if begin.kind == DocumentKind.CHANGE or not begin.items:
        return _("nothing yet")
    words = {
        DocumentKind.PLAN: ngettext(
            "%(count)s item of last year that is not finished",
            "%(count)s items of last year that are not finished",
            begin.items,
        ),
        DocumentKind.SHEET: ngettext(
            "%(count)s item of the plan, with its last status",
            "%(count)s items of the plan, with their last status",
            begin.items,
        ),
        DocumentKind.SUMMARY: ngettext(
            "%(count)s item of the plan, with its progress",
            "%(count)s items of the plan, with their progress",
            begin.items,
        ),
    }
    return words[DocumentKind(begin.kind)] % {"count": begin.items}


def _seen_by(begin: Beginning) -> str:
    if begin.kind in (DocumentKind.PLAN, DocumentKind.SUMMARY):
        return _(
            "the officers of the group; after handing in the secretariat; after acceptance the "
            "other groups; after publication everybody"
        )
    return _("the officers of the group; after handing in the secretariat")


@register.filter
def next_steps(document: Submission) -> list[str]:
    """Say what happens after a document was handed in, with the days that are known."""
    steps = [
        _("The secretariat reviews it. Until it begins you may take it back."),
        _("If something has to be mended it comes back with remarks and a new last day."),
    ]
    if document.needs_endorsement:
        steps.append(_("The head of the secretariat endorses it; then it cannot be changed."))
        steps.append(
            _("It may be read by the public from %(day)s on, once it is published.")
            % {"day": document.year.public_from.isoformat()}
        )
    elif document.kind == DocumentKind.CHANGE:
        steps.append(_("When it is accepted the plan changes; the plan as accepted stays kept."))
    elif document.kind == DocumentKind.SHEET:
        steps.append(_("When it is accepted the quarter is settled."))
    return steps
