"""What was sent after the session had ended: kept until its author signs in, then offered again.

Whoever signs in gets a signed cookie that outlives the session. A form that comes with it and would
only be led to the sign-in is kept for its author alone; so strangers can make us keep nothing.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from core import autosave, cache, cookies

KNOWN: Final = "known"
SALT: Final = "core.typed"
KEPT_FOR: Final = 24 * 3600
NEXT: Final = "next"
NEVER_KEPT: Final = ("password", "csrfmiddlewaretoken")
LETTERS_OF_A_TEXT: Final = 12  # what is shorter is a choice or a number, and shown as no text


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: to which address, by whom, and its fields in their order."""

    user: int
    path: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        """What a person would miss."""
        return [value for _name, value in self.fields if len(value.strip()) > LETTERS_OF_A_TEXT]


def kept(token: str, user: Any) -> Typed | None:
    """Give what the user typed; None when it is somebody else's, or gone."""
    found: Typed | None = cache.read(f"typed:{token}")
    return found if found is not None and found.user == user.pk else None


class KeepTypedMiddleware:
    """Keeps what a form says that arrives after the session has ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "has_signed_out", False):
            response.delete_cookie(cookies.named(KNOWN), samesite="Lax")
        elif request.method == "POST" and _leads_to_sign_in(response):
            return _instead_of(request, response)
        elif _may_be_unknown(request, response):
            _make_known(request, response)
        return response


def _leads_to_sign_in(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and NEXT in parse_qs(urlsplit(response["Location"]).query)


def _instead_of(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if autosave.is_autosave(request):
        return autosave.signed_out()
    token = _keep(request)
    if not token:
        return response
    parts = urlsplit(response["Location"])
    query = urlencode({NEXT: reverse("typed", args=[token])})
    return HttpResponseRedirect(urlunsplit(parts._replace(query=query)))


def _keep(request: HttpRequest) -> str:
    """Keep the form and give its token; "" for whom we do not know, and for secrets."""
    user = _known(request)
    names = request.POST.keys()
    if not user or any("password" in name for name in names):
        return ""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_KEPT
        for value in values
    ]
    token = secrets.token_urlsafe(24)
    cache.write(f"typed:{token}", Typed(int(user), request.get_full_path(), fields), KEPT_FOR)
    return token


def _known(request: HttpRequest) -> str:
    return request.get_signed_cookie(cookies.named(KNOWN), "", salt=SALT, max_age=KEPT_FOR) or ""


def _may_be_unknown(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Asked of cookies alone where it can be: a page that needs no user asks for none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    is_new = cookies.named(KNOWN) not in request.COOKIES
    return request.method == "POST" or (is_page and is_new)


def _make_known(request: HttpRequest, response: HttpResponseBase) -> None:
    user: Any = request.user
    is_signed_in = getattr(user, "is_authenticated", False)  # the open data know no users at all
    if not is_signed_in or _known(request) == str(user.pk):
        return
    response.set_signed_cookie(
        cookies.named(KNOWN),
        str(user.pk),
        salt=SALT,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
