from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import Document
from commitments.rules import edit_rules
from core.history import keeps_history
from core.placeholders import check_places

# What a text of the certificate may have filled in.
PLACES: Final = frozenset({"name", "document", "signed_on", "number"})


def check_wording(text: str) -> None:
    """Refuse places in the text that nobody could fill in."""
    check_places(text, PLACES)


@keeps_history()
class CertificateWording(RulesModel):
    """What is printed on the certificate of a document, in Chinese and in English.

    The committee's wording is not known to the portal: until the secretariat has confirmed the
    text, every certificate bears the word "specimen".
    """

    document = models.CharField(
        _("document signed"), max_length=10, choices=Document.choices, unique=True
    )
    title = models.CharField(_("title"), max_length=20)
    title_english = models.CharField(_("title in English"), max_length=60)
    body = models.TextField(
        _("text"),
        max_length=200,
        validators=[check_wording],
        help_text=_(
            "Filled in are {name} the organisation, {document} the document, {signed_on} the day "
            "of signing, {number} the number."
        ),
    )
    body_english = models.TextField(
        _("text in English"), max_length=400, validators=[check_wording]
    )
    issuer = models.CharField(_("issued by"), max_length=60)
    issuer_english = models.CharField(_("issued by, in English"), max_length=120)
    note = models.CharField(_("line at the foot"), max_length=80, blank=True)
    note_english = models.CharField(_("line at the foot, in English"), max_length=120, blank=True)
    is_confirmed = models.BooleanField(
        _("the wording is confirmed"),
        default=False,
        help_text=_("Until then every certificate bears the word “specimen”."),
    )

    class Meta:
        verbose_name = _("wording of the certificate")
        verbose_name_plural = _("wordings of the certificate")
        rules_permissions = edit_rules

    def __str__(self) -> str:
        return str(self.get_document_display())


class CertificateSeries(models.Model):
    """How far the numbers of one series have come; a series is a pattern without its serial."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
