"""The first administrator: without one nobody could make any account."""

import datetime as dt

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PostRole
from accounts.models import StaffPost, User
from core.history import because
from core.outbox.addresses import checked, link


class AccountClosed(ValueError):
    """The account may not sign in; an administrator opens it again."""


@transaction.atomic
def appoint(email: str, *, at: dt.datetime) -> User:
    """Give the account of this address the post of an administrator from today, and make it first.

    Raises AddressRefused, and AccountClosed for an account that may not sign in.
    """
    today = timezone.localdate(at)
    with because(by=None, source="command"):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            user = User.objects.create_user(checked(email.strip()))
        if not user.is_active:
            raise AccountClosed(f"The account {user.email} is closed: open it again first.")
        if not StaffPost.objects.open_on(today).filter(user=user, role=PostRole.ADMIN).exists():
            StaffPost.objects.create(user=user, role=PostRole.ADMIN, valid=DateRange(today, None))
    return user


def link_to_a_password(user: User) -> str:
    """Give the address at which the user chooses a password, once and for some days."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return link(reverse("account_reset_password_from_key", kwargs=key))
