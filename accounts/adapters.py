import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import sign_in
from core import limits
from core.outbox.addresses import link
from core.visitors import address_of


class SignInBackend(AuthenticationBackend):
    """Demonstration accounts stay outside in production, whichever way they came there."""

    def user_can_authenticate(self, user: Any) -> bool:
        is_kept_out = settings.IS_PRODUCTION and user.is_demo
        return not is_kept_out and super().user_can_authenticate(user)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretariat; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Every password passes here: of the sign-in page, and of "is it you?"."""
        email, place = credentials.get("email", ""), address_of(request)
        try:
            sign_in.begin_attempt(email, place=place, at=timezone.now())
        except sign_in.SignInLocked as locked:
            raise ValidationError(_locked(locked.until), code="locked") from None
        user = super().authenticate(request, **credentials)
        if user:
            sign_in.welcome(email, place=place)
        return user

    def logout(self, request: HttpRequest) -> None:
        super().logout(request)
        request.has_signed_out = True  # type: ignore[attr-defined]

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        sign_in.begin_anew(user.email, place=address_of(context.request))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Lead to the portal's own address, whatever the request called it."""
        url: str = super().get_reset_password_from_key_url(key)
        return link(urlsplit(url).path)

    def send_password_reset_mail(self, user: User, email: str, more: dict[str, Any]) -> None:
        """Whoever asks for ever more links fills nobody's letter box with them; he is not told."""
        if not limits.count("reset_account", user.pk, at=timezone.now()).is_over:
            super().send_password_reset_mail(user, email, more)


def _locked(until: dt.datetime) -> str:
    return _(
        "There were too many wrong passwords. To protect the account, signing in from your network "
        "is locked until %(time)s. Please try again then, or reset the password."
    ) % {"time": timezone.localtime(until).strftime("%H:%M")}
