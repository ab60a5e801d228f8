"""The tables of the groups' work, counted beside what can be counted by hand."""

import datetime as dt

import pytest

from reports.queries.definitions import BY_KEY, PLANNED, REPORTED
from reports.services import building
from reports.tests.register import small_register
from workgroups.models import Submission
from workgroups.models.contents import SummaryContent, SummaryEntry
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.factories import BodyFactory, item, plan_content, staff

pytestmark = pytest.mark.django_db

AT = years.moment("12-31")
TWO = plan_content(
    item("aaaa0001"),
    item("aaaa0002", title="季度会议", kind="meeting", due_on="2022-06-30"),
    item("aaaa0003", title="内部事项", is_public=False),
)


@pytest.fixture
def year():
    """Two groups: one with a plan, proven progress and a summary, one with a plan alone."""
    small_register()
    one, other = BodyFactory(code="aa"), BodyFactory(code="bb")
    years.published("plan", one, on="03-10", content=TWO)
    first = one.items.get(key="aaaa0001")
    content = years.sheet_content(one, status="on_track", note="按计划推进")
    proof = str(years.evidence_of(first).pk)
    content["lines"][0] |= {"status": "done", "grade": "full", "evidence": [proof]}
    years.accepted("sheet", one, on="07-10", quarter=2, content=content)
    years.published("summary", one, on="12-10", grades={"bbbb0000": ("partial", "内部意见")})
    years.published("plan", other, on="03-10", content=plan_content(item("cccc0001")))


def built(at=AT):
    run, _is_new = building.request_statistics(2022, by=None, at=at)
    building.build(run.pk, at=at)
    run.refresh_from_db()
    assert run.state == "done", run.error
    return run.snapshots.get()


def cells(snapshot, key, dimension):
    figures = snapshot.figures.filter(key=key, dimension=dimension)
    return dict(figures.exclude(value=0).values_list("cell", "value"))


@pytest.mark.parametrize(
    ("key", "dimension", "counted"),
    [
        (PLANNED, "", {"": 3}),
        (PLANNED, "group", {"aa": 2, "bb": 1}),
        (PLANNED, "progress", {"done": 1, "on_track": 1, "not_started": 1}),
        (PLANNED, "evidence", {"yes": 1, "no": 2}),
        (PLANNED, "grade", {"partial": 1, "full": 1, "": 1}),
        (REPORTED, "", {"": 3}),
        (REPORTED, "planned", {"yes": 3}),
    ],
)
def test_figures_are_those_that_can_be_counted_by_hand(year, key, dimension, counted):
    assert cells(built(), key, dimension) == counted


def test_every_figure_has_a_list_of_exactly_so_many_lines(year, client, settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (10**9, 60))
    snapshot = built()
    figures = snapshot.figures.filter(key__in=[PLANNED, REPORTED])
    assert figures.count() > 15

    for figure in figures:
        address = BY_KEY[figure.key].address(snapshot, figure.dimension, figure.cell)
        page = client.get(address)
        assert page.content.decode().count('<th scope="row">') == figure.value, address


def test_only_what_is_public_is_listed(year, client):
    snapshot = built()

    page = client.get(BY_KEY[PLANNED].address(snapshot)).content.decode()

    assert "季度会议" in page
    assert "内部事项" not in page
    assert "内部意见" not in page


def test_later_work_changes_nothing_that_was_counted(year, client):
    snapshot = built()
    before = list(snapshot.work.values_list())

    years.published("summary", BodyFactory(code="cc"), on="12-11")

    assert list(snapshot.work.values_list()) == before


def test_published_work_makes_the_running_year_stale(year):
    snapshot = built()
    assert building.request_nightly(at=AT) is None
    assert not building.work_has_moved(snapshot, AT.date())

    plan = BodyFactory(code="cc")
    years.published("plan", plan, on="12-20", content=plan_content(item("dddd0001")))

    assert building.work_has_moved(snapshot, AT.date())


def test_withdrawn_plan_is_counted_no_more(year):
    document = Submission.objects.get(body__code="bb", kind="plan")
    documents.withdraw(document, by=staff("head"), at=years.moment("05-01"), reason="条目有误")

    assert cells(built(), PLANNED, "group") == {"aa": 2}


@pytest.mark.parametrize(
    "query",
    ["", "snapshot=0", "snapshot=x", "snapshot={pk}&by=province", "snapshot={pk}&by=nothing"],
)
def test_list_that_does_not_exist_is_said_so(year, client, query):
    snapshot = built()

    answer = client.get(f"/statistics/2022/planned/lines/?{query.format(pk=snapshot.pk)}")

    assert answer.status_code == 404


def test_register_table_has_no_lines(year, client):
    snapshot = built()

    answer = client.get(f"/statistics/2022/parks/lines/?snapshot={snapshot.pk}")

    assert answer.status_code == 404


def test_year_without_published_work_has_no_such_table():
    small_register()

    snapshot = built(at=years.moment(dt.date(2023, 1, 1)))

    assert not snapshot.figures.filter(key__startswith="work.").exists()


def test_without_a_plan_nobody_knows_what_was_planned():
    small_register()
    line = SummaryEntry(
        key="bbbb0000", item="", kind="meeting", title="论坛", outcome="举办", own_grade="full"
    )
    content = SummaryContent(overview="全年工作总体完成。", lines=(line,)).write()
    years.published("summary", BodyFactory(code="aa"), on="12-10", content=content)

    snapshot = built()

    assert cells(snapshot, REPORTED, "planned") == {"": 1}
