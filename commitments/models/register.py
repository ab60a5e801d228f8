from django.db import models


class RegisterVersion(models.Model):
    """One row: counts every change of the register, so that caches know when they are stale."""

    number = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="the_register_has_one_version")
        ]

    def __str__(self) -> str:
        return str(self.number)
