import datetime as dt

import pytest
from django.utils import timezone

from accounts.tests.clients import said, signed_in
from commitments.enums import State
from commitments.services import entering
from commitments.tests.factories import OrganisationFactory
from core.models import JobRun
from reports.models import Snapshot
from reports.services import building

pytestmark = pytest.mark.django_db

START = "/admin/reports/snapshot/start/"


@pytest.fixture
def staff():
    organisation = OrganisationFactory(name="示例化工")
    signed = {"state": State.IN_FORCE, "signed_on": dt.date(2021, 5, 6)}
    entering.record(organisation, by=None, source="名单", **signed)
    return signed_in("staff")


def test_starting_leads_to_the_job(staff):
    response = staff.post(START, {"year": "2021", "as_at": ""})

    run = JobRun.objects.get()
    assert response.url == f"/admin/core/jobrun/{run.pk}/change/"
    assert (run.kind, run.key, run.started_by.email) == ("statistics", "2021", "staff@example.com")


def test_a_second_start_leads_to_the_same_job_and_says_so(staff):
    staff.post(START, {"year": "2021", "as_at": ""})

    response = staff.post(START, {"year": "2021", "as_at": ""}, follow=True)

    assert JobRun.objects.count() == 1
    assert said(response) == ["该统计正在生成，这就是对应的任务。"]


@pytest.mark.parametrize(
    "typed",
    [
        {"year": "2999", "as_at": ""},
        {"year": "2010", "as_at": ""},
        {"year": "2021", "as_at": "2020-12-31"},
        {"year": "", "as_at": ""},
        {"year": "二〇二一", "as_at": ""},
    ],
)
def test_what_cannot_be_counted_is_said_at_the_year(staff, typed):
    response = staff.post(START, typed)

    assert list(response.context["form"].errors) == ["year"]
    assert JobRun.objects.count() == 0


def test_last_year_is_offered(staff):
    response = staff.get(START)

    assert response.context["form"]["year"].value() == timezone.localdate().year - 1


@pytest.mark.parametrize(("role", "answer"), [("auditor", 403), ("", 403)])
def test_only_the_secretariat_starts_statistics(role, answer):
    client = signed_in(role)

    codes = [client.get(START).status_code, client.post(START, {"year": "2021"}).status_code]

    assert (codes, JobRun.objects.count()) == ([answer, answer], 0)


def test_the_figures_stand_with_the_lists_behind_them(staff):
    run, _is_new = building.request_statistics(2021, by=None, at=timezone.now())
    building.build(run.pk, at=timezone.now())
    snapshot = Snapshot.objects.get()

    response = staff.get(f"/admin/reports/snapshot/{snapshot.pk}/change/")

    totals = response.context["totals"]
    assert [total.value for total in totals] == [1, 0, 1, 0, 0, 0]
    assert {staff.get(total.href).status_code for total in totals} == {200}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_the_totals_without_asking_for_each(staff, count, django_assert_num_queries):
    for year in range(2021, 2021 + count):
        run, _is_new = building.request_statistics(year, by=None, at=timezone.now())
        building.build(run.pk, at=timezone.now())

    # session, account, posts, count, page, totals; then the session is kept (savepoint and all)
    with django_assert_num_queries(10):
        page = staff.get("/admin/reports/snapshot/").content.decode()

    assert page.count('href="/statistics/') == count
