"""What the database refuses of seats, offices and terms, in the sentence that people read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from core.refusals import sentence_of, sentences
from core.tenure import NotHeldThen, at_once, span_text
from workgroups.enums import OfficeRole, SeatRole
from workgroups.models import Office, Seat

NOT_THE_LEAD: Final = "a_leader_comes_from_the_lead_organisation"


class ChangeNotPossible(ValueError):
    """The change cannot be made like this; the text says why and what to do."""


@contextmanager
def in_sentences() -> Iterator[None]:
    """Judge what the body leaves at its end, and raise ChangeNotPossible for what is refused."""
    try:
        with at_once():
            yield
    except IntegrityError as error:
        raise ChangeNotPossible(sentence_of(error)) from error
    except NotHeldThen as error:
        raise ChangeNotPossible(str(error)) from error


def fault_of_office(office: Office) -> str:
    """Say why the office does not fit its seat; nothing when it does."""
    seat = office.seat
    if not _contains(seat.valid, office.valid):
        return _("The seat of this office is held %(span)s: an office lies within that time.") % {
            "span": span_text(seat.valid)
        }
    if office.role == OfficeRole.LEADER and seat.role != SeatRole.LEAD:
        return sentences()[NOT_THE_LEAD]
    return ""


def fault_of_seat(seat: Seat) -> str:
    """Say which office does not fit the seat as it is to be; nothing when all do."""
    for office in seat.offices.select_related("person", "body") if seat.pk else ():
        office.seat = seat
        if office.body_id != seat.body_id or fault_of_office(office):
            return _(
                "“%(office)s” rests on this seat and is held %(span)s: end or change that office "
                "first."
            ) % {"office": office, "span": span_text(office.valid)}
    return ""


def _contains(outer: object, inner: object) -> bool:
    starts = outer.lower <= inner.lower  # type: ignore[attr-defined]
    ends = outer.upper is None or (  # type: ignore[attr-defined]
        inner.upper is not None and inner.upper <= outer.upper  # type: ignore[attr-defined]
    )
    return bool(starts and ends)
