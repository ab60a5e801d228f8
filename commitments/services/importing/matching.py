"""Which organisation a row speaks of: found with certainty, or asked, never guessed.

The order is credit code, portal code, then name and former names. Of two rows that contradict each
other the first stands and the later one is refused with the number of the first.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from commitments.models import Organisation
from commitments.services.importing.doubles import Doubles
from commitments.services.importing.headings import COLUMNS, Owner, labels_for_new
from commitments.services.importing.known import Known
from commitments.services.importing.mergers import Mergers
from commitments.services.importing.rows import Row, RowReader
from commitments.services.importing.warning_list import Warnings
from commitments.services.importing.wording import listed
from core.text import comparison_key

# Former names add up, and the codes are compared before.
_OWN_KEYS = tuple(
    column.key
    for column in COLUMNS.values()
    if column.owner == Owner.ORGANISATION and column.key not in ("former_names", "code", "uscc")
)


class Matcher:
    """Gives every row its target: the organisation's id, or a negative number for a new one."""

    def __init__(
        self, rows: Sequence[Row], reader: RowReader, warnings: Warnings, doubles: Doubles
    ) -> None:
        self._known = Known(rows)
        self.mergers = Mergers(self._known.organisations())
        self._reader = reader
        self._warnings = warnings
        self._doubles = doubles
        self._first: dict[int, Row] = {}
        self._by_uscc: dict[str, Row] = {}
        self._by_name: dict[str, Row] = {}
        self._certificates: dict[str, int] = {}

    def match(self, row: Row) -> None:
        """Set the row's target, or note why it stays in doubt."""
        self._check_certificate(row)
        found = self._in_register(row)
        if found is None:
            return
        if self._known.is_other_code(row.uscc):
            row.uscc = None
            self._warnings.other_code(row.number)
        if not found and self._reader.layout.is_partial:
            self._refuse_unknown(row, *self._reader.layout.identifying)
            return
        if found and row.signed_on:
            found = self._where_it_goes_on(row, found, row.signed_on)
        target = found or self._in_list(row)
        if not self._agrees_with_list(row, target):
            return
        row.target = target
        self._claim(row)
        self._check_name(row)
        self._compare_with_first(row)

    def _where_it_goes_on(self, row: Row, found: int, day: dt.date) -> int:
        """Give the successor of one that had merged by the day of signing.

        What the row says of the organisation is about the one that has gone, and is left aside.
        """
        successor = self.mergers.goes_on_in(found, day)
        if successor != found:
            for key in (*_OWN_KEYS, "former_names", "code", "uscc"):
                setattr(row, key, None)
            row.name_key = ""
            self._warnings.merged(row.number)
        return successor

    def _in_register(self, row: Row) -> int | None:
        """Give the organisation's id, 0 if the register does not know it, None in doubt."""
        by_code = self._by_portal_code(row)
        if by_code is None:
            return None
        by_uscc = self._known.by_uscc.get(row.uscc or "", 0)
        if by_uscc and by_code and by_uscc != by_code:
            self._ask(
                row,
                "code",
                _("The portal code belongs to “%(one)s”, the credit code to “%(other)s”."),
                one=by_code,
                other=by_uscc,
            )
            return None
        by_name = self._known.by_name.get(row.name_key, ())
        sure = by_uscc or by_code
        if sure:
            return sure if self._fits(row, sure, by_name) else None
        return self._by_name_alone(row, by_name)

    def _by_portal_code(self, row: Row) -> int | None:
        if not row.code:
            return 0
        found = self._known.by_code.get(row.code)
        if found is None and self._reader.layout.is_partial:
            self._refuse_unknown(row, "code")
        elif found is None:
            self._reader.refuse(
                row,
                "code",
                _("The register has no organisation with this portal code."),
                _("Correct the code; leave the cell empty for a new organisation."),
            )
        return found

    def _refuse_unknown(self, row: Row, *keys: str) -> None:
        """Refuse whom the register does not know, at the first of these cells that is filled in.

        A partial list says too little to enter somebody.
        """
        key = next((key for key in keys if getattr(row, key)), None)
        if key is not None:  # else nothing could be read, which was said already
            self._reader.refuse(
                row,
                key,
                _("The register does not know this organisation."),
                _("Correct the cell. To enter a new organisation a list needs: %(columns)s.")
                % {"columns": labels_for_new()},
            )

    def _fits(self, row: Row, sure: int, by_name: tuple[int, ...]) -> bool:
        """Tell whether name and code of the row fit the organisation found by a code."""
        if by_name and sure not in by_name:
            self._ask(
                row,
                "name",
                _("The code belongs to “%(one)s”, the name to “%(other)s”."),
                one=sure,
                other=min(by_name),
            )
            return False
        return self._fits_code(row, sure)

    def _by_name_alone(self, row: Row, by_name: tuple[int, ...]) -> int | None:
        found = set(by_name) or {
            pk
            for name in row.former_names or ()
            for pk in self._known.by_name.get(comparison_key(name), ())
        }
        if len(found) > 1:
            self._doubles.share_a_name(row, found)
            names = Organisation.objects.filter(pk__in=found).order_by("pk")
            self._reader.refuse(
                row,
                "name",
                _("The name fits several organisations: %(names)s.")
                % {"names": listed(f"{org.name}（{org.uscc or org.code}）" for org in names)},
                _("Which one is meant? Fill in its credit code."),
            )
            return None
        if not found:
            return 0
        (pk,) = found
        return pk if self._fits_code(row, pk) else None

    def _fits_code(self, row: Row, pk: int) -> bool:
        if self._known.is_committee(pk):
            self._ask(row, "name", _("“%(one)s” is a working body and signs nothing."), one=pk)
            return False
        present = self._known.uscc(pk)
        is_other = row.uscc != present and not self._known.is_other_code(row.uscc)
        if row.uscc and present and is_other:
            self._reader.refuse(
                row,
                "uscc",
                _("The organisation of this name has the code %(code)s in the register.")
                % {"code": present},
                _(
                    "Is it the same one? Then correct the code here, or in the register if it has "
                    "changed; if it is another one, distinguish the names."
                ),
            )
            return False
        return True

    def _ask(self, row: Row, key: str, reason: str, **organisations: int) -> None:
        if len(organisations) > 1:
            self._doubles.share_a_row(row, organisations.values())
        names = {
            word: Organisation.objects.values_list("name", flat=True).get(pk=pk)
            for word, pk in organisations.items()
        }
        self._reader.refuse(
            row, key, reason % names, _("Which one is meant? Correct the cell that is wrong.")
        )

    def _in_list(self, row: Row) -> int:
        """Give the target of an earlier row about the same new organisation, or a new target."""
        same = self._by_uscc.get(row.uscc or "") or self._by_name.get(row.name_key)
        return same.target if same else -row.number

    def _agrees_with_list(self, row: Row, target: int) -> bool:
        """Tell whether no earlier row claims the same code or name for another organisation."""
        same_code = self._by_uscc.get(row.uscc or "")
        same_name = self._by_name.get(row.name_key)
        if same_name and row.uscc and same_name.uscc and same_name.uscc != row.uscc:
            self._contradict(row, "uscc", same_name, same_name.uscc)
        elif same_name and same_name.target != target:
            self._confuse(row, "name", same_name)
        elif same_code and same_code.target != target:
            self._confuse(row, "uscc", same_code)
        else:
            return True
        return False

    def _confuse(self, row: Row, key: str, first: Row) -> None:
        self._reader.refuse(
            row,
            key,
            _("Row %(row)s has the same in this column, but is about another organisation.")
            % {"row": first.number},
            _("Which of the two is right? Correct the other one."),
        )

    def _claim(self, row: Row) -> None:
        if row.uscc:
            self._by_uscc.setdefault(row.uscc, row)
        if row.name_key:
            self._by_name.setdefault(row.name_key, row)

    def _check_name(self, row: Row) -> None:
        if self._known.is_former_name(row.target, row.name_key):
            row.is_named_as_before = True
            if self._known.is_other_spelling(row.target, row.name_key):
                self._warnings.spelt_otherwise(row.number)
            else:
                self._warnings.named_as_before(row.number)

    def _compare_with_first(self, row: Row) -> None:
        """Refuse the row if it says of the organisation something else than its first row."""
        if all(getattr(row, key) is None for key in _OWN_KEYS):
            return
        first = self._first.setdefault(row.target, row)
        if first is row:
            return
        for key in _OWN_KEYS:
            mine, other = getattr(row, key), getattr(first, key)
            if mine is None or other is None or mine == other:
                continue
            if key == "name" and (
                row.name_key == first.name_key or row.is_named_as_before or first.is_named_as_before
            ):
                continue
            self._contradict(row, key, first, other)

    def _contradict(self, row: Row, key: str, first: Row, other: object) -> None:
        self._reader.refuse(
            row,
            key,
            _("Row %(row)s says “%(other)s” of the same organisation.")
            % {"row": first.number, "other": self._reader.shown(key, other)},
            _("Make the two rows agree."),
            value=self._reader.shown(key, getattr(row, key)),
        )

    def _check_certificate(self, row: Row) -> None:
        if not row.certificate_number:
            return
        key = comparison_key(row.certificate_number) or row.certificate_number
        first = self._certificates.setdefault(key, row.number)
        if first != row.number:
            self._reader.refuse(
                row,
                "certificate_number",
                _("Row %(row)s has the same certificate number.") % {"row": first},
                _("A number is given once: correct one of the two."),
            )
