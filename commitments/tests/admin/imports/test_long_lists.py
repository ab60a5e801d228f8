import pytest
from django.utils import timezone

from commitments.enums import BatchState
from commitments.models import ImportBatch, Organisation
from commitments.services import importing
from commitments.services.importing import queueing
from commitments.tests.admin.imports.bringing import GOOD, LIST, counts, take_back, upload
from commitments.tests.factories import OrganisationFactory
from core.models import JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def _everything_is_long(monkeypatch):
    monkeypatch.setattr(queueing, "LONG_FILE", 10)
    monkeypatch.setattr(queueing, "LONG_LIST", 0)


@pytest.mark.usefixtures("_everything_is_long")
def test_a_long_list_is_worked_on_by_a_worker(staff):
    response = upload(staff, GOOD)
    batch = ImportBatch.objects.get()
    assert (batch.state, response.context["is_at_work"]) == (BatchState.UPLOADED, True)
    assert "hx-get" in response.content.decode()

    _work()
    response = staff.get(f"{LIST}{batch.pk}/change/")
    assert (response.context["is_open"], counts(response.context["batch"])) == (True, (1, 0, 0, 0))

    response = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)
    assert (response.context["is_at_work"], response.context["is_open"]) == (True, False)
    _work()
    assert Organisation.objects.count() == 1

    take_back(staff, batch)
    _work()
    assert Organisation.objects.count() == 0


def _work():
    queueing.work(JobRun.objects.open().get().pk, at=timezone.now())


@pytest.mark.usefixtures("_everything_is_long")
def test_what_columns_mean_is_compared_by_a_worker(staff):
    data = "企业全称,类别,地方,日子\n烟台示例化工有限公司,企事业单位,山东,2021-05-06".encode()
    upload(staff, data=data)
    _work()
    batch = ImportBatch.objects.get()
    chosen = {f"column_{n}": key for n, key in enumerate(("name", "kind", "province", "signed_on"))}

    response = staff.post(f"{LIST}{batch.pk}/columns/", chosen, follow=True)
    before = counts(ImportBatch.objects.get())
    _work()

    batch.refresh_from_db()
    assert (response.context["is_at_work"], response.context["is_unclear"]) == (True, False)
    assert (before, counts(batch)) == ((0, 0, 0, 0), (1, 0, 0, 0))
    assert (batch.state, batch.columns["by"]) == (BatchState.PREVIEWED, "staff@example.com")


@pytest.mark.usefixtures("_everything_is_long")
def test_a_list_that_was_discarded_meanwhile_stays_discarded(staff):
    upload(staff, GOOD)
    _work()
    batch = ImportBatch.objects.get()
    staff.post(f"{LIST}{batch.pk}/columns/", {"column_0": "name", "column_1": "kind"})
    importing.discard(batch, None)
    with pytest.raises(importing.BatchDecided):
        _work()

    batch.refresh_from_db()
    assert (batch.state, batch.content) == (BatchState.DISCARDED, None)


@pytest.mark.usefixtures("_everything_is_long")
def test_a_finished_job_leads_to_the_list(staff):
    upload(staff, GOOD)
    _work()
    run = JobRun.objects.get()

    page = staff.get(f"/admin/core/jobrun/{run.pk}/progress/").content.decode()

    assert f"{LIST}{ImportBatch.objects.get().pk}/change/" in page


@pytest.mark.usefixtures("_everything_is_long")
def test_a_list_whose_comparison_was_cancelled_can_be_discarded(staff):
    upload(staff, GOOD)
    staff.post(f"/admin/core/jobrun/{JobRun.objects.get().pk}/cancel/")
    batch = ImportBatch.objects.get()

    page = staff.get(f"{LIST}{batch.pk}/change/").content.decode()

    assert "尚未与名录核对" in page
    assert f"{LIST}{batch.pk}/discard/" in page


@pytest.mark.usefixtures("_everything_is_long")
def test_why_a_job_failed_stands_on_the_page_of_the_list(staff):
    upload(staff, GOOD)
    _work()
    batch = ImportBatch.objects.get()
    staff.post(f"{LIST}{batch.pk}/confirm/")
    Organisation.objects.all().delete()
    OrganisationFactory(name="烟台示例化工有限公司")
    with pytest.raises(importing.RegisterMoved):
        _work()

    assert "核对之后名录有了变动" in staff.get(f"{LIST}{batch.pk}/change/").content.decode()
