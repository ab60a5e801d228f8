"""The ladder of reminders by itself."""

import datetime as dt

import pytest

from workgroups.queries.reminders import LADDER, next_rung, reached
from workgroups.queries.workdays import Workdays

DUE = dt.date(2022, 3, 31)


@pytest.mark.parametrize(
    ("day", "rung", "following"),
    [
        (dt.date(2022, 3, 9), None, -15),
        (dt.date(2022, 3, 10), -15, -7),
        (dt.date(2022, 3, 30), -1, 1),
        (dt.date(2022, 3, 31), -1, 1),
        (dt.date(2022, 4, 1), 1, 5),
        (dt.date(2022, 4, 14), 10, None),
        (dt.date(2023, 4, 14), 10, None),
    ],
)
def test_rungs_are_counted_in_working_days(day, rung, following):
    days = Workdays()
    now, then = reached(DUE, day, days), next_rung(DUE, day, days)

    assert (now and now.days, then and then[0].days) == (rung, following)


def test_holidays_move_the_rungs():
    """Tomb-sweeping day 2022: 3 to 5 April are free, Saturday 2 April is worked."""
    special = {dt.date(2022, 4, day): day == 2 for day in (2, 3, 4, 5)}

    assert LADDER[4].day(DUE, Workdays(special)) == dt.date(2022, 4, 8)
    assert LADDER[4].day(DUE, Workdays()) == dt.date(2022, 4, 7)
