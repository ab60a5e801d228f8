import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import PostRole
from accounts.models import StaffPost
from commitments.services import facts
from commitments.tests.entries import sign, signed
from commitments.tests.factories import (
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)
from core.enums import JobState
from core.models import JobRun
from reports.enums import SnapshotState
from reports.models import Snapshot
from reports.services import building
from reports.tests.register import (
    MEMBERS,
    NOON,
    built,
    requested,
    small_register,
    totals,
)

pytestmark = pytest.mark.django_db


def somebody(role):
    return StaffPostFactory(role=role).user if role else UserFactory()


# --- Which day ---


def test_the_day_is_the_last_of_the_year_or_today():
    small_register()

    days = [built(year).as_at for year in (2021, 2026)]

    assert days == [dt.date(2021, 12, 31), dt.date(2026, 6, 1)]


@pytest.mark.parametrize(
    ("year", "as_at", "sentence"),
    [
        (2027, None, "2027 年尚未到来：统计最晚到本年度。"),
        (99999, None, "99999 年尚未到来：统计最晚到本年度。"),
        (2021, "2022-01-01", "2022-01-01 不在 2021 年内：请填写该年的日期。"),
        (2026, "2026-06-02", "2026-06-02 是未来的日期：请填写今天或更早的日期。"),
        (2010, None, "截至 2010 年底尚无单位签署，没有可统计的内容。"),
        (0, None, "截至 0 年底尚无单位签署，没有可统计的内容。"),
    ],
)
def test_what_cannot_be_counted_is_said(year, as_at, sentence):
    small_register()
    day = dt.date.fromisoformat(as_at) if as_at else None

    with pytest.raises(building.StatisticsNotPossible) as error:
        requested(year, as_at=day)

    assert str(error.value) == sentence
    assert JobRun.objects.count() == 0


def test_another_day_has_to_wait_for_the_one_being_built():
    small_register()
    requested(2021)

    with pytest.raises(building.StatisticsNotPossible) as error:
        requested(2021, as_at=dt.date(2021, 6, 30))

    assert str(error.value) == "正在生成 2021 年度截至 2021-12-31 的统计，请待其完成后再试。"
    assert JobRun.objects.count() == 1


def test_a_second_request_gives_the_open_run():
    small_register()
    first, _is_new = requested(2021)

    assert requested(2021) == (first, False)


# --- The swap ---


def test_the_newer_snapshot_supersedes_the_older_one():
    small_register()
    older = built(2021)

    newer = built(2021)

    older.refresh_from_db()
    assert (older.state, newer.state) == (SnapshotState.SUPERSEDED, SnapshotState.CURRENT)
    assert (older.members.count(), older.figures.count()) == (MEMBERS, newer.figures.count())


def test_publishing_makes_caches_stale():
    small_register()
    before = facts.version()

    built(2021)

    assert facts.version() == before + 1


def test_a_later_entry_changes_nothing_that_is_published():
    small_register()
    snapshot = built(2021)
    before = totals(snapshot)

    signed("补录化工", "2019-07-01")

    assert totals(Snapshot.objects.get(pk=snapshot.pk)) == before
    assert totals(built(2021)) == before | {"enterprises": 6}


def test_a_run_that_was_done_does_nothing_when_its_message_comes_again():
    small_register()
    snapshot = built(2021)

    building.build(snapshot.run_id, at=NOON)

    assert list(Snapshot.objects.values_list("pk", "state")) == [(snapshot.pk, "current")]


# --- Who may ---


def test_staff_may_build_and_the_portal_itself():
    small_register()
    staff = somebody(PostRole.STAFF)

    run, _is_new = requested(2021, by=staff)
    building.build(run.pk, at=NOON)

    assert Snapshot.objects.get().run.started_by == staff


@pytest.mark.parametrize("role", ["", PostRole.AUDITOR])
def test_whoever_may_not_build_any_more_fails_the_run(role):
    small_register()
    run, _is_new = requested(2021, by=somebody(role))

    with pytest.raises(PermissionDenied):
        building.build(run.pk, at=NOON)

    run.refresh_from_db()
    assert (run.state, run.error) == (
        JobState.FAILED,
        f"{run.started_by} 已无权生成统计。",
    )
    assert Snapshot.objects.count() == 0


def test_a_post_that_ended_meanwhile_is_none():
    small_register()
    staff = somebody(PostRole.STAFF)
    run, _is_new = requested(2021, by=staff)
    StaffPost.objects.filter(user=staff).delete()

    with pytest.raises(PermissionDenied):
        building.build(run.pk, at=NOON)


# --- By the clock ---


def test_every_night_builds_the_running_year_once():
    small_register()

    runs = [building.request_nightly(at=NOON) for _beat in range(2)]

    assert (runs[0].arguments["as_at"], runs[0].period, runs[1]) == (
        "2026-06-01",
        "2026-06-01",
        None,
    )


def test_a_night_without_a_change_builds_nothing():
    small_register()
    building.build(building.request_nightly(at=NOON).pk, at=NOON)

    assert building.request_nightly(at=NOON + dt.timedelta(days=1)) is None


def test_a_night_after_a_change_builds_again():
    small_register()
    building.build(building.request_nightly(at=NOON).pk, at=NOON)
    signed("辰化工", "2026-06-01")

    run = building.request_nightly(at=NOON + dt.timedelta(days=1))

    assert run.arguments["as_at"] == "2026-06-02"


def test_a_suspension_that_ends_by_itself_is_a_change():
    small_register()
    sign(OrganisationFactory(name="辰化工"), "2020-01-01", suspended=("2026-05-01", "2026-06-02"))
    building.build(building.request_nightly(at=NOON).pk, at=NOON)

    assert building.request_nightly(at=NOON + dt.timedelta(days=1)) is not None


def test_january_builds_the_year_before_once():
    small_register()
    new_year = dt.datetime(2022, 1, 1, 0, 30, tzinfo=timezone.get_default_timezone())

    runs = [building.request_year_end(at=new_year + dt.timedelta(days=day)) for day in (0, 1)]

    assert (runs[0].key, runs[0].arguments["as_at"], runs[1]) == ("2021", "2021-12-31", None)


def test_an_empty_register_is_left_alone():
    OrganisationFactory()

    assert building.request_nightly(at=NOON) is None
    assert building.request_year_end(at=NOON) is None


# --- Speed ---


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count, django_assert_num_queries):
    for number in range(count):
        signed(f"企业{number}", "2020-01-01")
    run, _is_new = requested(2021)

    with django_assert_num_queries(113):
        building.build(run.pk, at=NOON)
