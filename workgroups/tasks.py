from celery import shared_task
from django.utils import timezone

from workgroups.services import reminding


@shared_task(name=reminding.TASK)
def remind(run_id: int) -> None:
    reminding.run_daily(run_id, at=timezone.now())


@shared_task(name="workgroups.tasks.request_reminders")
def request_reminders() -> None:
    reminding.request_daily(at=timezone.now())
