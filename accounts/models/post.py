import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.enums import PostRole
from accounts.rules import holds_a_post, is_administrator
from core.history import keeps_history


class StaffPostQuerySet(models.QuerySet["StaffPost"]):
    def open_on(self, day: dt.date) -> "StaffPostQuerySet":
        return self.filter(valid__contains=day)


@keeps_history()
class StaffPost(RulesModel):
    """A post in the secretariat, held from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="posts",
    )
    role = models.CharField(_("post"), max_length=12, choices=PostRole.choices)
    valid = DateRangeField(_("from – to"), help_text=_("The last day is not included."))

    objects = StaffPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        rules_permissions = {
            "view": holds_a_post,
            "add": is_administrator,
            "change": is_administrator,
        }
        constraints = [
            ExclusionConstraint(
                name="nobody_holds_one_post_twice",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(valid__startswith__isnull=False),
                name="a_post_has_a_first_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user}"
