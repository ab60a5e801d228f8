"""R16: a deadline is 24:00 in Beijing, whatever zone the sender writes from."""

import datetime as dt
from collections import Counter
from io import BytesIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from hypothesis import given, settings
from hypothesis import strategies as st

from core.days import BEIJING, arrival_of, asked_day, day_of, end_of, is_late
from core.forms import AddressField, DayInput

pytestmark = pytest.mark.shows("R16")

EXAMPLES = 10_000
DAY = 86_400
BEIJING_IS_AHEAD = 8 * 3600
EPOCH = dt.date(1970, 1, 1)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})

due_days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
# Within two days of the end, the last and first microseconds among them.
distances = st.one_of(
    st.integers(-2 * DAY * 10**6, 2 * DAY * 10**6), st.integers(-2, 2)
)  # microseconds


def arrival(due_on, distance, zone):
    moment = dt.datetime.combine(due_on, dt.time(), tzinfo=dt.UTC)
    moment += dt.timedelta(days=1, seconds=-BEIJING_IS_AHEAD, microseconds=distance)
    return moment.astimezone(ZoneInfo(zone))


def microseconds(moment):
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


def last_microsecond(due_on):
    """Counted from the epoch, without any notion of zones."""
    days = (due_on - EPOCH).days + 1
    return (days * DAY - BEIJING_IS_AHEAD) * 10**6 - 1


def judge_by_naive_utc(arrived_at, due_on):
    return arrived_at.astimezone(dt.UTC).replace(tzinfo=None).date() > due_on


@pytest.mark.full
def test_no_arrival_is_misjudged(figure):
    """The control judges the same arrivals as a server does that reckons in UTC without zones."""
    counts = Counter()

    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)
    @given(due_days, distances, st.sampled_from(ZONES))
    def try_one(due_on, distance, zone):
        arrived_at = arrival(due_on, distance, zone)
        truth = microseconds(arrived_at) > last_microsecond(due_on)
        counts["arrivals"] += 1
        counts["misjudged"] += is_late(arrived_at, due_on) != truth
        counts["misjudged in UTC"] += judge_by_naive_utc(arrived_at, due_on) != truth

    try_one()

    assert (counts["arrivals"], counts["misjudged"]) == (EXAMPLES, 0)
    assert counts["misjudged in UTC"] > EXAMPLES / 100
    figure(
        "R16",
        f"{counts['misjudged']} of {counts['arrivals']:,} arrivals misjudged; "
        f"reckoned in UTC without zones {counts['misjudged in UTC']:,}",
    )


@pytest.mark.parametrize(
    ("arrived_at", "late"),
    [
        ("2026-03-31T23:59:59.999999+08:00", False),
        ("2026-04-01T00:00:00+08:00", True),
        ("2026-03-31T15:59:59.999999+00:00", False),
        ("2026-03-31T16:00:00+00:00", True),
        ("2026-03-31T23:30:00+09:00", False),
        ("2026-03-31T12:00:00-05:00", True),
    ],
)
def test_the_end_of_a_day_is_midnight_in_beijing(arrived_at, late):
    due_on = dt.date(2026, 3, 31)

    assert is_late(dt.datetime.fromisoformat(arrived_at), due_on) == late
    assert end_of(due_on) == dt.datetime.fromisoformat("2026-04-01T00:00:00+08:00")


def test_a_moment_without_a_zone_is_of_no_day():
    with pytest.raises(ValueError, match="names no time zone"):
        day_of(dt.datetime(2026, 3, 31, 12))  # noqa: DTZ001 -- the fault itself


# --- A slow upload ---


class SlowBody(BytesIO):
    """A body that takes a quarter of an hour on its way."""

    def __init__(self, body, traveller):
        super().__init__(body)
        self.traveller = traveller

    def read(self, *args):
        self.traveller.shift(900)
        return super().read(*args)


@csrf_exempt
def receive(request):
    typed = request.POST["text"]
    arrived_at, saved_at = arrival_of(request), timezone.now()
    late = [is_late(moment, dt.date(2026, 3, 31)) for moment in (arrived_at, saved_at)]
    return HttpResponse(f"{typed} {late}")


urlpatterns = [path("receive/", receive)]


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_what_came_before_midnight_is_on_time_however_slow_its_body():
    body = b"text=plan"
    with time_machine.travel(dt.datetime(2026, 3, 31, 23, 59, tzinfo=BEIJING), tick=False) as now:
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/receive/",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": SlowBody(body, now),
        }
        answer = b"".join(WSGIHandler()(environ, lambda *_started: None))

    assert answer == b"plan [False, True]"


# --- Days that an address names ---


@pytest.mark.parametrize(
    "text", ["2020-01-01", "２０２０－０１－０１", "2020年1月1日", " 2020/1/1 "]
)
def test_a_day_is_read_as_people_type_it(text):
    assert asked_day(text, last=dt.date(2020, 1, 1)) == (dt.date(2020, 1, 1), "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ""),
        (
            "2026-02-30",
            (
                "截至日“2026-02-30”：日历上没有这一天。"
                "请改正，按 2021-03-05 的格式填写。现显示今日数据。"
            ),
        ),
        (
            "昨天",
            "截至日“昨天”：不是完整的日期。请按 2021-03-05 的格式写明年月日。现显示今日数据。",
        ),
        ("2020-01-02", "截至日 2020-01-02 尚未到来，现显示今日数据。"),
    ],
)
def test_why_a_day_cannot_be_shown_is_said_in_one_way(text, fault):
    assert asked_day(text, last=dt.date(2020, 1, 1)) == (None, fault)


def test_fields_take_days_and_addresses_in_full_width():
    assert DayInput().value_from_datadict({"on": "２０２０－０１－０１"}, {}, "on") == "2020-01-01"
    assert AddressField().clean("ｘ＠example.com") == "x@example.com"
