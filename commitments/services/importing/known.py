"""What the register knows by the codes and names of a list.

A record that was brought together with another one leads to that one, by its codes and its names.
"""

from collections.abc import Iterable, Iterator, Sequence

from commitments.enums import Kind, NameKind
from commitments.models import Organisation, OrganisationName
from commitments.services.importing.rows import Row
from commitments.services.lots import among_texts, in_lots
from core.text import comparison_key


class Known:
    """What the register knows by the codes and names that stand in a list."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.by_uscc: dict[str, int] = {}
        self.by_code: dict[str, int] = {}
        self.by_name: dict[str, tuple[int, ...]] = {}
        self._present_names: dict[int, str] = {}
        self._uscc: dict[int, str | None] = {}
        self._spellings: set[tuple[int, str]] = set()
        self._committees: set[int] = set()
        self._other_codes: set[str] = set()
        self._find_codes("uscc", {row.uscc for row in rows if row.uscc}, self.by_uscc)
        self._find_codes("code", {row.code for row in rows if row.code}, self.by_code)
        self._find_names({key for row in rows for key in name_keys(row)})

    def _find_codes(self, field: str, codes: set[str], found: dict[str, int]) -> None:
        for lot in in_lots(codes):
            mine = Organisation.everyone.filter(**{f"{field}__in": among_texts(lot)})
            for code, pk, uscc, kind, same_as in mine.values_list(
                field, "pk", "uscc", "kind", "same_as_id"
            ):
                found[code] = same_as or pk
                if same_as is None:
                    self._note(pk, uscc, kind)
                else:
                    self._follow(code, same_as)

    def _follow(self, code: str, kept: int) -> None:
        """Note that the code is of a record that was brought together with this one."""
        self._other_codes.add(code)
        self._note(kept, *Organisation.objects.values_list("uscc", "kind").get(pk=kept))

    def _find_names(self, keys: set[str]) -> None:
        for lot in in_lots(keys):
            names = OrganisationName.objects.matching().filter(key__in=among_texts(lot))
            for key, name_kind, pk, uscc, kind in names.values_list(
                "key", "kind", "organisation_id", "organisation__uscc", "organisation__kind"
            ):
                known = self.by_name.get(key, ())
                self.by_name[key] = known if pk in known else (*known, pk)
                self._note(pk, uscc, kind)
                if name_kind == NameKind.ALIAS:
                    self._spellings.add((pk, key))
                if name_kind == NameKind.FULL:
                    self._present_names[pk] = key

    def _note(self, pk: int, uscc: str | None, kind: str) -> None:
        self._uscc[pk] = uscc
        if kind == Kind.COMMITTEE:
            self._committees.add(pk)

    def organisations(self) -> Iterable[int]:
        """Give all that were found."""
        return self._uscc.keys()

    def uscc(self, pk: int) -> str | None:
        """Give the credit code of an organisation that was found."""
        return self._uscc[pk]

    def is_other_code(self, code: str | None) -> bool:
        """Tell whether the code is of a record that was brought together with another one."""
        return code in self._other_codes

    def is_committee(self, pk: int) -> bool:
        """Tell whether an organisation that was found is a working body."""
        return pk in self._committees

    def is_other_spelling(self, pk: int, key: str) -> bool:
        """Tell whether the name is that of a record brought together with the organisation's."""
        return (pk, key) in self._spellings

    def is_former_name(self, pk: int, key: str) -> bool:
        """Tell whether the organisation bears this name no more."""
        return pk in self.by_name.get(key, ()) and self._present_names.get(pk) != key


def name_keys(row: Row) -> Iterator[str]:
    """Give the keys of all names that the row states."""
    if row.name_key:
        yield row.name_key
    yield from map(comparison_key, row.former_names or ())
