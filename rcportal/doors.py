"""What an account needs before a page opens to it: a password not too old, and a second factor."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.rules import holds_a_post
from accounts.services import passwords, second_factor
from core.middleware import GetResponse
from workgroups.rules import LEADERS, bodies_of

# The doors of one's own account, and what is no page of the portal.
OPEN_TO_ALL = ("/accounts/", "/preferences/", "/healthz", "/readyz", settings.STATIC_URL)


def needs_second_factor(user: Any) -> bool:
    """Tell whether the user's password alone must open nothing: posts, and leaders of groups."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return bool(holds_a_post(user)) or bool(bodies_of(user, LEADERS))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed, and who needs a second factor cannot switch it off."""

    def encrypt(self, text: str) -> str:
        return second_factor.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.unsealed(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needs_second_factor(authenticator.user)


class SafeAccountMiddleware:
    """Leads whoever is signed in to what is missing first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if where := self._missing_to(request):
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse(where)}?{query}")
        return self.get_response(request)

    def _missing_to(self, request: HttpRequest) -> str | None:
        """Ask nobody on public pages: only where there is a session."""
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_session or request.path.startswith(OPEN_TO_ALL):
            return None
        return self._missing(request) if request.user.is_authenticated else None

    def _missing(self, request: HttpRequest) -> str | None:
        """Name the page to go to first, if there is one; a code typed in this session is enough."""
        user: Any = request.user
        if passwords.is_too_old(user, at=timezone.now()):
            words = _("Your password is older than %(days)s days: please choose a new one.")
            messages.info(request, words % {"days": settings.PASSWORD_DAYS})
            return "account_change_password"
        if not needs_second_factor(user):
            return None
        records = get_authentication_records(request, user)
        if any(record.get("method") == "mfa" for record in records):
            return None
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return "mfa_reauthenticate"
        messages.info(request, _("Your post needs a second factor: set it up before you go on."))
        return "mfa_activate_totp"
