"""What secretariat and committee do with an application that was handed in."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.models import Application, ApplicationRemark, Organisation
from commitments.services import lineage, telling
from commitments.services.applying.carrying_out import NotPossible, commit, enter
from commitments.services.bonds import following
from commitments.services.days import refuse_future
from core import review
from core.review import MustBeMended
from core.steps import take_step


def take_up(application: Application, *, by: Any, at: dt.datetime) -> None:
    """Begin the secretariat's review. Raises StepNotOpen."""
    take_step("take_up", application, by=by, at=at)


def remark(
    application: Application, *, by: Any, at: dt.datetime, place: str, severity: str, text: str
) -> ApplicationRemark:
    """Say something about one answer; the applicant reads it once it is returned."""
    written: ApplicationRemark = review.remark(
        application.current_version, by=by, at=at, place=place, severity=severity, text=text
    )
    return written


def refer(application: Application, *, by: Any, at: dt.datetime, reason: str = "") -> None:
    """Pass the application on to the committee. Raises StepNotOpen, MustBeMended."""
    if application.remarks_open().filter(severity="must").exists():
        raise MustBeMended(_("Close the remarks that must be mended first, or return it."))
    take_step("refer", application, by=by, at=at, reason=reason)


@transaction.atomic
def send_back(
    application: Application, *, by: Any, at: dt.datetime, comment: str, due_again: dt.date
) -> None:
    """Return it to the applicant with a comment and a last day; a mail tells what to mend.

    Raises StepNotOpen, MustBeMended.
    """
    review.send_back(application, by=by, at=at, comment=comment, due_again=due_again)
    telling.tell_returned(application, at=at)


@transaction.atomic
def accept(
    application: Application,
    *,
    by: Any,
    at: dt.datetime,
    number: str,
    on: dt.date,
    organisation: Organisation | None,
    comment: str = "",
) -> Organisation:
    """Record the committee's approval: the organisation, and commitments to be signed, come of it.

    `organisation` is the one in the register that applies; None enters a new one. Raises
    StepNotOpen, MustBeMended, DayNotPossible, NotPossible.
    """
    refuse_future(on, at)
    if not number.strip():
        raise MustBeMended(_("Enter the number of the decision."))
    version = application.current_version
    if version is None:
        raise MustBeMended(_("This application was not handed in yet."))
    if organisation:
        _refuse_merged(organisation)
    target = enter(version.answers, organisation, by=by)
    review.accept(
        application,
        by=by,
        at=at,
        comment=comment,
        changes={"organisation": target},
        number=number.strip(),
        decided_on=on,
    )
    made = commit(application, target, by=by, at=at, on=on, number=number.strip())
    if not made:
        raise NotPossible(
            _("“%(name)s” has these commitments already: nothing is left to be signed.")
            % {"name": target}
        )
    following.approved(application, target, at=at)
    telling.tell_accepted(application, at=at)
    return target


@transaction.atomic
def decline(
    application: Application,
    *,
    by: Any,
    at: dt.datetime,
    comment: str,
    number: str = "",
    on: dt.date | None = None,
) -> None:
    """Record that it is not approved, with the reason that the applicant reads.

    Raises StepNotOpen, MustBeMended.
    """
    review.decline(application, by=by, at=at, comment=comment, number=number.strip(), decided_on=on)
    telling.tell_declined(application, at=at)


def _refuse_merged(organisation: Organisation) -> None:
    """Refuse one that has gone on in another, and let nobody merge it until this is done."""
    list(Organisation.objects.select_for_update().filter(pk=organisation.pk))
    try:
        lineage.refuse_merged(organisation)
    except lineage.LineageNotPossible as merged:
        raise NotPossible(str(merged)) from merged
