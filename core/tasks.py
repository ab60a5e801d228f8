import time
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

from core import jobs

HEARTBEAT_KEY = "worker-heartbeat"
REQUEUE = "core.tasks.requeue_stalled_jobs"


@shared_task(name=REQUEUE)
def requeue_stalled_jobs() -> None:
    jobs.requeue_stalled(at=timezone.now())


@worker_ready.connect
def take_up_what_was_left(**_sent: Any) -> None:
    """A worker that starts asks at once for what a dead one has left, not only when beat does."""
    requeue_stalled_jobs.apply_async(retry=False)


@shared_task(name="core.tasks.worker_heartbeat")
def worker_heartbeat() -> None:
    cache.set(HEARTBEAT_KEY, time.time(), timeout=300)
