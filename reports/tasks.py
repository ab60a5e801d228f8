from celery import shared_task
from django.utils import timezone

from reports.services import building, report_building


@shared_task(name=building.TASK)
def build_statistics(run_id: int) -> None:
    building.build(run_id, at=timezone.now())


@shared_task(name="reports.tasks.build_running_year")
def build_running_year() -> None:
    building.request_nightly(at=timezone.now())


@shared_task(name="reports.tasks.build_year_before")
def build_year_before() -> None:
    building.request_year_end(at=timezone.now())


@shared_task(name=report_building.TASK)
def build_report(run_id: int) -> None:
    report_building.build(run_id)
