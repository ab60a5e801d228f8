"""What is said of the coverage of a scope on a day: numbers, shares, what is missing."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.templatetags.numbers import MISSING, number
from reports.enums import Bound, Dimension, Scope, Unit
from reports.models import FieldCount, Target
from reports.queries.growth import Line

_ONE_PERCENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Covered:
    """The signed of a province, an industry or of all, beside how many there are."""

    name: str
    code: str
    signed: int
    href: str
    whole: FieldCount | None = None

    @property
    def share(self) -> Decimal | None:
        """The signed of all; None without a number of all, or where it must be an older one."""
        if self.whole is None or self.signed > self.whole.number:
            return None
        return Decimal(self.signed) / self.whole.number

    @property
    def shown_share(self) -> str:
        """The share as a percentage; below one with a second place."""
        if self.share is None:
            return MISSING
        return f"{number(self.share * 100, 2 if self.share < _ONE_PERCENT else 1)}%"

    @property
    def gap(self) -> int | None:
        """How many have not signed; None where that is not known."""
        return None if self.share is None or self.whole is None else self.whole.number - self.signed

    @property
    def is_below(self) -> bool:
        """Whether the share is smaller than shown: there are more than the number of all."""
        return self.whole is not None and self.whole.bound == Bound.MORE


@dataclass(frozen=True)
class Bar:
    """One bar: the signed, the target, all."""

    name: str
    value: int | None
    href: str = ""


@dataclass(frozen=True)
class Trend:
    """The signed at the end of each year beside the target."""

    labels: list[int]
    lines: list[Line]


@dataclass(frozen=True)
class Part:
    """One table of the page: what the total is divided by, its headings and rows."""

    key: str
    label: str | Promise
    heading: str
    rows: list[Covered]

    @property
    def has_wholes(self) -> bool:
        """Whether how many there are in all is on record for one row at least."""
        return any(row.whole for row in self.rows)


@dataclass(frozen=True)
class Coverage:
    """The coverage of one scope on a day."""

    scope: Scope
    total: Covered
    target: Target | None
    provinces: list[Covered]
    industries: list[Covered] = field(default_factory=list)
    # Of the provinces and industries together for which a number of all is on record.
    crossed: list[Covered] = field(default_factory=list)
    trend: Trend | None = None
    # How many had signed when the year of the target ended; None while it has not.
    signed_when_due: int | None = None

    @property
    def bars(self) -> list[Bar]:
        """The signed beside the target and all."""
        found = [Bar(_("Signed"), self.total.signed, self.total.href)]
        if self.target:
            found.append(Bar(_("Target"), self.target.number))
        if self.total.whole:
            found.append(Bar(pgettext("coverage", "All"), self.total.whole.number))
        return found

    @property
    def unit(self) -> str:
        """What is counted, behind the number."""
        parks = self.scope == Scope.PARKS
        return str(Unit.PARKS.label if parks else Unit.ORGANISATIONS.label)

    @property
    def missing(self) -> int:
        """How many are missing to the target."""
        return max(0, self.target.number - self.total.signed) if self.target else 0

    @property
    def is_reached(self) -> bool:
        """Whether the target was reached by its day, or is by now where that is to come."""
        signed = self.total.signed if self.signed_when_due is None else self.signed_when_due
        return self.target is not None and signed >= self.target.number

    @property
    def parts(self) -> list[Part]:
        """What the total is divided by."""
        province, industry = Dimension.PROVINCE, Dimension.INDUSTRY
        both = _("%(one)s and %(other)s") % {"one": province.label, "other": industry.label}
        found = [
            Part(province, province.label, _("By province-level division"), self.provinces),
            Part(industry, industry.label, _("By industry"), self.industries),
            Part("crossed", both, _("By province-level division and industry"), self.crossed),
        ]
        return [part for part in found if part.rows]
