"""Who is told of what happens to an annual report, in the transaction in which it happens."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.enums import EDITING_ROLES
from accounts.models import User
from core import outbox
from reports.enums import Mail
from reports.models import Edition
from reports.queries.report.said import digest_of_said, pins_of
from workgroups.enums import OfficeRole
from workgroups.models import Body, Office


def tell_chapters(edition: Edition, *, by: Any, at: dt.datetime) -> int:
    """Ask the leaders of the quoted bodies to confirm what is said; once for each text."""
    told = 0
    pins = list(pins_of(edition))
    for body in {pin.body_id: pin.body for pin in pins}.values():
        said = digest_of_said(pin for pin in pins if pin.body_id == body.pk)
        if edition.confirmations.filter(body=body, said_sha256=said).exists():
            continue
        href = reverse("desk:report_body", args=[edition.pk, body.code])
        for person in _leaders(body, at):
            key = f"{Mail.CHAPTER}:{edition.pk}:{body.pk}:{said[:16]}:{person.pk}"
            told += _tell(Mail.CHAPTER, edition, person, by, at, href, dedupe=key, body=body)
    return told


def tell_frozen(edition: Edition, *, by: Any, at: dt.datetime) -> None:
    """Tell the secretariat that the edition is before the committee."""
    _tell_all(Mail.FROZEN, edition, _secretariat(at), by, at, edition.get_absolute_url())


def tell_published(edition: Edition, *, by: Any, at: dt.datetime) -> None:
    """Tell the secretariat and the leaders of all quoted bodies."""
    bodies = {pin.body_id: pin.body for pin in pins_of(edition)}
    leaders = [person for body in bodies.values() for person in _leaders(body, at)]
    people = {person.pk: person for person in [*_secretariat(at), *leaders]}
    _tell_all(Mail.PUBLISHED, edition, people.values(), by, at, edition.public_url)


def _tell_all(
    mail: Mail, edition: Edition, people: Iterable[User], by: Any, at: dt.datetime, href: str
) -> None:
    for person in people:
        key = f"{mail}:{edition.pk}:{edition.content_sha256[:16]}:{person.pk}"
        _tell(mail, edition, person, by, at, href, dedupe=key)


def _tell(
    mail: Mail,
    edition: Edition,
    person: User,
    by: Any,
    at: dt.datetime,
    href: str,
    *,
    dedupe: str,
    body: Body | None = None,
) -> bool:
    """Write the mail; nobody is told of what they did themselves."""
    if by is not None and person.pk == by.pk:
        return False
    written = outbox.add(
        mail,
        to=person,
        at=at,
        about=edition,
        href=href,
        context={"edition": edition, "body": body},
        dedupe=dedupe,
    )
    return written is not None


def _leaders(body: Body, at: dt.datetime) -> Iterable[User]:
    day = timezone.localdate(at)
    offices = Office.objects.open_on(day).filter(body=body, role=OfficeRole.LEADER)
    return User.objects.filter(person__offices__in=offices, is_active=True).order_by("pk")


def _secretariat(at: dt.datetime) -> Iterable[User]:
    today = timezone.localdate(at)
    held = User.objects.filter(posts__valid__contains=today, posts__role__in=list(EDITING_ROLES))
    return held.filter(is_active=True).distinct().order_by("pk")
