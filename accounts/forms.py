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
    constraint_sentences = {
        "nobody_holds_one_post_twice": _(
            "This account holds the post at that time already: end that one first."
        ),
        "a_post_has_a_first_day": _("Enter the first day of the post."),
    }

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
