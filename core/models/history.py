from pghistory.models import Context

from core.append_only import append_only_triggers


class ChangeContext(Context):
    """Who, where and why of a change: written while the change is made, never afterwards."""

    class Meta:
        proxy = True
        triggers = append_only_triggers(
            still_open="OLD.id::text = current_setting('pghistory.context_id', true)"
        )
