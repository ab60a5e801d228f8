"""What is printed on a certificate: every word of it, in Chinese and in English."""

import datetime as dt
from typing import Any, Final

from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.enums import Document, State
from commitments.models import CertificateWording, Commitment, Organisation, RegisterSettings
from commitments.services.certificates import CertificateNotOpen, number_of
from core.placeholders import fill
from core.typesetting import square_code

LAYOUT: Final = "commitments/certificate.typ"
# What each document is called on paper, whatever the language of the page that prints it.
ON_PAPER: Final = {
    Document.LETTER: ("《责任关怀承诺书》", "Responsible Care commitment letter"),
    Document.CHARTER: ("《责任关怀全球宪章》", "Responsible Care Global Charter"),
}
SPECIMEN: Final = ("样张", "SPECIMEN")
INVENTED: Final = ("演示数据", "DEMONSTRATION")
_IN_THE_TABLE: Final = {Document.LETTER: "Commitment letter", Document.CHARTER: "Global Charter"}


def certificate_of(commitment: Commitment, *, address: str) -> dict[str, Any]:
    """Give the words of the certificate; `address` is where it is verified.

    Raises CertificateNotOpen if the commitment bears no number or is not in force.
    """
    if not commitment.certificate_number:
        raise CertificateNotOpen(_("No certificate has been issued for this commitment."))
    if commitment.state != State.IN_FORCE:
        raise CertificateNotOpen(
            _("Certificates are printed while the commitment is in force; now it is “%(state)s”.")
            % {"state": commitment.get_state_display()}
        )
    wording = CertificateWording.objects.get(document=commitment.document)
    return _words(commitment, wording, address)


def specimen_of(wording: CertificateWording, *, address: str, on: dt.date) -> dict[str, Any]:
    """Give the words of a page that shows how the wording will look: nobody's certificate."""
    serial = "0" * RegisterSettings.present().serial_digits
    number = number_of(RegisterSettings.present(), wording.document, on.year, serial)
    nobody = Organisation(
        name="某某化工股份有限公司",
        english_name="Name of the Organisation Co., Ltd.",
        uscc="0" * 18,
    )
    commitment = Commitment(
        organisation=nobody,
        document=wording.document,
        signed_on=on,
        certificate_number=number,
        certificate_issued_on=on,
    )
    return _words(commitment, wording, address) | {"mark": SPECIMEN}


def _words(commitment: Commitment, wording: CertificateWording, address: str) -> dict[str, Any]:
    organisation, issued_on = commitment.organisation, commitment.certificate_issued_on
    in_chinese, in_english = _places(commitment)
    return {
        "title": wording.title,
        "title_english": wording.title_english,
        "issuer": wording.issuer,
        "issuer_english": wording.issuer_english,
        "note": wording.note,
        "note_english": wording.note_english,
        "name": organisation.name,
        "name_english": organisation.english_name,
        "body": fill(wording.body, in_chinese),
        "body_english": fill(wording.body_english, in_english),
        "facts": _facts(commitment),
        "day": _chinese_day(issued_on) if issued_on else "",
        "day_english": _english_day(issued_on) if issued_on else "",
        "number": commitment.certificate_number,
        "address": address,
        "code": square_code(address),
        "mark": _mark(organisation, wording),
    }


def _places(commitment: Commitment) -> tuple[dict[str, str], dict[str, str]]:
    """Give what fills the places of the Chinese and of the English text."""
    organisation, signed_on = commitment.organisation, commitment.signed_on
    assert signed_on is not None  # noqa: S101 -- for mypy: what is in force was signed
    chinese, english = ON_PAPER[Document(commitment.document)]
    number = {"number": commitment.certificate_number}
    return (
        number
        | {"name": organisation.name, "document": chinese, "signed_on": _chinese_day(signed_on)},
        number
        | {
            "name": organisation.english_name or organisation.name,
            "document": english,
            "signed_on": _english_day(signed_on),
        },
    )


def _facts(commitment: Commitment) -> list[tuple[str, str, str]]:
    """Give the lines of the table: two labels and a value. What is not known is left out."""
    issued_on, signed_on = commitment.certificate_issued_on, commitment.signed_on
    document = Document(commitment.document)
    lines = [
        ("证书编号", "Certificate no.", commitment.certificate_number),
        ("统一社会信用代码", "Credit code", commitment.organisation.uscc or ""),
        ("签署文件", "Document signed", f"{ON_PAPER[document][0]} {_IN_THE_TABLE[document]}"),
        ("签署日期", "Signed on", signed_on.isoformat() if signed_on else ""),
        ("发证日期", "Issued on", issued_on.isoformat() if issued_on else ""),
    ]
    return [line for line in lines if line[2]]


def _mark(organisation: Organisation, wording: CertificateWording) -> tuple[str, ...]:
    if organisation.is_demo:
        return INVENTED
    return () if wording.is_confirmed else SPECIMEN


def _chinese_day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _english_day(day: dt.date) -> str:
    with override("en"):
        return written(day, "j F Y")
