from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.models import StaffPost, User
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
        fields = ("email", "is_active")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
