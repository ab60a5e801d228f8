"""What of the annual report waits for somebody: a chapter to confirm, an edition to carry on."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.waiting import Waiting
from reports.enums import EditionState
from reports.models import Edition
from reports.queries.report.coverage import bodies_unconfirmed
from reports.queries.report.said import pins_of
from reports.rules import bodies_led_by


def reports_waiting_for(user: Any, at: dt.datetime) -> list[Waiting]:
    """Give what the user can do about editions that are worked on."""
    led = bodies_led_by(user)
    may_write = user.has_perm("reports.open_edition")
    if not led and not may_write:
        return []
    found: list[Waiting] = []
    for edition in Edition.objects.open().order_by("year"):
        if led and edition.is_draft:
            found += _chapters(edition, led)
        if may_write:
            found += _editions(edition, user)
    return found


def _chapters(edition: Edition, led: frozenset[int]) -> list[Waiting]:
    pins = [pin for pin in pins_of(edition) if pin.body_id in led]
    return [
        Waiting(
            url=reverse("desk:report_body", args=[edition.pk, body.code]),
            title=str(edition),
            what=_("Read and confirm what it says of %(body)s") % {"body": body.label},
        )
        for body in bodies_unconfirmed(edition, pins)
    ]


def _editions(edition: Edition, user: Any) -> list[Waiting]:
    words = {
        EditionState.DRAFT: _("Write, check, have it confirmed"),
        EditionState.FROZEN: _("Waits for the committee's decision"),
        EditionState.APPROVED: _("Waits to be published"),
    }
    if edition.state != EditionState.DRAFT and not user.has_perm(
        "reports.approve_edition", edition
    ):
        return []
    what = words[EditionState(edition.state)]
    return [Waiting(url=edition.get_absolute_url(), title=str(edition), what=what)]
