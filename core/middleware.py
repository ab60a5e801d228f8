"""What every answer carries, whoever made it: display, headers, history, a plain 503."""

import time
from collections.abc import Callable
from typing import Any, Final

import pghistory.middleware
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core import cookies
from core.refusals import sentence_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CARE_ON: Final = "on"
# Cookies are not among it: the session's is taken back by itself, those of language and type stay.
WHAT_SIGNING_OUT_CLEARS: Final = '"cache", "storage"'
BEGAN_AT: Final = "began_at"
SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS", "TRACE")
DATABASE_GONE: Final = (OperationalError, InterfaceError)
SECONDS_BEFORE_RETRY: Final = 10

PERMISSIONS_POLICY: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
# For what no middleware further in has given a policy: files, and answers made outside of them.
NOTHING_MAY_RUN: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


def chosen_language(request: HttpRequest) -> str:
    """Give the language of the display cookie, else the site's; the browser is not asked."""
    wanted = request.COOKIES.get(cookies.named(cookies.LANGUAGE), "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def unavailable(request: HttpRequest) -> HttpResponse:
    """Give the plain "back in a moment" page: no database, no session, no context."""
    with translation.override(chosen_language(request)):
        page = render_to_string("503.html", {"contact": settings.PORTAL_CONTACT})
    headers = {"Retry-After": str(SECONDS_BEFORE_RETRY), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


class ArrivalMiddleware:
    """Notes when a request reached the portal: what is due is judged by that (`core.days`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.arrived_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class DisplayMiddleware:
    """Two cookies decide how a page looks: its language, and whether it is in large type."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = chosen_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        care = request.COOKIES.get(cookies.named(cookies.CARE))
        request.care_mode = care == CARE_ON  # type: ignore[attr-defined]
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response


class ResponseHeadersMiddleware:
    """Headers that hold for every answer, files and errors included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers["Permissions-Policy"] = PERMISSIONS_POLICY
        headers.setdefault("Content-Security-Policy", NOTHING_MAY_RUN)
        if getattr(response, "is_embeddable", False):
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        else:
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            headers.setdefault("X-Frame-Options", "DENY")
        if self._is_personal(request, response):
            headers["Cache-Control"] = "no-store"
        if getattr(request, "has_signed_out", False):
            headers["Clear-Site-Data"] = WHAT_SIGNING_OUT_CLEARS
        return response

    def _is_personal(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        """Asked of the cookies alone, so that it also holds while the database is away."""
        if request.path.startswith(settings.STATIC_URL):
            return False
        return bool(response.cookies) or settings.SESSION_COOKIE_NAME in request.COOKIES


class ServiceUnavailableMiddleware:
    """A database that is away is said in a plain page, never in a trace."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable(request) if isinstance(error, DATABASE_GONE) else None


class SessionEndMiddleware:
    """However busy it is, a session ends after SESSION_LONGEST: then one signs in anew."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = time.time()
            if now - request.session.setdefault(BEGAN_AT, now) >= settings.SESSION_LONGEST:
                logout(request)
                messages.info(
                    request, _("For safety a session ends after 12 hours: sign in again.")
                )
        return self.get_response(request)


class RefusedMiddleware:
    """What the database refuses and no form could say is said in a page, never in a trace."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DatabaseError) or not (sentence := sentence_of(error)):
            return None
        page = render_to_string("409.html", {"sentence": sentence})
        return HttpResponse(page, status=409, headers={"Cache-Control": "no-store"})


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Notes beside each change who made it and at which address. Reading changes nothing."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        return super().__call__(request)
