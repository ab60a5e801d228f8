"""The certificates of commitments: their wordings, their numbers, the day of issue."""

import datetime as dt
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from commitments.enums import Document, State
from commitments.models import CertificateWording, Commitment, RegisterSettings
from commitments.queries.certificates import by_number
from commitments.services import facts
from commitments.services.days import refuse_before, refuse_future
from core.history import because
from core.placeholders import fill

LETTERS: Final = {Document.LETTER: "L", Document.CHARTER: "C"}
_FOUNDING: Final = {
    "title": "责任关怀承诺证书",
    "title_english": "Responsible Care Certificate of Commitment",
    "body": "兹证明上列单位于{signed_on}签署{document}，承诺践行责任关怀。",
    "body_english": "This is to certify that the organisation named above signed the {document} on "
    "{signed_on} and thereby committed itself to Responsible Care.",
    "issuer": "责任关怀工作委员会",
    "issuer_english": "Responsible Care Committee",
    "note": "承诺的现时状态以查验页面为准。",
    "note_english": "For the present status of the commitment see the page of verification.",
}
# Counts up and answers in one statement, so that two people never get one number.
_NEXT: Final = """
    INSERT INTO commitments_certificateseries AS series (name, last) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last = series.last + 1 RETURNING last
"""


class CertificateNotOpen(ValueError):
    """No certificate can be issued or printed for this commitment; the text says why."""


@transaction.atomic
def load_wordings() -> dict[str, int]:
    """Keep a first wording for each document that has none; answer how many were created."""
    known = set(CertificateWording.objects.values_list("document", flat=True))
    missing = [document for document in Document if document not in known]
    for document in missing:
        CertificateWording.objects.create(document=document, **_FOUNDING)
    return {"wordings": len(missing)}


@transaction.atomic
def issue(commitment: Commitment, *, by: object | None, at: dt.datetime, on: dt.date) -> str:
    """Give the commitment a certificate as of the day, and answer its number.

    A number that it bears already (from a list, from paper) is kept. Raises CertificateNotOpen if
    it is not in force or was issued one, DayNotPossible for a day to come or before the signing.
    """
    refuse_future(on, at)
    mine = Commitment.objects.select_for_update().get(pk=commitment.pk)
    _refuse_closed(mine)
    refuse_before(on, mine.signed_on)
    with because(by=by, source="issue"):
        mine.certificate_number = mine.certificate_number or _next_number(mine)
        mine.certificate_issued_on = on
        mine.save(update_fields=["certificate_number", "certificate_issued_on"])
    facts.touch()
    return mine.certificate_number


def waits_for_certificate(commitment: Commitment) -> bool:
    """Tell whether the commitment is in force and no certificate was issued for it here."""
    return commitment.state == State.IN_FORCE and commitment.certificate_issued_on is None


def number_of(settings: RegisterSettings, document: str, year: int, serial: str) -> str:
    """Give the number that the settings form of document, year of signing and serial."""
    letter = LETTERS[Document(document)]
    return fill(
        settings.certificate_pattern, {"year": str(year), "document": letter, "serial": serial}
    )


def _refuse_closed(commitment: Commitment) -> None:
    if commitment.state != State.IN_FORCE:
        raise CertificateNotOpen(
            _("%(commitment)s is “%(state)s”: certificates are issued for what is in force.")
            % {"commitment": commitment, "state": commitment.get_state_display()}
        )
    if commitment.certificate_issued_on is not None:
        raise CertificateNotOpen(
            _("%(commitment)s has its certificate %(number)s since %(day)s.")
            % {
                "commitment": commitment,
                "number": commitment.certificate_number,
                "day": commitment.certificate_issued_on.isoformat(),
            }
        )


def _next_number(commitment: Commitment) -> str:
    """Give the next number of its series that nobody bears, not even one that reads alike."""
    settings = RegisterSettings.present()
    year = commitment.signed_on.year if commitment.signed_on else 0
    series = number_of(settings, commitment.document, year, "")
    while True:
        serial = str(_count_up(series)).zfill(settings.serial_digits)
        number = number_of(settings, commitment.document, year, serial)
        if not by_number(number).exists():
            return number


def _count_up(series: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series])
        last: int = cursor.fetchone()[0]
    return last
