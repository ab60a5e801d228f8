"""What became of an organisation: who took it over, out of whom it came, what it was before."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModel

from commitments.enums import Kind, SuccessionKind
from commitments.models.merger_guard import nobody_merges_who_holds_something
from commitments.models.organisation import Organisation
from commitments.models.park import ParkFact
from commitments.rules import view_rules
from core.history import keeps_history


@keeps_history()
class Succession(RulesModel):
    """One organisation followed another: by a merger into it, or by a split from it."""

    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind.choices)
    predecessor = models.ForeignKey(
        Organisation,
        verbose_name=_("predecessor"),
        on_delete=models.PROTECT,
        related_name="successions",
    )
    successor = models.ForeignKey(
        Organisation,
        verbose_name=pgettext_lazy("organisation", "successor"),
        on_delete=models.PROTECT,
        related_name="origins",
    )
    on = models.DateField(_("day"), help_text=_("The first day on which it holds."))
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The document or notice that says so.")
    )

    # Of a park that was taken in when another one was extended: the document that says so.
    extension = models.ForeignKey(
        ParkFact,
        verbose_name=_("extension of the park"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="taken_in",
    )

    class Meta:
        verbose_name = _("merger or split")
        verbose_name_plural = _("mergers and splits")
        rules_permissions = view_rules
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=models.Q(kind=SuccessionKind.MERGED),
                name="an_organisation_merges_into_one_other",
                violation_error_message=_(
                    "The organisation has merged into another one already: take that merger back "
                    "first."
                ),
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="one_succession_between_two",
                violation_error_message=_(
                    "A merger or split between these two is on record already."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="nobody_succeeds_itself",
                violation_error_message=_("Choose another organisation: nobody succeeds itself."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="a_succession_names_its_source",
                violation_error_message=_("Enter the document or notice that says so."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_succession_in_a_circle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("predecessor_id", "successor_id"),
                func="""
                    IF EXISTS (
                        WITH RECURSIVE later AS (
                            SELECT NEW.successor_id AS id
                            UNION
                            SELECT succession.successor_id
                            FROM commitments_succession AS succession
                            JOIN later ON later.id = succession.predecessor_id
                        )
                        SELECT FROM later WHERE id = NEW.predecessor_id
                    ) AND NEW.predecessor_id <> NEW.successor_id THEN
                        RAISE EXCEPTION 'no_succession_in_a_circle'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            nobody_merges_who_holds_something(),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@keeps_history()
class EarlierFact(RulesModel):
    """What an organisation was up to the day before `until`: its kind and the park it stood in.

    What it is today stands on its own row, as its names do; a day asks for the first row after it.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="earlier_facts",
    )
    until = models.DateField(_("until"), help_text=_("The first day on which it was so no more."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    park = models.ForeignKey(
        Organisation,
        verbose_name=_("park in the register"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    park_name = models.CharField(_("stood in park"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("earlier kind or park")
        verbose_name_plural = _("earlier kinds and parks")
        rules_permissions = view_rules
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "until"],
                name="one_change_of_kind_or_park_a_day",
                violation_error_message=_(
                    "A change of kind or park on this day is on record already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} < {self.until}"
