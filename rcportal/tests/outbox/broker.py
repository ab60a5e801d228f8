"""A Valkey of one test's own, that can be stopped and started."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from core import jobs
from rcportal.services import places, servers


class Broker:
    """The broker to which this process, and the workers it starts, send and listen."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self._running = contextlib.ExitStack()

    def start(self) -> None:
        self._running.enter_context(servers.running(self.var, ["valkey"], fast=True))

    def stop(self) -> None:
        self._running.close()


@contextlib.contextmanager
def own_broker(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Broker]:
    """Let the test's jobs and mails go through a broker of its own."""
    var = Path(tempfile.mkdtemp(prefix="rcp-", dir="/tmp"))
    settings.REDIS_URL = places.redis_url(var)
    app = Celery(broker=places.broker_url(settings.REDIS_URL), set_as_current=False)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(jobs, "current_app", app)
    broker = Broker(var)
    broker.start()
    yield broker
    app.close()
    broker.stop()
    shutil.rmtree(var)
