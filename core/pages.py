"""Public pages that change only when what they show changes: answered "304", or from the cache.

What a page depends on besides its address is in its stamp: the version of what it shows, the day,
language and display, and the code of the portal itself. Of people who are
signed in nothing is kept.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import Engine
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from core import cookies
from core.cache import read, write

SECONDS_KEPT: Final = 300
CODE: Final = ("*.py", "*.html", "*.typ", "*.txt", "*.mo", "*.css", "*.js")


def remembered(
    request: HttpRequest,
    make: Callable[[], HttpResponseBase],
    *,
    version: object,
    is_kept: bool = True,
) -> HttpResponseBase:
    """Answer with 304, with the kept page, or with what `make` gives; only anonymous readers share.

    `version` is the version of everything the page shows. Pass `is_kept=False` for what is large.
    """
    if is_personal(request):
        return make()
    stamp = _stamp(request, version)
    etag = f'W/"{stamp}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = _kept_or_made(f"page:{stamp}", make) if is_kept else make()
    if response.status_code in (200, 304):
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


def is_personal(request: HttpRequest) -> bool:
    """Tell whether the answer may be meant for one reader alone. Asked of the cookies."""
    # A message of the last request stands in a cookie when there is no session.
    names = (settings.SESSION_COOKIE_NAME, cookies.named(cookies.MESSAGES))
    return request.method not in ("GET", "HEAD") or any(name in request.COOKIES for name in names)


def _stamp(request: HttpRequest, version: object) -> str:
    parts = (
        version,
        code_stamp(),
        timezone.localdate(),
        request.build_absolute_uri(),
        get_language(),
        getattr(request, "care_mode", False),
        request.headers.get("HX-Request", ""),
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


@cache
def code_stamp() -> int:
    """Give the moment of the last change to code, templates or texts: a release makes new pages."""
    return max((path.stat().st_mtime_ns for path in _code_files()), default=0)


def _code_files() -> Iterator[Path]:
    own = [Path(app.path) for app in apps.get_app_configs() if "site-packages" not in app.path]
    folders = [*own, *Engine.get_default().dirs, *settings.LOCALE_PATHS]
    for folder in map(str, (*folders, *settings.STATICFILES_DIRS)):
        for pattern in CODE:
            yield from Path(folder).rglob(pattern)


def _kept_or_made(key: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if kept := _kept(key):
        return kept
    response = make()
    if isinstance(response, HttpResponse):
        _keep(key, response)
    return response


def _kept(key: str) -> HttpResponse | None:
    found = read(key)
    if found is None:
        return None
    content, headers = found
    return HttpResponse(content, headers=headers)


def _keep(key: str, response: HttpResponse) -> None:
    if response.status_code == 200 and not response.cookies:
        write(key, (response.content, dict(response.headers)), SECONDS_KEPT)
