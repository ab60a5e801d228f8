from typing import Any

from django.http import HttpRequest

from commitments.services import facts
from core.admin import RecordAdmin


class EditedAdmin(RecordAdmin):
    """A table that the register shows as well: caches made before a change are stale."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts.touch()
