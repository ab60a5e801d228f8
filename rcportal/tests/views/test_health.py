import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.utils import OperationalError

from core.tasks import HEARTBEAT_KEY


def test_alive_asks_nobody(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert [response.status_code, response.content] == [200, b"ok"]


@pytest.mark.django_db
def test_ready_when_all_parts_are(client):
    cache.set(HEARTBEAT_KEY, time.time())

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": True, "broker": True, "worker": True}


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [31, 300])
def test_not_ready_when_the_worker_was_last_heard_too_long_ago(client, seconds):
    cache.set(HEARTBEAT_KEY, time.time() - seconds)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": True, "broker": True, "worker": False}


@pytest.mark.django_db
def test_not_ready_before_the_worker_was_ever_heard(client):
    assert client.get("/readyz").json()["worker"] is False


@pytest.mark.django_db
def test_not_ready_without_the_database(client):
    def gone(execute, *args):
        raise OperationalError("gone")

    cache.set(HEARTBEAT_KEY, time.time())
    with connection.execute_wrapper(gone):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": False, "broker": True, "worker": True}


@pytest.mark.django_db
def test_not_ready_without_the_broker(client, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1"}}

    response = client.get("/readyz")

    assert [response.status_code, response.json()["worker"]] == [503, False]


def test_what_a_watchdog_asks_is_never_kept(client):
    assert client.get("/healthz")["Cache-Control"].split(", ")[-1] == "private"
