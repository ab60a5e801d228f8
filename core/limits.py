"""How often something may be tried: `@limited("search")` before a view, or `count` in a service.

The numbers are in `settings.LIMITS`. Reading is counted in the cache and goes on while that is
away; what opens an account is counted in the database (see docs/decisions/0007-limits.md).
"""

import datetime as dt
import hashlib
import logging
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from core.models import Tally
from core.visitors import address_of

logger = logging.getLogger(__name__)


class Limit(NamedTuple):
    """At most so many within so many seconds."""

    most: int
    seconds: int
    is_kept: bool = False

    @property
    def window(self) -> dt.timedelta:
        """Give the time within which is counted."""
        return dt.timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands after one more try."""

    count: int
    most: int
    ends_at: dt.datetime

    @property
    def is_over(self) -> bool:
        """Tell whether this try was one too many."""
        return self.count > self.most

    @property
    def free_at(self) -> dt.datetime:
        """Give the first whole minute at which one may try again: what people are told."""
        return (self.ends_at + dt.timedelta(seconds=59)).replace(second=0, microsecond=0)


def limit_of(name: str) -> Limit:
    """Give the limit of this name. Raises KeyError for an unknown one."""
    return Limit(*settings.LIMITS[name])


def count(name: str, *who: object, at: dt.datetime) -> Standing:
    """Count one more try of somebody, and give where that stands."""
    limit = limit_of(name)
    if limit.is_kept:
        tally = Tally.objects.add(_key(name, who), most=limit.most, window=limit.window, at=at)
        return Standing(tally.count, limit.most, tally.ends_at)
    number = int(at.timestamp()) // limit.seconds
    ends_at = dt.datetime.fromtimestamp((number + 1) * limit.seconds, tz=dt.UTC)
    return Standing(_counted(f"limit:{_key(name, (number, *who))}", limit), limit.most, ends_at)


def take_back(name: str, *who: object) -> None:
    """Forget the last try: it was a good one. Only for what is counted in the database."""
    Tally.objects.filter(pk=_key(name, who), count__gt=0).update(count=F("count") - 1)


def forgive(name: str, *who: object) -> None:
    """Forget all tries of somebody. Only for what is counted in the database."""
    Tally.objects.filter(pk=_key(name, who)).delete()


def sweep(*, at: dt.datetime) -> int:
    """Delete what was counted in times that have passed."""
    return Tally.objects.filter(ends_at__lt=at).delete()[0]


def _key(name: str, who: Collection[object]) -> str:
    return hashlib.sha256("\n".join(map(str, (name, *who))).encode()).hexdigest()


def _counted(key: str, limit: Limit) -> int:
    """Without the cache everything counts as the first try: whoever reads is not turned away."""
    try:
        cache.add(key, 0, limit.seconds)
        return cache.incr(key)
    except RedisError as error:
        logger.warning("cache unreachable, not limiting: %s", error)
    except ValueError:  # the window has passed between the two
        pass
    return 1


# --- Before a view ---

View = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]
Answer = Callable[[HttpRequest, Standing, int], HttpResponse]


def as_page(request: HttpRequest, standing: Standing, seconds: int) -> HttpResponse:
    """Say it in a page."""
    return render(request, "429.html", {"free_at": standing.free_at}, status=429)


def as_json(request: HttpRequest, standing: Standing, seconds: int) -> HttpResponse:
    """Say it to a program."""
    sentence = _("Too many requests. Please try again in %(seconds)s seconds.")
    return JsonResponse({"detail": sentence % {"seconds": seconds}}, status=429)


def limited(
    name: str, *, methods: Collection[str] = (), answer: Answer = as_page
) -> Callable[[View], View]:
    """Answer 429, with the time to wait, to whoever asks the view more often than the limit.

    Signed-in people are counted one by one, everybody else by address. Only the `methods` count,
    or all.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not methods or request.method in methods:
                now = timezone.now()
                standing = count(name, _visitor(request), at=now)
                if standing.is_over:
                    return _refused(request, name, standing, answer, now)
            return view(request, *args, **kwargs)

        # Read by whoever asks which addresses have a limit; wrappers of the view carry it on.
        checked.limited_methods = frozenset(methods)  # type: ignore[attr-defined]
        return checked

    return decorate


def _visitor(request: HttpRequest) -> str:
    """Ask for the account only where there is a session: public pages ask nobody."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return f"user {request.user.pk}"
    return address_of(request)


def _refused(
    request: HttpRequest, name: str, standing: Standing, answer: Answer, now: dt.datetime
) -> HttpResponse:
    seconds = max(1, math.ceil((standing.ends_at - now).total_seconds()))
    if standing.count == standing.most + 1:
        logger.warning("limit %s reached at %s", name, request.path)
    response = answer(request, standing, seconds)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
