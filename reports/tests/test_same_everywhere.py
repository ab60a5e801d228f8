"""R17: the figures counted anew in two processes, two languages and another order of rows."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from reports.models import SnapshotMember
from reports.queries.data import data_of, digest_of
from reports.tests import workers
from reports.tests.register import built, small_register

pytestmark = pytest.mark.shows("R17")
ORDER = "SELECT id FROM reports_snapshotmember"  # as the rows lie in the table
COUNT = """
import sys, django
django.setup()
from django.utils import translation
translation.activate(sys.argv[1])
from reports.models import Snapshot
from reports.queries.data import data_of, digest_of
print(digest_of(data_of(Snapshot.objects.get(), is_counted_anew=True)))
"""


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def past_the_triggers(*statements):
    """What nobody can do: rows of a finished snapshot are touched with the triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


def shuffle_rows():
    before = asked(ORDER)
    past_the_triggers(
        "CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM reports_snapshotmember",
        "DELETE FROM reports_snapshotmember",
        "INSERT INTO reports_snapshotmember SELECT * FROM kept ORDER BY id DESC",
    )
    assert asked(ORDER) != before


def counted_elsewhere(language, locale):
    environment = workers.processes_environment() | {"LANG": locale, "LC_ALL": locale}
    done = subprocess.run(
        [sys.executable, "-c", COUNT, language],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.django_db(transaction=True)
def test_the_data_is_the_same_in_every_process_language_and_order():
    small_register()
    kept = digest_of(data_of(built(2021)))
    shuffle_rows()

    counted = {counted_elsewhere("zh-hans", "C.UTF-8"), counted_elsewhere("en", "C")}

    assert counted == {kept}


@pytest.mark.django_db
def test_one_other_row_is_another_digest():
    """The control: what is compared depends on the rows."""
    small_register()
    snapshot = built(2021)
    kept = data_of(snapshot)

    past_the_triggers("UPDATE reports_snapshotmember SET kind = 'group' WHERE name = '甲化工'")

    assert data_of(snapshot) == kept
    assert data_of(snapshot, is_counted_anew=True) != kept


@pytest.mark.django_db
def test_figures_that_are_not_those_of_their_rows_are_named(capsys):
    small_register()
    snapshot = built(2021)
    call_command("check_integrity")

    past_the_triggers("UPDATE reports_snapshotmember SET kind = 'group' WHERE name = '甲化工'")

    with pytest.raises(CommandError):
        call_command("check_integrity")
    said = f"2021 年度统计（快照 {snapshot.pk} 号）的数字与其名单不符。"
    assert said in capsys.readouterr().err
    assert SnapshotMember.objects.filter(kind="group").count() == 2
