from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """How many changes somebody saw when last looking at a record: what came later is new to them.

    Counted and not timed: a change bears the time at which its transaction began.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about_model = models.CharField(max_length=80)
    about_pk = models.CharField(max_length=40)
    looked_at = models.DateTimeField()
    seen = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "about_model", "about_pk"],
                name="one_last_look_at_a_record",
                violation_error_message=_("The last look at this record was noted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.about_model} {self.about_pk}"
