"""What a password must be, by the profile an installation has chosen (docs/decisions/0014)."""

import datetime as dt
import re
import string
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

WORDS: Final = ("rcportal", "responsiblecare", "zerenguanhuai", "责任关怀")
KINDS: Final = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
LEAST_KINDS: Final = 3
NOT_AGAIN: Final = 5


class NoWordOfThePortal:
    """What whoever attacks this portal would try first: its own name, with a year behind it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that contains the portal's name."""
        letters = re.sub(r"[\W_]", "", password.casefold())
        if any(word in letters for word in WORDS):
            raise ValidationError(
                _("The password contains the name of the portal: leave that out."),
                code="password_names_portal",
            )

    def get_help_text(self) -> str:
        """Give the rule as it stands beside the field."""
        return _("It does not contain the name of the portal.")


class SeveralKinds:
    """Three of four: small letters, capital letters, digits, anything else."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password of fewer kinds of characters."""
        found = {self._kind(character) for character in password}
        if len(found) < LEAST_KINDS:
            raise ValidationError(
                _(
                    "The password has only %(count)s of the four: small letters, capital letters, "
                    "digits, other characters. Use at least three."
                ),
                code="password_of_few_kinds",
                params={"count": len(found)},
            )

    def get_help_text(self) -> str:
        """Give the rule as it stands beside the field."""
        return _(
            "It has at least three of: small letters, capital letters, digits, other characters."
        )

    def _kind(self, character: str) -> int:
        return next((n for n, kind in enumerate(KINDS) if character in kind), len(KINDS))


class NoneOfTheLast:
    """The present password and those before it are kept, encoded, so that none comes back."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for one of the user's last passwords."""
        known = [user.password, *user.former_passwords] if user and user.pk else []
        last = list(dict.fromkeys(filter(None, known)))[:NOT_AGAIN]
        if any(check_password(password, each) for each in last):
            raise ValidationError(
                _("This is one of your last %(count)s passwords: choose a new one."),
                code="password_used_before",
                params={"count": NOT_AGAIN},
            )

    def get_help_text(self) -> str:
        """Give the rule as it stands beside the field."""
        return _("It is none of your last %(count)s passwords.") % {"count": NOT_AGAIN}

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Keep the new password among the last ones."""
        if user is not None and user.pk:
            user.former_passwords = [user.password, *user.former_passwords][:NOT_AGAIN]
            user.password_set_at = timezone.now()
            kept = {
                "former_passwords": user.former_passwords,
                "password_set_at": user.password_set_at,
            }
            User.objects.filter(pk=user.pk).update(**kept)


def is_too_old(user: Any, *, at: dt.datetime) -> bool:
    """Tell whether the profile asks for a new password before anything else."""
    days = settings.PASSWORD_DAYS
    if not days or user.is_demo or not user.has_usable_password():
        return False
    return bool(at - user.password_set_at > dt.timedelta(days=days))
