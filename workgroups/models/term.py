from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import keeps_history
from core.tenure import Tenure, TenureQuerySet, has_a_first_day, one_at_a_time
from workgroups.models.body import Body
from workgroups.rules import edit_rules


@keeps_history()
class Term(Tenure):
    """A term (届) of a body: a change of term closes one and opens the next on the same day."""

    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="terms"
    )
    number = models.PositiveSmallIntegerField(_("number of the term"))

    objects = TenureQuerySet["Term"].as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"],
                name="a_body_counts_each_term_once",
                violation_error_message=_("The body has a term of this number already."),
            ),
            one_at_a_time(
                "body",
                name="terms_of_a_body_follow_one_another",
                says=_("The body has another term at that time: end that one first."),
                may_swap=True,
            ),
            has_a_first_day(
                name="a_term_has_a_first_day", says=_("Enter the first day of the term.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"
