"""The ground that tests stand on (conftest.py) bears."""

import datetime as dt
import socket

import pytest
from celery import current_app
from django.db import InternalError, connection, transaction
from django.utils import timezone

from commitments.models import RegisterVersion
from core.models import JobRun
from reports.tests.workers import wait_until


def test_a_test_that_looks_beyond_this_machine_is_told_so():
    with socket.socket() as beyond, pytest.raises(AssertionError, match="wanted to connect"):
        beyond.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_tables_whose_triggers_refuse_are_emptied_nevertheless():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS number")
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION $$append only$$; END'"
        )
        cursor.execute("CREATE TRIGGER refuse BEFORE TRUNCATE ON kept EXECUTE FUNCTION refuse()")
        with pytest.raises(InternalError, match="append only"), transaction.atomic():
            cursor.execute("TRUNCATE kept")

        connection.ops.execute_sql_flush(["TRUNCATE kept"])

        cursor.execute("SELECT count(*) FROM kept")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_migrations_wrote_is_there_after_tables_were_emptied(time):
    assert RegisterVersion.objects.get().number == 1

    RegisterVersion.objects.update(number=9)


def test_a_task_that_is_sent_reaches_the_worker(celery_worker):
    silent = timezone.now() - dt.timedelta(hours=1)
    run = JobRun.objects.create(kind="count", key="1", task="nobody.listens", heartbeat_at=silent)

    current_app.send_task("core.tasks.requeue_stalled_jobs")

    wait_until(lambda: JobRun.objects.get(pk=run.pk).heartbeat_at > silent, "it was sent again")
