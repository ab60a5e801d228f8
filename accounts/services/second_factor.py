"""The second factor at the door: a code of the authenticator app, or one of the recovery codes."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt

from accounts.models import User
from core import limits


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
