"""A cache that may be gone: whoever asks gets the answer, at worst a little later."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
_NOTHING = object()


def remember(key: str, seconds: int, make: Callable[[], Answer]) -> Answer:
    """Give the cached answer, or make it and keep it for so many seconds."""
    found: Any = read(key, _NOTHING)
    if found is not _NOTHING:
        return found
    answer = make()
    write(key, answer, seconds)
    return answer


def read(key: str, otherwise: Any = None) -> Any:
    """Give what is kept under the key, or `otherwise`, also when the cache is unreachable."""
    try:
        return cache.get(key, otherwise)
    except RedisError as error:
        logger.warning("cache unreachable, reading %s: %s", key, error)
        return otherwise


def write(key: str, value: Any, seconds: int) -> None:
    """Keep the value for so many seconds, or do nothing when the cache is unreachable."""
    try:
        cache.set(key, value, seconds)
    except RedisError as error:
        logger.warning("cache unreachable, writing %s: %s", key, error)
