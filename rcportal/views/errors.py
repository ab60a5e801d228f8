"""What went wrong, in words, with a way on. 500 and 503 need neither database nor session."""

import logging
import secrets
import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from core.middleware import DATABASE_GONE, chosen_language, unavailable

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    logger.warning("form refused: %s", reason)
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], DATABASE_GONE):
        return unavailable(request)
    number = secrets.token_hex(4)
    logger.error("error %s at %s %s", number, request.method, request.path)
    with translation.override(chosen_language(request)):
        page = render_to_string("500.html", {"number": number, "contact": settings.PORTAL_CONTACT})
    return HttpResponse(page, status=500, headers={"Cache-Control": "no-store"})
