from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import keeps_history


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: Any) -> "SavedFilterQuerySet":
        """One's own, and those that colleagues share."""
        return self.filter(models.Q(owner=user) | models.Q(is_shared=True))


@keeps_history()
class SavedFilter(models.Model):
    """What somebody looks for in a list again and again, under a name."""

    name = models.CharField(pgettext_lazy("saved filter", "name"), max_length=60)
    listing = models.CharField(pgettext_lazy("saved filter", "list"), max_length=80, editable=False)
    # As an address says it, but for the sorting: columns are named there and not counted.
    query = models.CharField(_("filters, search and sorting"), max_length=2000, editable=False)
    is_shared = models.BooleanField(
        _("shared with the secretariat"),
        default=False,
        help_text=_("Everybody in the secretariat finds it above the list."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    saved_at = models.DateTimeField(_("saved at"), db_default=Now(), editable=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"],
                name="a_person_names_a_filter_of_a_list_once",
                violation_error_message=_(
                    "You have a filter of this name for this list already: choose another name."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(query=""),
                name="a_saved_filter_has_a_name_and_filters_something",
                violation_error_message=_("Filter, search or sort the list first, then save."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
