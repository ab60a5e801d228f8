"""What each column of the register workbook means, and which words may stand there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy, override

from commitments.enums import (
    SIGNATORY_KINDS,
    Document,
    EndReason,
    Ownership,
    State,
)
from commitments.services.importing.headings import COLUMNS, Column

# The file format is Chinese whatever the language of the page.
FORMAT_LANGUAGE: Final = "zh-hans"
WORDS: Final = {
    "kind": SIGNATORY_KINDS,
    "document": tuple(Document),
    "state": (State.IN_FORCE, State.SUSPENDED, State.ENDED),
    "end_reason": tuple(EndReason),
    "ownership": tuple(Ownership),
}
NOTES: Final = {
    "name": gettext_lazy("The full name on the business licence."),
    "kind": gettext_lazy("One of the words of the drop-down."),
    "uscc": gettext_lazy("18 characters as text. Leave it empty if it is unknown."),
    "code": gettext_lazy(
        "Only for organisations that stand in the register: the code in its address."
    ),
    "short_name": gettext_lazy("The name people use."),
    "english_name": gettext_lazy("As the organisation writes it itself."),
    "former_names": gettext_lazy("Several are parted by a semicolon."),
    "province": gettext_lazy("One of the 34 province-level divisions."),
    "city": gettext_lazy("A city of the province."),
    "county": gettext_lazy("A county or district of the city."),
    "industry": gettext_lazy("The code of GB/T 4754-2017, for example 2614."),
    "ownership": gettext_lazy("One of the words of the drop-down."),
    "staff_count": gettext_lazy("A whole number."),
    "group_name": gettext_lazy("The group the organisation belongs to, as text."),
    "park_name": gettext_lazy("The chemical park it stands in, as text."),
    "website": gettext_lazy("Beginning with https:// or http://."),
    "signed_on": gettext_lazy("The day of signing, for example 2021-06-18. Not a day to come."),
    "document": gettext_lazy("Empty means the commitment letter."),
    "occasion": gettext_lazy("At which meeting or ceremony it was signed."),
    "signer_position": gettext_lazy("The position, not the name, of the person who signed."),
    "certificate_number": gettext_lazy("As printed on the certificate; every number only once."),
    "recommended_by": gettext_lazy("The organisation that recommended it."),
    "state": gettext_lazy("Empty means in force."),
    "ended_on": gettext_lazy("Only for ended commitments."),
    "end_reason": gettext_lazy("Only for ended commitments."),
    "note": gettext_lazy("For the secretariat only."),
}

# Where reading asks for other words than writing.
READ: Final = {
    "kind": gettext_lazy("What kind of organisation it is."),
    "uscc": gettext_lazy("18 characters; empty when it is unknown."),
    "code": gettext_lazy("The code in the address of its page; it never changes."),
    "ownership": gettext_lazy("Who owns it; empty when it is unknown."),
    "signed_on": gettext_lazy("The day of signing, as 2021-06-18."),
    "document": gettext_lazy("Which document was signed."),
    "certificate_number": gettext_lazy("As printed on the certificate; empty without one."),
    "state": gettext_lazy("How the commitment stands today, or stood on the day asked for."),
    "ended_on": gettext_lazy("The day on which it ended; empty before that."),
    "end_reason": gettext_lazy("Why it ended; empty before that."),
}


def choices_of(column: Column) -> list[str]:
    """Give the words of the column's drop-down, as the file format has them."""
    with override(FORMAT_LANGUAGE):
        return [str(member.label) for member in WORDS.get(column.key, ())]


@dataclass(frozen=True)
class Explained:
    """A column as the page of the open data explains it."""

    chinese: str
    english: str
    meaning: str
    words: list[str]


def explained(keys: Iterable[str]) -> list[Explained]:
    """Give the columns of these keys with their meaning, in the language of the page."""
    return [
        Explained(
            column.chinese, column.english, str((NOTES | READ)[column.key]), choices_of(column)
        )
        for column in (COLUMNS[key] for key in keys)
    ]
