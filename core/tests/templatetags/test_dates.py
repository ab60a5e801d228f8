import datetime as dt

import pytest
from django.utils import translation

from core.templatetags import dates

LATE_IN_LONDON = dt.datetime(2021, 12, 31, 16, 30, tzinfo=dt.UTC)


def test_day_is_the_day_in_beijing():
    assert dates.day(LATE_IN_LONDON) == "2022-01-01"


def test_day_of_a_date():
    assert dates.day(dt.date(2021, 3, 4)) == "2021-03-04"


def test_moment_is_beijing_time_without_seconds():
    assert dates.moment(LATE_IN_LONDON) == "2022-01-01 00:30"


def test_second_is_for_what_follows_quickly():
    assert dates.second(LATE_IN_LONDON) == "2022-01-01 00:30:00"


def test_nothing_is_two_hyphens():
    assert [dates.day(None), dates.moment(None), dates.second(None)] == ["--"] * 3


@pytest.mark.parametrize(
    ("last", "written"),
    [(dt.date(2021, 12, 31), "2021-01-01 ～ 2021-12-31"), (None, "自 2021-01-01 起")],
)
def test_day_range(last, written):
    with translation.override("zh-hans"):
        assert dates.day_range(dt.date(2021, 1, 1), last) == written
