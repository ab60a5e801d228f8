from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import PostRole
from accounts.rules import holds_a_post, is_administrator
from core.history import keeps_history
from core.tenure import Tenure, TenureQuerySet, has_a_first_day, one_at_a_time


@keeps_history()
class StaffPost(Tenure):
    """A post in the secretariat, held from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="posts",
    )
    role = models.CharField(_("post"), max_length=12, choices=PostRole.choices)

    objects = TenureQuerySet["StaffPost"].as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        rules_permissions = {
            "view": holds_a_post,
            "add": is_administrator,
            "change": is_administrator,
        }
        constraints = [
            one_at_a_time(
                "user",
                "role",
                name="nobody_holds_one_post_twice",
                says=_("This account holds the post at that time already: end that one first."),
            ),
            has_a_first_day(
                name="a_post_has_a_first_day", says=_("Enter the first day of the post.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user}"
