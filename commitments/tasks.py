from celery import shared_task
from django.utils import timezone

from commitments.services import importing
from commitments.services.bonds import forgetting
from commitments.services.importing import queueing


@shared_task(name=queueing.TASK)
def work_on_list(run_id: int) -> None:
    queueing.work(run_id, at=timezone.now())


@shared_task(name="commitments.tasks.forget_lists")
def forget_lists() -> None:
    importing.forget_lists(at=timezone.now())


@shared_task(name="commitments.tasks.forget_contacts")
def forget_contacts() -> None:
    forgetting.forget_contacts(at=timezone.now())
