"""Commitments go over to the kept record; what was entered twice counts once.

Of two open entries of one document the earlier signing counts. The other one stays as a trace: it
is set aside, and the check of its certificate answers from the one that counts.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from commitments.enums import OPEN_STATES, UNSIGNED_STATES
from commitments.models import Commitment, Organisation
from core.steps import take_step


def take_commitments(
    kept: Organisation, other: Organisation, *, by: Any, at: dt.datetime, reason: str
) -> Iterator[str]:
    """Let the kept record have the commitments of the other one; say what happens to each."""
    for commitment in other.commitments.select_for_update().order_by("pk"):
        twin = _twin_of(commitment, kept)
        if twin is None:
            yield _("%(commitment)s: goes over to the kept record.") % {
                "commitment": told(commitment)
            }
        else:
            counts, double = sorted((twin, commitment), key=lambda each: _rank(each, kept))
            yield from _set_aside(double, counts, by=by, at=at, reason=reason)
        commitment.organisation = kept
        commitment.save(update_fields=["organisation"])


def told(commitment: Commitment) -> str:
    """Name a commitment without its organisation."""
    parts = [commitment.get_document_display(), commitment.get_state_display()]
    if commitment.signed_on:
        parts.append(_("signed on %(day)s") % {"day": commitment.signed_on.isoformat()})
    if commitment.certificate_number:
        parts.append(commitment.certificate_number)
    return " · ".join(map(str, parts))


def _twin_of(commitment: Commitment, kept: Organisation) -> Commitment | None:
    """Give the open entry of the same document that the kept record has, if both are open."""
    if commitment.state not in OPEN_STATES:
        return None
    same = kept.commitments.filter(document=commitment.document, state__in=OPEN_STATES)
    return same.select_for_update().first()


def _rank(commitment: Commitment, kept: Organisation) -> tuple[bool, dt.date, bool]:
    """Put the signed before the unsigned, the earlier signing first, then the kept record's."""
    return (
        commitment.state in UNSIGNED_STATES,
        commitment.signed_on or dt.date.max,
        commitment.organisation_id != kept.pk,
    )


def _set_aside(
    double: Commitment, counts: Commitment, *, by: Any, at: dt.datetime, reason: str
) -> Iterator[str]:
    yield _("%(double)s: entered twice; what counts is: %(counts)s.") % {
        "double": told(double),
        "counts": told(counts),
    }
    Commitment.objects.filter(double_of=double).update(double_of=counts)
    take_step("set_aside", double, by=by, at=at, reason=reason, double_of=counts)
    if double.certificate_number and not counts.certificate_number:
        yield _("The certificate %(number)s goes over to it.") % {
            "number": double.certificate_number
        }
        _give_certificate(double, counts)


def _give_certificate(double: Commitment, counts: Commitment) -> None:
    number, day = double.certificate_number, double.certificate_issued_on
    fields = ["certificate_number", "certificate_issued_on"]
    for commitment, values in ((double, ("", None)), (counts, (number, day))):
        commitment.certificate_number, commitment.certificate_issued_on = values
        commitment.save(update_fields=fields)
