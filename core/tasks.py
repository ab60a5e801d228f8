import time

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from core import jobs

HEARTBEAT_KEY = "worker-heartbeat"


@shared_task(name="core.tasks.requeue_stalled_jobs")
def requeue_stalled_jobs() -> None:
    jobs.requeue_stalled(at=timezone.now())


@shared_task(name="core.tasks.worker_heartbeat")
def worker_heartbeat() -> None:
    cache.set(HEARTBEAT_KEY, time.time(), timeout=300)
