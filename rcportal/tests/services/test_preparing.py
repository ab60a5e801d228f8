import datetime as dt
import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.utils import timezone

from commitments.enums import State
from commitments.tests.factories import CommitmentFactory
from rcportal.services import migrating, preparing
from reports.services import building
from reports.tests.register import small_register


@pytest.fixture
def static_places(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("a { color: red }")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"
    return source


def test_static_files_are_collected_once_and_again_when_they_changed(static_places, settings):
    said = []
    preparing.collect_static_files(said.append)
    preparing.collect_static_files(said.append)
    first = list(said)

    (static_places / "site.css").write_text("a { color: green }")
    preparing.collect_static_files(said.append)

    assert (len(first), len(said)) == (1, 2)
    assert (settings.STATIC_ROOT / "site.css").read_text() == "a { color: green }"


@pytest.mark.django_db
def test_years_of_signing_without_statistics_are_found():
    small_register()
    CommitmentFactory(signed_on=dt.date(2016, 1, 1), state=State.DRAFT)
    before = preparing.years_without_statistics()

    run, _new = building.request_statistics(2021, by=None, at=timezone.now())
    building.build(run.pk, at=timezone.now())

    assert before == [2018, 2019, 2020, 2021, 2022]
    assert preparing.years_without_statistics() == [2018, 2019, 2020, 2022]


@pytest.mark.django_db(transaction=True)
def test_a_second_migration_waits_for_the_first_and_not_for_ever(monkeypatch):
    monkeypatch.setattr(migrating, "LONGEST_WAIT", "200ms")
    outcome = []

    def second():
        try:
            call_command("migrate", verbosity=0)
        except OperationalError as error:
            outcome.append(str(error).partition("\n")[0])
        finally:
            connections.close_all()

    with migrating.only_one_migrates(connection):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()

    assert outcome == ["canceling statement due to lock timeout"]


@pytest.mark.django_db
def test_after_a_migration_waiting_is_as_before():
    with migrating.only_one_migrates(connection):
        pass

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        assert cursor.fetchone() == ("0",)
