from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import NameKind
from commitments.models.organisation import Organisation
from commitments.rules import edit_rules
from core.history import keeps_history


class OrganisationNameQuerySet(models.QuerySet["OrganisationName"]):
    def matching(self) -> "OrganisationNameQuerySet":
        """The names by which an imported row may be recognised: all but short and English ones."""
        kinds = [NameKind.FULL, NameKind.FORMER, NameKind.ALIAS]
        return self.filter(kind__in=kinds, organisation__same_as=None)


@keeps_history(exclude=["key", "pinyin"], is_filled_by_lists=True)
class OrganisationName(RulesModel):
    """A name the organisation bears or bore, as typed, with the keys it is found by."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="names",
    )
    kind = models.CharField(_("kind of name"), max_length=10, choices=NameKind.choices)
    text = models.CharField(_("name"), max_length=300)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Known for former names only.")
    )
    key = models.TextField(editable=False, db_collation="C")
    pinyin = models.TextField(editable=False)

    objects = OrganisationNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=models.Q(kind__in=[NameKind.FULL, NameKind.SHORT, NameKind.ENGLISH]),
                name="one_present_name_of_each_kind",
                violation_error_message=_(
                    "The organisation has a present name of this kind: make that one a former "
                    "name first."
                ),
            ),
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=models.Q(kind__in=[NameKind.FORMER, NameKind.ALIAS]),
                name="a_former_name_stands_once",
                violation_error_message=_("This former name is on record already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(key=""),
                name="a_name_has_letters",
                violation_error_message=_("A name has at least one letter, character or digit."),
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="organisation_name_by_key"),
            # Who was called otherwise on a day: the few names that were given up after it.
            models.Index(
                fields=["until"],
                condition=models.Q(kind=NameKind.FORMER),
                name="former_name_by_last_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text
