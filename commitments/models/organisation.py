import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.expressions import Func, Value
from django.db.models.functions import Cast, Concat, LPad, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import Kind, Ownership, Status
from commitments.models.reference import Industry, Region
from commitments.rules import edit_rules
from core.history import keeps_history

CODE_SEQUENCE = "commitments_organisation_code"
SEARCH_COLUMNS = ["name_sort", "name_keys", "pinyin_keys", "initials", "grams", "latin"]

next_code = Concat(
    Value("rc"),
    LPad(Cast(Func(Value(CODE_SEQUENCE), function="nextval"), models.TextField()), 7, Value("0")),
)


class PresentOrganisations(models.Manager["Organisation"]):
    """Whom the register knows, each once: without the records that are the same as another one."""

    def get_queryset(self) -> models.QuerySet["Organisation"]:
        return super().get_queryset().filter(same_as=None)


@keeps_history(exclude=[*SEARCH_COLUMNS, "former_names"], is_filled_by_lists=True)
class Organisation(RulesModel):
    """Anybody the register knows, with the facts of today that lists filter, sort and count on.

    Names are written only by `services.naming`, `status`, `signed_on` and `sign_year` only by
    `services.facts`; the columns of the search document follow by a trigger.
    """

    code = models.CharField(
        _("portal code"),
        max_length=12,
        unique=True,
        editable=False,
        db_default=next_code,
        validators=[RegexValidator(r"^[a-z0-9]{2,12}$")],
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    uscc = models.CharField(  # noqa: DJ001 -- unknown is NULL: a unique text cannot be empty twice
        _("unified social credit code"),
        max_length=18,
        null=True,
        blank=True,
        db_collation="C",
        help_text=_("18 characters; leave empty when unknown."),
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    english_name = models.CharField(_("English name"), max_length=300, blank=True)
    former_names = models.TextField(_("former names"), blank=True, editable=False)
    sort_key_by_hand = models.CharField(
        _("pinyin by hand"),
        max_length=300,
        blank=True,
        help_text=_("Syllables with spaces, where the computed pinyin is wrong: shan xian."),
    )

    province = models.ForeignKey(
        Region,
        verbose_name=_("province"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    city = models.ForeignKey(
        Region,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    county = models.ForeignKey(
        Region,
        verbose_name=_("county"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    industry = models.ForeignKey(
        Industry,
        verbose_name=_("industry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ownership = models.CharField(
        _("ownership"), max_length=12, choices=Ownership.choices, blank=True
    )
    staff_count = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    group_name = models.CharField(_("belongs to group"), max_length=200, blank=True)
    park_name = models.CharField(_("stands in park"), max_length=200, blank=True)
    park = models.ForeignKey(
        "self",
        verbose_name=_("park in the register"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resident_organisations",
        limit_choices_to={"kind": Kind.PARK},
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    note = models.TextField(_("internal note"), blank=True)
    # Of a record that was brought together with another one. It is read nowhere: here by the
    # manager, in SQL by `queries.sources`. Its codes and its old address lead to the other one.
    same_as = models.ForeignKey(
        "self",
        verbose_name=_("same organisation as"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="united",
    )
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    created_at = models.DateTimeField(_("entered at"), db_default=Now(), editable=False)

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NONE, editable=False
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    sign_year = models.PositiveSmallIntegerField(
        _("year signed"), null=True, blank=True, editable=False
    )

    name_sort = models.TextField(editable=False, db_collation="C", default="")
    name_keys = models.TextField(editable=False, default="")
    pinyin_keys = models.TextField(editable=False, default="")
    initials = models.TextField(editable=False, db_collation="C", default="")
    grams = ArrayField(models.TextField(), editable=False, default=list)
    latin = models.TextField(editable=False, default="")

    objects = PresentOrganisations()
    everyone = models.Manager["Organisation"]()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                name="one_organisation_per_credit_code",
                violation_error_code="unique",  # said beside the field
                violation_error_message=_(
                    "Another organisation has this credit code: look it up first."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(uscc__isnull=True)
                | models.Q(uscc__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="a_credit_code_has_18_permitted_characters",
                violation_error_message=_(
                    "A credit code has 18 characters: digits and capital letters without "
                    "I, O, S, V and Z."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z0-9]{2,12}$"),
                name="a_portal_code_has_2_to_12_letters_or_digits",
                violation_error_message=_(
                    "The portal code has 2 to 12 small letters or digits, nothing else."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="an_organisation_has_a_name",
                violation_error_message=_("Enter the name of the organisation."),
            ),
            models.CheckConstraint(
                condition=models.Q(same_as=None)
                | ~models.Q(same_as=models.F("id")) & models.Q(status=Status.NONE),
                name="a_record_of_the_same_one_counts_nowhere",
                violation_error_message=_(
                    "A record that was brought together with another one has no status of its own."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.NONE, signed_on__isnull=True)
                | ~models.Q(status=Status.NONE) & models.Q(signed_on__isnull=False),
                name="a_status_comes_with_its_day_of_signing",
                violation_error_message=_(
                    "Every status comes with a day of signing; only “no commitment on record” "
                    "has none."
                ),
            ),
        ]
        indexes = [
            # With the status, so that far pages of the list are counted off without the table.
            models.Index(
                fields=["name_sort", "id"],
                include=["status"],
                condition=models.Q(same_as=None),
                name="org_by_name",
            ),
            models.Index(
                fields=["status", "name_sort", "id"],
                condition=models.Q(same_as=None),
                name="org_by_status",
            ),
            models.Index(fields=["signed_on", "id"], name="org_by_signing"),
            # All that facets count, so that they never read the table.
            models.Index(
                fields=["kind", "province", "industry", "status", "sign_year"],
                condition=models.Q(same_as=None),
                name="org_facets",
            ),
            models.Index(fields=["province", "name_sort"], name="org_by_province"),
            models.Index(fields=["kind", "name_sort"], name="org_by_kind"),
            models.Index(fields=["initials"], name="org_by_initials"),
            GinIndex(fields=["grams"], name="org_grams"),
            GinIndex(fields=["latin"], opclasses=["gin_trgm_ops"], name="org_latin"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="compose_search_document",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("name_keys", "pinyin_keys", "uscc", "code"),
                func="""
                    NEW.grams := portal_grams(NEW.name_keys);
                    NEW.latin := concat_ws(' ', NEW.pinyin_keys, lower(NEW.uscc), NEW.code);
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("commitments:detail", args=[self.code])
