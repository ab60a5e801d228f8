"""What a watchdog asks: does the process answer, and can it do its work?"""

import logging
import time

from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from core.beat import BEAT_HEARD
from core.middleware import DATABASE_GONE
from core.tasks import WORKER_HEARD

logger = logging.getLogger(__name__)
# Seconds. A worker gives a sign of life every two, beat every ten; it must not be missed for long.
OLDEST_OF_WORKER = 30
OLDEST_OF_BEAT = 120


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    parts = {
        "database": _database_answers(),
        "broker": _broker_answers(),
        "worker": _heard(WORKER_HEARD, within=OLDEST_OF_WORKER),
        "beat": _heard(BEAT_HEARD, within=OLDEST_OF_BEAT),
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DATABASE_GONE as error:
        logger.warning("not ready, database: %s", error)
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (BrokerError, OSError, RedisError) as error:
        logger.warning("not ready, broker: %s", error)
        return False
    return True


def _heard(whom: str, *, within: float) -> bool:
    try:
        heard = cache.get(whom)
    except RedisError as error:
        logger.warning("not ready, cache: %s", error)
        return False
    return heard is not None and time.time() - float(heard) < within
