"""Long lists: compared, written and taken back by a worker, and whoever asked is told."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import PostRole
from accounts.models import StaffPost
from commitments import tasks
from commitments.enums import BatchState
from commitments.models import ImportBatch, Organisation
from commitments.services import importing
from commitments.services.importing import ListRefused, RegisterMoved, RowsRefused, queueing
from commitments.tests.factories import OrganisationFactory, StaffPostFactory
from commitments.tests.workbooks.lists import credit_code, invented, xlsx
from commitments.tests.workbooks.tables import NOON, line
from core.enums import JobState
from core.models import JobRun, Notice, OutboxMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

NAME, CODE = "烟台澄岫化工有限公司", credit_code("370000", 1)
BAD = line("烟台霁槿化工有限公司", 单位类型="公司")


@pytest.fixture
def staff():
    return StaffPostFactory(role=PostRole.STAFF).user


def received(*lines, by=None) -> ImportBatch:
    return importing.receive("名录.xlsx", xlsx(lines), by=by)


def work(batch, what, by=None, **details) -> JobRun:
    run = queueing.request(batch, what, by=by, at=NOON, **details)
    queueing.work(run.pk, at=NOON)
    run.refresh_from_db()
    batch.refresh_from_db()
    return run


def test_a_list_is_compared_written_and_taken_back(staff):
    batch = received(*invented(30), by=staff)
    assert batch.state == BatchState.UPLOADED

    runs = [work(batch, "check", by=staff)]
    assert (batch.state, batch.accepted) == (BatchState.PREVIEWED, 30)
    runs.append(work(batch, "confirm", by=staff, accept_good=False))
    assert (batch.state, Organisation.objects.count()) == (BatchState.IMPORTED, 30)
    runs.append(work(batch, "undo", by=staff, reason="传错了"))
    assert (batch.state, Organisation.objects.count()) == (BatchState.UNDONE, 0)

    assert [run.state for run in runs] == [JobState.DONE] * 3
    assert OutboxMail.objects.filter(recipient=staff).count() == 3
    assert {notice.href for notice in Notice.objects.all()} == {
        f"/admin/commitments/importbatch/{batch.pk}/change/"
    }


def test_progress_is_told_in_lots(staff, monkeypatch):
    told = []
    monkeypatch.setattr(
        queueing.jobs, "progress", lambda run, **words: told.append(tuple(words.values()))
    )
    monkeypatch.setattr(importing.plan, "LOT", 10)
    monkeypatch.setattr(queueing, "LOT", 10)

    work(received(*invented(25)), "check", by=staff)

    assert told == [
        ("已核对 10 / 25 行", 1, 3),
        ("已核对 20 / 25 行", 2, 3),
        ("已核对 25 / 25 行", 2, 3),
    ]


def test_a_list_of_which_nothing_can_be_read_is_refused_in_words(staff):
    batch = importing.receive("名录.csv", "甲,乙\n丙,丁".encode(), by=staff)

    run = work(batch, "check", by=staff)

    assert (run.state, batch.state, batch.content) == (JobState.DONE, BatchState.REFUSED, None)
    assert batch.report["sentence"].startswith("没有一列说明是哪个单位")


def test_what_is_no_list_at_all_is_not_even_kept(staff):
    with pytest.raises(ListRefused):
        importing.receive("名录.xlsx", b"not a workbook", by=staff)

    assert not ImportBatch.objects.exists()


def test_unclear_columns_wait_for_an_answer(staff):
    headings = ["企业全称", "企业性质", "省", "何时签约"]
    cells = ["烟台甲化工有限公司", "企事业单位", "山东", "2021-05-06"]
    data = xlsx([dict(zip(headings, cells, strict=True))], headings)
    batch = importing.receive("名录.xlsx", data, by=staff)

    work(batch, "check", by=staff)

    assert (batch.state, len(batch.report["columns"])) == (BatchState.UPLOADED, 4)


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (lambda: OrganisationFactory(name=NAME, uscc=CODE), RegisterMoved, "核对之后名录有了变动"),
        (lambda: None, RowsRefused, "有 1 行被拒绝"),
    ],
)
def test_what_cannot_be_written_fails_with_its_sentence(staff, change, error, sentence):
    batch = received(line(NAME, CODE), BAD, by=staff)
    work(batch, "check", by=staff)
    change()
    before = Organisation.objects.count()

    with pytest.raises(error):
        work(batch, "confirm", by=staff, accept_good=False)

    run = queueing.last_run(batch)
    assert (run.state, Organisation.objects.count()) == (JobState.FAILED, before)
    assert sentence in run.error
    batch.refresh_from_db()
    assert batch.state == BatchState.PREVIEWED


def test_whoever_may_import_no_more_does_not(staff):
    batch = received(line(NAME, CODE), by=staff)
    run = queueing.request(batch, "check", by=staff, at=NOON)
    StaffPost.objects.filter(user=staff).delete()

    with pytest.raises(PermissionDenied):
        queueing.work(run.pk, at=NOON)

    assert JobRun.objects.get().state == JobState.FAILED


def test_a_list_is_queued_once_at_a_time(staff):
    batch = received(line(NAME, CODE), by=staff)

    first, again = (queueing.request(batch, "check", by=staff, at=NOON) for _ in range(2))

    assert first == again


def test_a_message_that_comes_twice_writes_once(staff):
    batch = received(line(NAME, CODE), by=staff)
    work(batch, "check", by=staff)
    run = work(batch, "confirm", by=staff, accept_good=False)

    queueing.work(run.pk, at=NOON)

    assert Organisation.objects.count() == 1


def test_the_task_is_the_one_that_is_queued():
    assert tasks.work_on_list.name == queueing.TASK
