"""From the text of a cell to a value: one function for each kind of column."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from commitments.enums import (
    Document,
    EndReason,
    Ownership,
    State,
)
from commitments.models import Commitment, Organisation, OrganisationName
from commitments.services import naming
from commitments.services.importing.codes import read_credit_code
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.words import read_kind, read_word
from core import days
from core.text import comparison_key, tidy

# What people write into a cell that has nothing to say.
NOTHING: Final = frozenset({"n/a", "na", "无", "暂无", "-", "--", "—", "——", "/", "\\", "null"})
LONGEST_NOTHING: Final = max(map(len, NOTHING))
# More digits than any number has that is taken here; int() itself refuses 4,301.
MOST_DIGITS: Final = 18
MOST_STAFF: Final = 10_000_000
MOST_NOTE_LETTERS: Final = 5_000

_WHOLE_NUMBER = re.compile(r"\d+|\d{1,3}(,\d{3})+")
_PORTAL_CODE = re.compile(r"[a-z0-9]{2,12}")
_is_web_address = URLValidator(schemes=["http", "https"])


def clean(raw: str) -> str:
    """Give the text tidied, and nothing where the cell only says that there is nothing."""
    text = raw if raw.isprintable() and "  " not in raw else tidy(raw)
    text = text.strip()
    if len(text) <= LONGEST_NOTHING and text.lower() in NOTHING:
        return ""
    return text


def read_day(text: str) -> dt.date:
    """Give the day, written in one of the usual ways. Raises CellRefused."""
    try:
        return days.read_day(text)
    except days.NoDay as no_day:
        raise CellRefused(no_day.reason, no_day.remedy) from None


def read_staff_count(text: str) -> int:
    """Give the number of employees. Raises CellRefused unless it is a plain whole number."""
    count = read_whole_number(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if count > MOST_STAFF:
        raise CellRefused(
            _("No organisation has so many employees."), _("Check the number and enter it again.")
        )
    return count


def read_whole_number(plain: str) -> int:
    """Give the number, one of very many digits by the first of them. Raises CellRefused."""
    if not _WHOLE_NUMBER.fullmatch(plain):
        raise CellRefused(
            _("This is not a whole number."), _("Write digits only, for example 350.")
        )
    digits = plain.replace(",", "").lstrip("0")
    return int(digits[:MOST_DIGITS] or "0")


def read_website(text: str) -> str:
    """Give the address with its scheme. Raises CellRefused if it is none."""
    address = unicodedata.normalize("NFKC", text).replace(" ", "").replace("。", ".")
    if "://" not in address:
        address = f"http://{address}"
    try:
        _is_web_address(address)
    except ValidationError:
        raise CellRefused(
            _("This is not the address of a website."),
            _("Write it like www.example.com, or leave the cell empty."),
        ) from None
    return _not_longer(address, _length(Organisation, "website"))


def read_portal_code(text: str) -> str:
    """Give the portal's own code of an organisation."""
    code = unicodedata.normalize("NFKC", text).replace(" ", "").lower()
    if not _PORTAL_CODE.fullmatch(code):
        raise CellRefused(
            _("This is not a portal code."), _("Leave the cell empty for a new organisation.")
        )
    return code


def text_up_to(longest: int) -> Callable[[str], str]:
    """Give a reader of plain text of at most so many characters."""
    return lambda text: _not_longer(text, longest)


def name_up_to(longest: int) -> Callable[[str], str]:
    """Give a reader of names: text with at least one letter or digit."""

    def read_name(text: str) -> str:
        if not text[0].isalnum() and not comparison_key(text):
            raise CellRefused(
                _("The name holds no letter and no digit."), _("Write the name in full.")
            )
        return _not_longer(text, longest)

    return read_name


def read_former_names(text: str) -> tuple[str, ...]:
    """Give the former names, each once, whatever brackets and spaces they are typed with."""
    read_name = name_up_to(_length(OrganisationName, "text"))
    by_key = {comparison_key(name): read_name(name) for name in naming.split_names(text)}
    return tuple(by_key.values())


def _not_longer(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CellRefused(
            _("The text has %(count)s characters; %(longest)s are possible.")
            % {"count": len(text), "longest": longest},
            _("Shorten it."),
        )
    return text


def _length(model: Any, field: str) -> int:
    longest: int = model._meta.get_field(field).max_length
    return longest


# Regions and industry are read with their tables: `places` and `industries`.
READERS: Final[dict[str, Callable[[str], Any]]] = {
    "name": name_up_to(_length(Organisation, "name")),
    "kind": read_kind,
    "uscc": read_credit_code,
    "code": read_portal_code,
    "short_name": name_up_to(_length(Organisation, "short_name")),
    "english_name": name_up_to(_length(Organisation, "english_name")),
    "former_names": read_former_names,
    "ownership": lambda text: read_word(Ownership, text),
    "staff_count": read_staff_count,
    "group_name": text_up_to(_length(Organisation, "group_name")),
    "park_name": text_up_to(_length(Organisation, "park_name")),
    "website": read_website,
    "signed_on": read_day,
    "document": lambda text: read_word(Document, text),
    "occasion": text_up_to(_length(Commitment, "occasion")),
    "signer_position": text_up_to(_length(Commitment, "signer_position")),
    "certificate_number": text_up_to(_length(Commitment, "certificate_number")),
    "recommended_by": text_up_to(_length(Commitment, "recommended_by")),
    "state": lambda text: read_word(State, text),
    "ended_on": read_day,
    "end_reason": lambda text: read_word(EndReason, text),
    "note": text_up_to(MOST_NOTE_LETTERS),
}
