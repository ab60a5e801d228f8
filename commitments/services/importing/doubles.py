"""Rows of a list that make one think of double records: shown, and never decided by the import."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db.models import F
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from commitments.enums import NameKind
from commitments.models import Organisation, OrganisationName
from commitments.services.importing.rows import Row
from commitments.services.lots import among_texts, in_lots
from commitments.services.naming import keys_of

MOST_SHOWN: Final = 200
# Signs 9 to 17 of a credit code number the organisation itself, whoever registers it.
_FIRST: Final = 9
_SIGNS: Final = 9


@dataclass(frozen=True)
class Double:
    """What a row makes one think of; `records` are numbers, joined as addresses have them."""

    row: int
    sentence: str
    records: str


class Doubles:
    """Collects what is to be looked at, in the order in which it is found."""

    def __init__(self) -> None:
        self.found: list[Double] = []

    def share_a_name(self, row: Row, records: Collection[int]) -> None:
        """Note that several records have the name of the row."""
        text = _("Several records have this name. Are they one organisation?")
        self._note(row, text, records)

    def share_a_row(self, row: Row, records: Collection[int]) -> None:
        """Note that name and code of the row belong to two records."""
        text = _("Its name and its code belong to two records. Are they one organisation?")
        self._note(row, text, records)

    def look_at_new(self, rows: Iterable[Row]) -> None:
        """Note of every new organisation whom it sounds like, or whose number it has."""
        new = [row for row in rows if row.target == -row.number and not row.problems]
        self._look_at_names([row for row in new if row.name and row.city])
        self._look_at_numbers([row for row in new if row.uscc])

    def as_json(self) -> list[dict[str, Any]]:
        """Give the first ones as the report keeps them."""
        return [asdict(each) for each in self.found[:MOST_SHOWN]]

    def _look_at_names(self, rows: Sequence[Row]) -> None:
        sounds = {_sound(row): row for row in reversed(rows)}
        known = dict(_known_sounds({sound for _city, sound in sounds}))
        for row in rows:
            first = sounds[_sound(row)]
            if found := known.get(_sound(row)):
                text = _("It sounds like “%(name)s” in the same city. Is it the same organisation?")
                self._note(row, text % {"name": found[1]}, [found[0]])
            elif first is not row:
                text = _("It sounds like row %(row)s, in the same city. Is it the same one?")
                self._note(row, text % {"row": first.number}, [])

    def _look_at_numbers(self, rows: Sequence[Row]) -> None:
        numbers = {_number(row): row for row in reversed(rows)}
        known = dict(_known_numbers(numbers.keys()))
        for row in rows:
            if found := known.get(_number(row)):
                text = _(
                    "“%(name)s” has the same number of the organisation in its credit code. Is it "
                    "the same organisation?"
                )
                self._note(row, text % {"name": found[1]}, [found[0]])

    def _note(self, row: Row, sentence: str, records: Collection[int]) -> None:
        joined = "-".join(map(str, sorted(records)))
        self.found.append(Double(row.number, sentence, joined))


def _known_sounds(sounds: Collection[str]) -> Iterator[tuple[tuple[str, str], tuple[int, str]]]:
    """Give city and sound of the full names in the register that sound like one of these."""
    for lot in in_lots(sounds):
        names = OrganisationName.objects.filter(
            kind=NameKind.FULL, organisation__same_as=None, pinyin__in=among_texts(lot)
        )
        for city, sound, pk, name in names.exclude(organisation__city=None).values_list(
            "organisation__city_id", "pinyin", "organisation_id", "text"
        ):
            yield (city, sound), (pk, name)


def _known_numbers(numbers: Collection[str]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Give the numbers of organisations that stand in a credit code of the register."""
    for lot in in_lots(numbers):
        coded = Organisation.objects.alias(number=Substr(F("uscc"), _FIRST, _SIGNS))
        for uscc, pk, name in coded.filter(number__in=among_texts(lot)).values_list(
            "uscc", "pk", "name"
        ):
            yield (uscc or "")[_FIRST - 1 : _FIRST - 1 + _SIGNS], (pk, name)


def _sound(row: Row) -> tuple[str, str]:
    return row.city or "", keys_of(row.name or "").syllables


def _number(row: Row) -> str:
    return (row.uscc or "")[_FIRST - 1 : _FIRST - 1 + _SIGNS]
