import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from accounts.services import sign_in, sweeping

logger = logging.getLogger(__name__)


@shared_task(name="accounts.tasks.sweep")
def sweep() -> None:
    logger.info("swept: %s", sweeping.sweep(at=timezone.now()))


@shared_task(name=sign_in.TELL_TASK)
def tell_of_lock(email: str, place: str, until: str) -> None:
    moment = dt.datetime.fromisoformat(until)
    sign_in.tell_of_lock(email, place=place, until=moment, at=timezone.now())
