"""The second factor at the door: a code of the authenticator app, or one of the recovery codes."""

import base64
import datetime as dt
import hashlib

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.enums import Mail
from accounts.models import User
from core import limits, outbox


class SecondFactorLocked(Exception):
    """No code of this account is looked at before `until`."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


def factor_opened_by(code: str, *, user: User, at: dt.datetime) -> Authenticator | None:
    """Give what of the user's accepts the code, or None. Each code opens once.

    Raises SecondFactorLocked after five wrong codes, wherever they were typed: whoever guesses here
    has the password already.
    """
    standing = limits.count("second_factor", user.pk, at=at)
    if standing.is_over:
        raise SecondFactorLocked(standing.free_at)
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    for factor in Authenticator.objects.filter(user=user, type__in=kinds):
        if _accepts(factor, code, at):
            limits.forgive("second_factor", user.pk)
            return factor
    return None


def _accepts(factor: Authenticator, code: str, at: dt.datetime) -> bool:
    """Not asked of the library: it keeps used codes in the cache, which may be away."""
    if factor.type == Authenticator.Type.RECOVERY_CODES:
        return bool(factor.wrap().validate_code(code))
    if not validate_totp_code(decrypt(factor.data["secret"]), code):
        return False
    return not limits.count("second_factor_code", factor.pk, code.strip(), at=at).is_over


@transaction.atomic
def remove(user: User, *, by: User, at: dt.datetime) -> bool:
    """Remove the second factor of somebody whose telephone is lost; tell whether there was one.

    The user's sessions end, and a mail says who removed it.
    """
    removed, _of_each = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    for session in UserSession.objects.filter(user=user):
        session.end()
    outbox.add(
        Mail.FACTOR_REMOVED,
        to=user,
        at=at,
        context={"who": by.shown_name},
        href=reverse("mfa_activate_totp"),
    )
    return True


def sealed(text: str) -> str:
    """Give the secret as it is kept in the database: only with SECRET_KEY can it be read."""
    return _sealer().encrypt(text.encode()).decode()


def unsealed(text: str) -> str:
    """Give back the secret; it may have been sealed with one of SECRET_KEY_FALLBACKS."""
    return _sealer().decrypt(text.encode()).decode()


def _sealer() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
