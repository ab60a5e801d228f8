import time
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

from core import jobs

HEARTBEAT_KEY = "worker-heartbeat"


@shared_task(name="core.tasks.requeue_stalled_jobs")
def requeue_stalled_jobs() -> None:
    jobs.requeue_stalled(at=timezone.now())


@shared_task(name="core.tasks.take_up_what_was_left")
def take_up_what_was_left() -> None:
    jobs.requeue_stalled(at=timezone.now(), silence=jobs.SILENCE_OF_THE_DEAD)


@worker_ready.connect
def ask_for_what_was_left(**_sent: Any) -> None:
    """A worker that starts takes up at once what a dead one has left; beat would do it later."""
    take_up_what_was_left.apply_async(retry=False)


@shared_task(name="core.tasks.worker_heartbeat")
def worker_heartbeat() -> None:
    cache.set(HEARTBEAT_KEY, time.time(), timeout=300)
