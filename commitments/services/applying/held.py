"""What an applicant has signed already, and what the answers say of its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from commitments.enums import Document, NameKind, State
from commitments.models import Commitment, FormField, Organisation, OrganisationName
from commitments.queries.quality import QUESTIONS
from commitments.services.applying.checking import Fault
from commitments.services.importing.codes import read_credit_code
from commitments.services.importing.problems import CellRefused
from core.text import comparison_key

# In the credit codes that a national authority has given, and no province.
_NATIONAL: Final = "10"


@dataclass(frozen=True)
class Held(Fault):
    """A document that was signed already; not sure is what is known by the name alone."""

    is_sure: bool


def held(fields: Iterable[FormField], answers: Mapping[str, str]) -> list[Held]:
    """Give a sentence for each document of the answers that the applicant is committed to.

    Who was suspended or has ended may apply again, and so may another one of the same name.
    """
    wanted = [text for text in answers.get("documents", "").split("\n") if text in Document.values]
    found = Commitment.objects.filter(
        organisation__in=_applicants(answers),
        document__in=wanted or [Document.LETTER],
        state=State.IN_FORCE,
    )
    place = "documents" if any(each.code == "documents" for each in fields) else "name"
    return [
        Held(place, _sentence(each), each.organisation.uscc is not None)
        for each in found.select_related("organisation").order_by("-document", "pk")
    ]


def refusals(fields: Iterable[FormField], answers: Mapping[str, str]) -> list[Fault]:
    """Give those documents for which the applicant surely needs no new application."""
    return [each for each in held(fields, answers) if each.is_sure]


def _sentence(commitment: Commitment) -> str:
    sure = _(
        "%(document)s: %(organisation)s signed it on %(day)s and is committed. It needs no new "
        "application: take it out of this one."
    )
    unsure = _(
        "%(document)s: %(organisation)s signed it on %(day)s and is committed. If that is you, no "
        "new application is needed: take it out of this one."
    )
    return (sure if commitment.organisation.uscc else unsure) % {
        "document": commitment.get_document_display(),
        "organisation": commitment.organisation,
        "day": commitment.signed_on,
    }


def hint_of_place(answers: Mapping[str, str]) -> str:
    """Say that the credit code was given in another province, which may be right; else nothing."""
    code, place = _code(answers), answers.get("place", "")
    if not code or not place or code[2:4] in (_NATIONAL, place[:2]):
        return ""
    asked = QUESTIONS["other_place"]
    return _("%(what)s: %(remedy)s") % {"what": asked.name, "remedy": asked.remedy}


def _applicants(answers: Mapping[str, str]) -> Iterable[Organisation]:
    """Give whom the register knows by this code; by the full name alone only without a code."""
    code, key = _code(answers), comparison_key(answers.get("name", ""))
    full = OrganisationName.objects.filter(kind=NameKind.FULL, key=key)
    same = Q(uscc=None, pk__in=full.values("organisation")) if key else Q(pk__in=[])
    if code:
        same |= Q(uscc=code) | Q(united__uscc=code)
    return Organisation.objects.filter(same)


def _code(answers: Mapping[str, str]) -> str:
    try:
        return read_credit_code(answers.get("uscc", ""))
    except CellRefused:
        return ""
