import datetime as dt
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, StaffPost, User
from accounts.services import second_factor
from core.forms import DayRangeField, RecordForm


class StaffPostForm(RecordForm):
    valid = DayRangeField(
        label=_("from – to"),
        required=True,
        help_text=_("The last day is not included. Leave the end empty while the post is held."),
    )

    class Meta:
        model = StaffPost
        fields = ("user", "role", "valid")


class PersonForm(RecordForm):
    class Meta:
        model = Person
        fields = ("name", "position", "user", "is_public")


class NewAccountForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> str:
        """One address is one account, however it is typed."""
        return self.cleaned_data["email"].lower()


class AccountForm(UserChangeForm):
    class Meta:
        model = User
        fields = ("email", "is_active", "language")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class LimitedCode:
    """A code that is counted in the database and opens once."""

    user: User
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            found = second_factor.factor_opened_by(code, user=self.user, at=timezone.now())
        except second_factor.SecondFactorLocked as locked:
            raise ValidationError(_codes_locked(locked.until), code="locked") from None
        if found is None:
            raise ValidationError(
                gettext("The code is not right, or was used before: wait for the next one."),
                code="incorrect_code",
            )
        found.user = self.user
        self.authenticator = found
        return code


class SecondFactorForm(LimitedCode, AuthenticateForm):
    """The second step of signing in."""


class SecondFactorAgainForm(LimitedCode, ReauthenticateForm):
    """Shows once more that it is you."""


def _codes_locked(until: dt.datetime) -> str:
    return gettext(
        "There were too many wrong codes. To protect the account, no code is accepted until "
        "%(time)s."
    ) % {"time": timezone.localtime(until).strftime("%H:%M")}
