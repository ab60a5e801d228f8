"""Who is told of what happens to a document, in the transaction in which it happens.

The group reads decisions at once; the secretariat reads in the morning what was handed in. Nobody
is told of what is taken from paper, and nobody of what they did themselves.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import EDITING_ROLES, PostRole
from accounts.models import User
from core import outbox
from core.enums import Audience
from workgroups.enums import Mail, OfficeRole
from workgroups.models import Office, Remark, Submission

WRITERS = (OfficeRole.LEADER, OfficeRole.DEPUTY, OfficeRole.LIAISON)


def tell_submitted(document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Tell the secretariat in the morning that a document waits for review."""
    _tell(Mail.SUBMITTED, document, _staff(EDITING_ROLES, at), by=by, at=at, digest=True)


def tell_recommended(document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Tell the head of the secretariat that a document waits for endorsement."""
    _tell(Mail.RECOMMENDED, document, _staff({PostRole.HEAD}, at), by=by, at=at)


def tell_returned(document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Tell those who write the document what has to be mended and until when."""
    remarks = Remark.objects.filter(
        version=document.current_version, audience=Audience.AUTHORS, closed_at=None
    ).order_by("written_at", "id")
    people = _officers(document, WRITERS, at)
    _tell(Mail.RETURNED, document, people, by=by, at=at, remarks=list(remarks))


def tell_decided(mail: Mail, document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Tell all officers of the body that the document was accepted, declined or published."""
    _tell(mail, document, _officers(document, tuple(OfficeRole), at), by=by, at=at)


def _tell(
    mail: Mail,
    document: Submission,
    people: Iterable[User],
    *,
    by: Any,
    at: dt.datetime,
    digest: bool = False,
    **more: object,
) -> None:
    if by is None:
        return
    decision = getattr(document.current_version, "decision", None)
    for person in people:
        if person != by:
            outbox.add(
                mail,
                to=person,
                at=at,
                about=document,
                href=document.get_absolute_url(),
                context={"document": document, "decision": decision, **more},
                dedupe=f"{mail}:{document.current_version_id}:{person.pk}",
                digest=digest,
            )


def _officers(
    document: Submission, roles: tuple[OfficeRole, ...], at: dt.datetime
) -> QuerySet[User]:
    held = Office.objects.open_on(timezone.localdate(at)).filter(body=document.body, role__in=roles)
    return User.objects.filter(person__offices__in=held).distinct().order_by("pk")


def _staff(roles: Iterable[str], at: dt.datetime) -> QuerySet[User]:
    today = timezone.localdate(at)
    return (
        User.objects.filter(posts__valid__contains=today, posts__role__in=list(roles))
        .distinct()
        .order_by("pk")
    )
