import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.utils import OperationalError

from core.beat import BEAT_HEARD
from core.tasks import WORKER_HEARD


def test_alive_asks_nobody(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert [response.status_code, response.content] == [200, b"ok"]


WELL = {"database": True, "broker": True, "worker": True, "beat": True}


def heard(*, worker=0, beat=0):
    """The worker and beat were last heard so many seconds ago."""
    cache.set(WORKER_HEARD, time.time() - worker)
    cache.set(BEAT_HEARD, time.time() - beat)


@pytest.mark.django_db
@pytest.mark.parametrize("silence", [{}, {"worker": 29, "beat": 119}])
def test_ready_when_all_parts_are(client, silence):
    heard(**silence)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, WELL)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "seconds"), [("worker", 31), ("worker", 300), ("beat", 121), ("beat", 900)]
)
def test_not_ready_when_one_was_last_heard_too_long_ago(client, who, seconds):
    heard(**{who: seconds})

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, WELL | {who: False})


@pytest.mark.django_db
def test_not_ready_before_they_were_ever_heard(client):
    assert client.get("/readyz").json() == WELL | {"worker": False, "beat": False}


@pytest.mark.django_db
def test_not_ready_without_the_database(client):
    def gone(execute, *args):
        raise OperationalError("gone")

    heard()
    with connection.execute_wrapper(gone):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == WELL | {"database": False}


@pytest.mark.django_db
def test_not_ready_without_the_broker(client, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1"}}

    response = client.get("/readyz")

    assert [response.status_code, response.json()["worker"]] == [503, False]


def test_what_a_watchdog_asks_is_never_kept(client):
    assert client.get("/healthz")["Cache-Control"].split(", ")[-1] == "private"
