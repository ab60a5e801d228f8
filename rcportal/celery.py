"""The Celery application: `celery -A rcportal`."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from rcportal.services import processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcportal.settings")

app = Celery("rcportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def end_with_the_worker(**_: Any) -> None:
    """A killed worker leaves no process behind that would work on unwatched."""
    processes.follow_parent(signal.SIGKILL)
