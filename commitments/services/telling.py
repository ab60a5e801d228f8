"""Who is told of what happens to an application, in the transaction in which it happens.

The applicant reads every step at once, at the address that was given, with a fresh personal link;
the secretariat reads in the morning what was handed in, and what came later.
"""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from accounts.enums import EDITING_ROLES
from accounts.models import User
from commitments.enums.applications import ApplicationMail
from commitments.models import Application, ApplicationFile, ApplicationVersion, Commitment
from commitments.services.links import link_for
from core import outbox


def tell_submitted(
    application: Application, version: ApplicationVersion, *, at: dt.datetime
) -> None:
    """Send the receipt, and tell the secretariat in the morning."""
    _tell(ApplicationMail.SUBMITTED, application, at=at, version=version)
    _tell_secretariat(
        ApplicationMail.ARRIVED, application, at=at, once=version.pk, more={"version": version}
    )


def tell_brought(application: Application, brought: ApplicationFile, *, at: dt.datetime) -> None:
    """Tell the secretariat in the morning that a scan has come after the handing in."""
    _tell_secretariat(ApplicationMail.BROUGHT, application, at=at, once=brought.pk)


def tell_returned(application: Application, *, at: dt.datetime) -> None:
    """Tell what has to be mended and until when."""
    remarks = application.remarks_open().exclude(audience="reviewers").order_by("pk")
    labels = {each["code"]: each["label"] for each in _asked(application)}
    said = [(labels.get(each.place, ""), each) for each in remarks]
    _tell(ApplicationMail.RETURNED, application, at=at, remarks=said)


def tell_accepted(application: Application, *, at: dt.datetime) -> None:
    """Tell that the commitment is approved and will be signed."""
    _tell(ApplicationMail.ACCEPTED, application, at=at)


def tell_declined(application: Application, *, at: dt.datetime) -> None:
    """Tell that it is not approved, and why."""
    _tell(ApplicationMail.DECLINED, application, at=at)


def tell_signed(commitment: Commitment, *, at: dt.datetime) -> None:
    """Tell whoever applied that the commitment is signed and in the register."""
    application = commitment.application
    if application is None:
        return
    outbox.add(
        ApplicationMail.SIGNED,
        to=application.email,
        at=at,
        about=commitment,
        href=commitment.organisation.get_absolute_url(),
        context={"commitment": commitment, "application": application},
        dedupe=f"{ApplicationMail.SIGNED}:{commitment.pk}",
    )


def _tell_secretariat(
    mail: ApplicationMail,
    application: Application,
    *,
    at: dt.datetime,
    once: int,
    more: Mapping[str, object] | None = None,
) -> None:
    """Write a line for the morning to everybody who reviews, once for what has come."""
    today = timezone.localdate(at)
    staff = User.objects.filter(posts__valid__contains=today, posts__role__in=list(EDITING_ROLES))
    for person in staff.distinct().order_by("pk"):
        outbox.add(
            mail,
            to=person,
            at=at,
            about=application,
            href=application.get_absolute_url(),
            context={"application": application, **(more or {})},
            dedupe=f"{mail}:{once}:{person.pk}",
            digest=True,
        )


def _tell(
    mail: ApplicationMail, application: Application, *, at: dt.datetime, **more: object
) -> None:
    version = application.current_version
    decision = getattr(version, "decision", None)
    outbox.add(
        mail,
        to=application.email,
        at=at,
        about=application,
        href=link_for(application.email),
        context={"application": application, "decision": decision, **more},
        dedupe=f"{mail}:{version.pk if version else 0}",
    )


def _asked(application: Application) -> list[dict[str, str]]:
    version = application.current_version
    found: list[dict[str, str]] = version.payload.get("asked", []) if version else []
    return found
