"""What must be mended before an application can be handed in: field, fault, remedy."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from commitments.enums import RegionLevel
from commitments.enums.applications import FieldKind
from commitments.models import FormField, Industry, Region
from commitments.services.importing.cells import read_website
from commitments.services.importing.codes import read_credit_code
from commitments.services.importing.problems import CellRefused
from core.text import comparison_key, half_width

MOST_PEOPLE: Final = 5_000_000
_DIGITS: Final = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with the answer to a question, in one sentence."""

    code: str
    sentence: str


class AnswerRefused(ValueError):
    """An answer that cannot be right; the text says what to do."""


def faults_of(fields: Iterable[FormField], answers: Mapping[str, str]) -> list[Fault]:
    """Give what must be mended, in the order of the questions."""
    return [
        Fault(field.code, sentence)
        for field in fields
        for sentence in _faults(field, answers.get(field.code, ""))
    ]


def _faults(field: FormField, answer: str) -> Iterator[str]:
    if not answer.strip():
        if field.is_required:
            yield _missing(field)
        return
    try:
        read_answer(field, answer)
    except AnswerRefused as refused:
        yield _("%(question)s: %(fault)s") % {"question": field.words, "fault": refused}


def read_answer(field: FormField, answer: str) -> str:
    """Give the answer in its one form: digits, codes. Raises AnswerRefused."""
    read = _READERS.get(FieldKind(field.kind))
    return read(field, answer) if read else answer.strip()


def _missing(field: FormField) -> str:
    if field.kind == FieldKind.FILE:
        return _("%(question)s: choose the file and save.") % {"question": field.words}
    if field.kind in {FieldKind.CHOICE, FieldKind.SEVERAL, FieldKind.PLACE, FieldKind.INDUSTRY}:
        return _("%(question)s: choose what applies.") % {"question": field.words}
    return _("%(question)s: fill it in.") % {"question": field.words}


def _name(field: FormField, answer: str) -> str:
    if field.code == "name" and not comparison_key(answer):
        raise AnswerRefused(_("a name has letters; write it as on the licence."))
    if len(answer) > 200:
        raise AnswerRefused(_("at most 200 characters; shorten it."))
    return answer.strip()


def _line(field: FormField, answer: str) -> str:
    return _website(answer) if field.code == "website" else _name(field, answer)


def _website(answer: str) -> str:
    try:
        return read_website(answer)
    except CellRefused as refused:
        raise AnswerRefused(
            _("write the address of the website, for example www.example.com.")
        ) from refused


def _code(field: FormField, answer: str) -> str:
    try:
        return read_credit_code(answer)
    except CellRefused as refused:
        raise AnswerRefused(f"{refused.reason}{refused.remedy}") from refused


def _number(field: FormField, answer: str) -> str:
    digits = re.sub(r"[\s,，]", "", answer)
    if not _DIGITS.fullmatch(digits) or int(digits) > MOST_PEOPLE:
        raise AnswerRefused(_("write a whole number in digits, for example 350."))
    return str(int(digits))


def _email(field: FormField, answer: str) -> str:
    address = half_width(answer)
    try:
        validate_email(address)
    except ValidationError as error:
        raise AnswerRefused(_("write a whole address, for example name@example.com.")) from error
    return address


def _chosen(field: FormField, answer: str) -> str:
    offered = {value for value, _words in field.options()}
    if not set(answer.split("\n")) <= offered:
        raise AnswerRefused(_("choose one of those that are offered."))
    return answer


def _place(field: FormField, answer: str) -> str:
    levels = [RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY]
    if not Region.objects.filter(pk=answer, level__in=levels).exists():
        raise AnswerRefused(_("choose one of those that are offered."))
    return answer


def _industry(field: FormField, answer: str) -> str:
    if not Industry.objects.filter(pk=answer).exists():
        raise AnswerRefused(_("choose one of those that are offered."))
    return answer


_READERS: Final[dict[FieldKind, Callable[[FormField, str], str]]] = {
    FieldKind.TEXT: _line,
    FieldKind.CODE: _code,
    FieldKind.NUMBER: _number,
    FieldKind.EMAIL: _email,
    FieldKind.CHOICE: _chosen,
    FieldKind.SEVERAL: _chosen,
    FieldKind.PLACE: _place,
    FieldKind.INDUSTRY: _industry,
}
