import datetime as dt

import pytest

from workgroups.models import SpecialDay
from workgroups.queries.workdays import Workdays, workdays

# National day 2022: Saturday 1 to Friday 7 October are free, Saturday 8 and Sunday 9 are worked.
HOLIDAYS = {dt.date(2022, 10, day): False for day in range(1, 8)}
WORKED = {dt.date(2022, 10, 8): True, dt.date(2022, 10, 9): True}
NATIONAL_DAY = Workdays(HOLIDAYS | WORKED)


def october(day):
    return dt.date(2022, 10, day)


@pytest.mark.parametrize(
    ("day", "worked"), [(7, False), (8, True), (9, True), (10, True), (15, False), (16, False)]
)
def test_special_days_stand_above_the_rule_of_the_week(day, worked):
    assert NATIONAL_DAY.is_workday(october(day)) == worked


@pytest.mark.parametrize(
    ("first", "count", "then"),
    [
        (dt.date(2022, 9, 30), 1, october(8)),
        (dt.date(2022, 9, 30), 2, october(9)),
        (october(10), -1, october(9)),
        (october(10), -3, dt.date(2022, 9, 30)),
        (october(5), 1, october(8)),
        (october(5), 0, october(5)),
        (dt.date(2024, 2, 28), 1, dt.date(2024, 2, 29)),
        (dt.date(2021, 12, 31), 1, dt.date(2022, 1, 3)),
    ],
)
def test_so_many_working_days_before_or_after(first, count, then):
    assert NATIONAL_DAY.shift(first, count) == then


@pytest.mark.parametrize(
    ("day", "last", "count"),
    [
        (dt.date(2022, 9, 30), october(10), 3),
        (october(10), dt.date(2022, 9, 30), -3),
        (october(1), october(7), 0),
        (october(10), october(10), 0),
    ],
)
def test_working_days_between(day, last, count):
    assert NATIONAL_DAY.until(day, last) == count


@pytest.mark.django_db
def test_the_special_days_are_those_the_secretariat_keeps(django_assert_num_queries):
    SpecialDay.objects.create(day=october(8), is_workday=True, note="国庆调休")

    with django_assert_num_queries(1):
        found = workdays()

    assert found.special == {october(8): True}
