"""What the reader of a report should know although nothing was refused for it."""

from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import gettext as _

from commitments.services.importing.headings import Layout
from commitments.services.importing.wording import rows_named

Say = Callable[[str, str], str]


class Warnings:
    """Collects warnings: one sentence for all rows of the same sort. No cell addresses here."""

    def __init__(self, layout: Layout) -> None:
        self._heading = layout.heading
        self._rows: dict[tuple[str, ...], list[int]] = defaultdict(list)

    def unknown_place(self, key: str, text: str, province: str, row: int) -> None:
        """Note a city or county that is no division: a development zone, a former county."""
        self._rows["unknown_place", key, text, province].append(row)

    def foreign_code(self, row: int) -> None:
        """Note a credit code given by the authority of another province than the one stated."""
        self._rows["foreign_code",].append(row)

    def suspended_today(self, row: int) -> None:
        """Note a suspension whose first day the list cannot say."""
        self._rows["suspended_today",].append(row)

    def resumed_today(self, row: int) -> None:
        """Note the end of a suspension whose day the list cannot say."""
        self._rows["resumed_today",].append(row)

    def named_as_before(self, row: int) -> None:
        """Note an organisation that the list calls by a name it bore before."""
        self._rows["named_as_before",].append(row)

    def spelt_otherwise(self, row: int) -> None:
        """Note an organisation that the list calls by another spelling of its name."""
        self._rows["spelt_otherwise",].append(row)

    def other_code(self, row: int) -> None:
        """Note a credit code of a record that was brought together with another one."""
        self._rows["other_code",].append(row)

    def merged(self, row: int) -> None:
        """Note an organisation that had merged into another one by the day of signing."""
        self._rows["merged",].append(row)

    def sentences(self) -> list[str]:
        """Give one sentence for each sort of warning, with its rows."""
        return [self._sentence(*sort, rows=rows_named(rows)) for sort, rows in self._rows.items()]

    def _sentence(self, sort: str, *details: str, rows: str) -> str:
        match sort:
            case "unknown_place":
                key, text, province = details
                return _(
                    "%(heading)s: “%(text)s” is no division of %(province)s; the place is left "
                    "empty (%(rows)s)."
                ) % {
                    "heading": self._heading(key),
                    "text": text,
                    "province": province,
                    "rows": rows,
                }
            case "foreign_code":
                text = _("%(heading)s: given in another province than the one stated (%(rows)s).")
                return text % {"heading": self._heading("uscc"), "rows": rows}
            case "suspended_today":
                text = _(
                    "%(heading)s: the list does not say since when; the suspension begins on the "
                    "day of the import (%(rows)s)."
                )
                return text % {"heading": self._heading("state"), "rows": rows}
            case "resumed_today":
                text = _(
                    "%(heading)s: the list does not say since when; the suspension ends on the "
                    "day of the import (%(rows)s)."
                )
                return text % {"heading": self._heading("state"), "rows": rows}
            case "other_code":
                text = _(
                    "%(heading)s: of a record that was brought together with another one, whose "
                    "code the register keeps (%(rows)s)."
                )
                return text % {"heading": self._heading("uscc"), "rows": rows}
            case "merged":
                text = _(
                    "%(heading)s: had merged into another organisation by the day of signing; the "
                    "commitment is that one's, and what the row says of the organisation is left "
                    "aside (%(rows)s)."
                )
                return text % {"heading": self._heading("name"), "rows": rows}
            case "spelt_otherwise":
                text = _("%(heading)s: another spelling; the register keeps its own (%(rows)s).")
                return text % {"heading": self._heading("name"), "rows": rows}
            case _:
                text = _(
                    "%(heading)s: a former name; the register keeps the present one (%(rows)s)."
                )
                return text % {"heading": self._heading("name"), "rows": rows}
