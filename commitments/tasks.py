from celery import shared_task
from django.utils import timezone

from commitments.services.importing import queueing


@shared_task(name=queueing.TASK)
def work_on_list(run_id: int) -> None:
    queueing.work(run_id, at=timezone.now())
