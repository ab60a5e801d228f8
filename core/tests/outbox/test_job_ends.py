"""Whoever started a long job is told how it ended, in the transaction that ended it."""

import pytest

from core import jobs, outbox
from core.models import JobRun, Notice, OutboxMail
from core.outbox import job_ends
from core.tests.outbox.mails import NOON, person

pytestmark = pytest.mark.django_db


def started(by, key="2021"):
    run, _is_new = jobs.start(kind="count", key=key, task="nobody.listens", by=by, at=NOON)
    return run


def work(run, error=None):
    with jobs.working(run.pk) as mine:
        if error:
            raise error
        with jobs.swap(mine):
            pass


def told(user):
    return [
        (mail.kind, mail.subject, mail.href) for mail in OutboxMail.objects.filter(recipient=user)
    ]


def page_of(run):
    return f"/admin/core/jobrun/{run.pk}/change/"


def test_the_end_of_a_job_is_told_to_whoever_started_it():
    user = person()
    run = started(user)

    work(run)

    assert told(user) == [("core/job_done", "任务完成：count 2021", page_of(run))]
    assert [notice.text for notice in outbox.notices_of(user)] == ["任务完成：count 2021"]


def test_a_job_of_the_portal_itself_tells_nobody():
    work(started(None))

    assert OutboxMail.objects.count() == 0


def test_a_failure_is_told_with_its_reason():
    user = person()
    run = started(user)

    with pytest.raises(ValueError, match="nothing to count"):
        work(run, ValueError("nothing to count"))

    mail = OutboxMail.objects.get()
    assert told(user) == [("core/job_failed", "任务失败：count 2021", page_of(run))]
    assert (mail.text.count("nothing to count"), mail.about_model, mail.about_pk) == (
        1,
        "core.jobrun",
        str(run.pk),
    )


def test_a_job_without_signs_of_life_is_told_as_failed():
    user = person()
    run = started(user)
    JobRun.objects.filter(pk=run.pk).update(attempts=jobs.MOST_ATTEMPTS)

    work_is_refused = list_of(run)

    assert (work_is_refused, [kind for kind, _s, _h in told(user)]) == ([None], ["core/job_failed"])


def list_of(run):
    with jobs.working(run.pk) as mine:
        return [mine]


def test_a_cancelled_job_is_not_told():
    run = started(person())

    jobs.cancel(run, by=None, at=NOON)

    assert OutboxMail.objects.count() == 0


def test_a_swap_that_fails_tells_no_end():
    run = started(person())

    def swap_and_die():
        with jobs.working(run.pk) as mine, jobs.swap(mine):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        swap_and_die()

    assert list(OutboxMail.objects.values_list("kind", flat=True)) == ["core/job_failed"]


def test_an_end_that_cannot_be_told_did_not_happen(monkeypatch):
    """Mail and end are one transaction: neither without the other."""
    run = started(person())

    def fails(run, *, at):
        raise ZeroDivisionError

    monkeypatch.setattr(job_ends, "tell_done", fails)
    with pytest.raises(ZeroDivisionError):
        work(run)

    run.refresh_from_db()
    assert (run.state, Notice.objects.count()) == ("failed", 1)


def test_an_end_is_told_once():
    user = person()
    run = started(user)

    for _ in range(2):
        job_ends.tell_done(run, at=NOON)

    assert len(told(user)) == 1
