"""Forms of an organisation's own page: inviting, handing over, its text; and a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from commitments.enums.representatives import RepresentativeRole
from commitments.models import Representative
from commitments.models.public_text import LONGEST
from core.forms import AddressField


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = AddressField(label=_("e-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("role"),
        choices=RepresentativeRole.choices,
        initial=RepresentativeRole.EDITOR,
        help_text=_("The main contact invites others and hands over; contacts write."),
    )
    hands_over = forms.BooleanField(
        label=_("I hand over to this person: my own role ends when the invitation is accepted"),
        required=False,
    )

    prefix = "invite"

    def __init__(self, *args: Any, may_hand_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_hand_over:
            del self.fields["hands_over"]


class HandOverForm(forms.Form):
    """To which of the present contacts the main contact hands over."""

    to = forms.ModelChoiceField(
        label=_("new main contact"),
        queryset=Representative.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    prefix = "hand_over"

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["to"]
        chosen.queryset = others
        chosen.label_from_instance = lambda each: each.user.shown_name


class LeaveForm(forms.Form):
    reason = forms.CharField(label=_("why it ends"), max_length=200)


class PublicTextForm(forms.Form):
    """What the organisation says about itself."""

    body = forms.CharField(
        label=_("in Chinese"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A blank line begins a paragraph; lines that begin with “- ” are a list."),
    )
    body_english = forms.CharField(
        label=_("in English"),
        max_length=2 * LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    prefix = "text"


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("what has to be changed"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PasswordForm(forms.Form):
    """The password of somebody who accepts an invitation and has no account yet."""

    password = forms.CharField(
        label=_("password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters; not only digits, no common password, not your address."
        ),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = User(email=email)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password, self.user)
        except ValidationError as error:
            raise forms.ValidationError(
                _(
                    "This password is too easy to guess: take at least 12 characters, not only "
                    "digits, no common password and not your address."
                )
            ) from error
        return password
