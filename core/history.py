"""Who, when, from where and why: what the history triggers write beside each change."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import pghistory
import pghistory.trigger
import pgtrigger

from core.append_only import append_only_triggers

if TYPE_CHECKING:
    from pghistory.runtime import context as history_context


def keeps_history(
    *, exclude: Collection[str] = (), is_filled_by_lists: bool = False
) -> Callable[[Any], Any]:
    """Decorate a model: triggers keep each row that is entered, changed or removed, for good.

    `exclude` names the fields that are secrets or follow from others. A table that lists fill keeps
    the rows of a statement together, which is several times faster than one by one.
    """
    level = pgtrigger.Statement if is_filled_by_lists else pgtrigger.Row
    update = _UpdatesOfMany if is_filled_by_lists else pghistory.UpdateEvent
    return pghistory.track(
        pghistory.InsertEvent(level=level),
        update(level=level),
        pghistory.DeleteEvent(level=level),
        exclude=list(exclude),
        append_only=False,  # ours refuse TRUNCATE too
        meta={"triggers": append_only_triggers()},
    )


class _UpdatesOfMany(pghistory.UpdateEvent):
    """Updates of whole statements, kept by a trigger that stays fast for many rows."""

    def add_event_trigger(self, event_model: Any) -> None:
        trigger = _FullyJoined(
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=self.level,
        )
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)


class _FullyJoined(pghistory.trigger.Event):
    """Finds the old row of each new one by a full join.

    A session keeps the plan of its first statement. If that changed one row, the plan compares each
    old row with each new one, which takes minutes for a list; a full join is never done that way.
    """

    def get_func_template_kwargs(self, model: Any) -> dict[str, Any]:
        words: dict[str, Any] = super().get_func_template_kwargs(model)
        joined = words["cond_new_values"].replace(" JOIN ", " FULL JOIN ", 1)
        return words | {"cond_new_values": joined}


def because(*, by: object | None, reason: str = "", source: str = "") -> "history_context":
    """Give a context under which every change is kept with its actor, reason and source.

    `by` is a user or None (the portal itself). Contexts nest: the inner one adds to the outer one.
    """
    why = {"reason": reason, "source": source}
    known: dict[str, Any] = {name: text for name, text in why.items() if text}
    if by is not None:
        known |= {"user": getattr(by, "pk", None), "user_label": str(by)}
    return pghistory.context(**known)
