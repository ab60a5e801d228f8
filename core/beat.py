"""Celery's own beat, which also says that it lives: `/readyz` asks when it was heard last."""

import logging
import time
from typing import Any, Final

from celery.beat import PersistentScheduler
from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
BEAT_HEARD: Final = "beat-heard"
SECONDS_KEPT: Final = 3600


class HeardScheduler(PersistentScheduler):
    """Comes round at least every `beat_max_loop_interval` seconds and notes it."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        try:
            cache.set(BEAT_HEARD, time.time(), timeout=SECONDS_KEPT)
        except RedisError as error:
            logger.warning("not noted that beat lives: %s", error)
        seconds: float = super().tick(*args, **kwargs)
        return seconds
