"""Working days: Monday to Friday, except on the special days the secretariat keeps (放假与调休)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from workgroups.models import SpecialDay

SATURDAY: Final = 5
DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """The working days, with what is special about some."""

    special: Mapping[dt.date, bool] = field(default_factory=dict)

    def is_workday(self, day: dt.date) -> bool:
        """Tell whether the day is worked."""
        return self.special.get(day, day.weekday() < SATURDAY)

    def shift(self, day: dt.date, count: int) -> dt.date:
        """Give the working day so many working days after the day, or before it."""
        step = DAY if count > 0 else -DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def until(self, day: dt.date, last: dt.date) -> int:
        """Count the working days after the day up to the last one; below zero when it is past."""
        if last < day:
            return -self.until(last, day)
        return sum(self.is_workday(each) for each in _days(day + DAY, last))


def workdays() -> Workdays:
    """Give the working days with all special days that are known: one query."""
    return Workdays(dict(SpecialDay.objects.values_list("day", "is_workday")))


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += DAY
