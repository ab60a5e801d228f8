"""Forms of "1+3": whom an organisation invites, and what the secretariat enters."""

import re
import unicodedata
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commitments.enums.bonds import Relation
from commitments.models import Bond
from commitments.services.bonds.inviting import recognise
from commitments.services.importing.codes import LENGTH, read_credit_code
from commitments.services.importing.problems import CellRefused
from core.forms import AddressField, RecordForm
from core.text import comparison_key

_PORTAL_CODE: Final = re.compile(r"rc\d+", re.ASCII | re.IGNORECASE)
# A slip may have dropped or doubled a character; no name is so full of digits.
_LIKE_A_CREDIT_CODE: Final = re.compile(r"(?=(?:\D*\d){6})[0-9A-Za-z]{15,20}", re.ASCII)


class PartnerForm(forms.Form):
    """Whom to invite, and what it is to the organisation that invites."""

    partner = forms.CharField(
        label=pgettext_lazy("partner", "partner"),
        max_length=200,
        help_text=_("The full name, or the credit code or portal code of who is in the register."),
    )
    relation = forms.ChoiceField(
        label=_("relation"), choices=Relation.choices, widget=forms.RadioSelect
    )
    email = AddressField(
        label=_("contact's e-mail"),
        max_length=254,
        help_text=_(
            "Read by your contacts and the secretariat alone; taken off the list once it is "
            "settled."
        ),
    )

    prefix = "partner"

    def clean_partner(self) -> str:
        typed: str = self.cleaned_data["partner"]
        if not comparison_key(typed):
            raise forms.ValidationError(gettext("Enter the name of the partner: it has letters."))
        return _known_code(typed) or typed


def _known_code(typed: str) -> str:
    """Give the code that was typed, empty for a name; a wrong or unknown one names nobody."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    if _LIKE_A_CREDIT_CODE.fullmatch(code):
        try:
            code = read_credit_code(code)
        except CellRefused as refused:
            remedy = gettext("Compare it with the business licence.")
            if len(code) == LENGTH:  # of other lengths it speaks of an empty cell
                remedy = refused.remedy
            raise forms.ValidationError(f"{refused.reason}{remedy}") from refused
    elif not _PORTAL_CODE.fullmatch(code):
        return ""
    if recognise(code) is None:
        raise forms.ValidationError(
            gettext("The register has nobody with the code “%(code)s”: enter the full name.")
            % {"code": code}
        )
    return code


class AgainForm(forms.Form):
    """Where the invitation is sent again."""

    email = AddressField(label=_("contact's e-mail"), max_length=254)


class NewBondForm(RecordForm):
    """A bond as the secretariat enters it: an invitation by mail, or a record with its source."""

    class Meta:
        model = Bond
        fields = ("inviter", "partner", "partner_name", "relation", "email", "invited_on", "source")
        field_classes: ClassVar = {"email": AddressField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("partner_name", "invited_on"):
            self.fields[name].required = False
        self.fields["partner_name"].help_text = _("Only when it is not in the register yet.")
        self.fields["email"].help_text = _("When given, the personal link is sent there now.")

    def clean(self) -> dict[str, Any]:
        """An invitation has an address, everything else a source and a partner in the register."""
        typed = super().clean()
        partner, name = typed.get("partner"), typed.get("partner_name")
        if bool(partner) == bool(name):
            self.add_error(
                "partner", gettext("Choose the partner, or write its name: one of both.")
            )
        if typed.get("email"):
            for only_recorded in ("source", "invited_on"):
                if typed.get(only_recorded):
                    self.add_error(
                        only_recorded, gettext("Leave it empty: an invitation is sent today.")
                    )
        elif not typed.get("source"):
            self.add_error(
                "source", gettext("Enter the paper or list that says so, or an e-mail to invite.")
            )
        elif not partner:
            self.add_error(
                "partner", gettext("Without an invitation the partner stands in the register.")
            )
        return typed


class BondForm(RecordForm):
    """What may still be said about a bond: which organisation it is, and why it is withdrawn."""

    withdraw_because = forms.CharField(
        label=_("withdraw it, because"),
        required=False,
        max_length=200,
        help_text=_("Fill in only to withdraw: the link then opens nothing. It stays on record."),
    )

    class Meta:
        model = Bond
        fields = ("partner", "relation", "source")
