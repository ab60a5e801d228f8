import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from commitments.models import Organisation
from reports.enums import SnapshotState
from reports.models import Figure, Snapshot, SnapshotMember
from reports.tests.register import built, small_register, totals

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot():
    small_register()
    return built(2021)


def building_one(year=2021, **fields):
    return Snapshot.objects.create(
        year=year, as_at=dt.date(year, 12, 31), rule="in_force", **fields
    )


def change_a_member(snapshot):
    snapshot.members.filter(name="甲化工").update(kind="park")


def change_a_figure(snapshot):
    snapshot.figures.filter(key="signatories.parks", dimension="").update(value=3)


def remove_a_member(snapshot):
    snapshot.members.filter(name="甲化工").delete()


def remove_a_figure(snapshot):
    snapshot.figures.filter(key="signatories.parks", dimension="").delete()


def add_a_member(snapshot):
    one = snapshot.members.get(name="甲化工")
    one.pk, one.organisation = None, Organisation.objects.get(name="辛化工")
    SnapshotMember.objects.bulk_create([one])


def add_a_figure(snapshot):
    Figure.objects.create(snapshot=snapshot, key="more", value=1, unit="parks")


TRIGGERS = {
    change_a_member: "reports.SnapshotMember:never_edited",
    change_a_figure: "reports.Figure:never_edited",
    remove_a_member: "reports.SnapshotMember:removed_while_building",
    remove_a_figure: "reports.Figure:removed_while_building",
    add_a_member: "reports.SnapshotMember:added_while_building",
    add_a_figure: "reports.Figure:added_while_building",
}


def contents(snapshot):
    return (
        sorted(snapshot.members.values_list("name", "kind")),
        sorted(snapshot.figures.values_list("key", "dimension", "cell", "value")),
    )


@pytest.mark.parametrize("act", TRIGGERS)
@pytest.mark.parametrize("state", [SnapshotState.CURRENT, SnapshotState.SUPERSEDED])
def test_what_is_published_stays_as_it_is(act, state, snapshot):
    if state == SnapshotState.SUPERSEDED:
        built(2021)
    before = contents(snapshot)

    with pytest.raises(InternalError), transaction.atomic():
        act(snapshot)

    assert contents(snapshot) == before


@pytest.mark.parametrize("act", TRIGGERS)
def test_without_its_trigger_the_change_would_pass(act, snapshot):
    before = contents(snapshot)

    with pgtrigger.ignore(TRIGGERS[act]):
        act(snapshot)

    assert contents(snapshot) != before


def test_a_row_of_no_snapshot_is_refused():
    with pytest.raises(InternalError, match="stay"):
        Figure.objects.create(snapshot_id=4711, key="more", value=1, unit="parks")


@pytest.mark.parametrize("field", ["year", "as_at", "rule", "rule_version", "made_at", "run"])
def test_what_a_snapshot_says_about_itself_stays(field, snapshot):
    other = {
        "year": 2020,
        "as_at": dt.date(2021, 6, 30),
        "rule": "other",
        "rule_version": 2,
        "made_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        "run": None,
    }

    with pytest.raises(InternalError, match="Cannot update rows"):
        Snapshot.objects.filter(pk=snapshot.pk).update(**{field: other[field]})


def test_only_a_snapshot_that_is_being_built_is_removed(snapshot):
    unfinished = building_one()

    unfinished.delete()
    with pytest.raises(InternalError, match="Cannot delete rows"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_snapshot WHERE id = %s", [snapshot.pk])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (SnapshotState.BUILDING, SnapshotState.SUPERSEDED),
        (SnapshotState.CURRENT, SnapshotState.BUILDING),
        (SnapshotState.SUPERSEDED, SnapshotState.CURRENT),
    ],
)
def test_no_other_step_is_possible(start, end, snapshot):
    if start == SnapshotState.SUPERSEDED:
        built(2021)
    if start == SnapshotState.BUILDING:
        snapshot = building_one()

    with pytest.raises(InternalError, match="Invalid transition"):
        Snapshot.objects.filter(pk=snapshot.pk).update(state=end)


@pytest.mark.parametrize("state", [SnapshotState.CURRENT, SnapshotState.SUPERSEDED])
def test_a_snapshot_starts_by_being_built(state):
    with pytest.raises(InternalError, match="Cannot insert rows"):
        building_one(state=state)


def test_a_year_has_one_current_snapshot(snapshot):
    second = building_one()

    with pytest.raises(IntegrityError, match="a_year_has_one_current_snapshot"):
        Snapshot.objects.filter(pk=second.pk).update(state=SnapshotState.CURRENT)


def test_a_run_builds_one_snapshot(snapshot):
    with pytest.raises(IntegrityError, match="a_run_builds_one_snapshot"):
        building_one(run=snapshot.run)


def test_a_snapshot_is_as_at_a_day_of_its_year():
    with pytest.raises(IntegrityError, match="a_snapshot_is_as_at_a_day_of_its_year"):
        Snapshot.objects.create(year=2021, as_at=dt.date(2022, 1, 1), rule="in_force")


def test_a_snapshot_counts_an_organisation_once(snapshot):
    member = snapshot.members.first()
    member.pk, member.snapshot = None, building_one()
    member.save()
    member.pk = None

    with pytest.raises(IntegrityError, match="a_snapshot_counts_an_organisation_once"):
        member.save()


def test_a_cell_of_a_snapshot_has_one_figure():
    unfinished = building_one()
    Figure.objects.create(snapshot=unfinished, key="a", value=1, unit="parks")

    with pytest.raises(IntegrityError, match="a_cell_of_a_snapshot_has_one_figure"):
        Figure.objects.create(snapshot=unfinished, key="a", value=2, unit="parks")


def test_a_total_has_no_cell():
    with pytest.raises(IntegrityError, match="a_total_has_no_cell"):
        Figure.objects.create(
            snapshot=building_one(), key="a", cell="370000", value=1, unit="parks"
        )


def test_a_snapshot_says_which_one_it_is(snapshot):
    assert str(snapshot) == f"2021 (2021-12-31) #{snapshot.pk}"
    assert snapshot.get_absolute_url() == "/statistics/2021/"
    assert totals(snapshot)["parks"] == 2
