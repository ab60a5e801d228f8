"""Who, when, from where and why: what the history triggers write beside each change."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import pghistory

from core.append_only import append_only_triggers

if TYPE_CHECKING:
    from pghistory.runtime import context as history_context


def keeps_history(*, exclude: Collection[str] = ()) -> Callable[[Any], Any]:
    """Decorate a model: triggers keep each row that is entered, changed or removed, for good.

    `exclude` names the fields that are secrets or follow from others.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        append_only=False,  # ours refuse TRUNCATE too
        meta={"triggers": append_only_triggers()},
    )


def because(*, by: object | None, reason: str = "", source: str = "") -> "history_context":
    """Give a context under which every change is kept with its actor, reason and source.

    `by` is a user or None (the portal itself). Contexts nest: the inner one adds to the outer one.
    """
    why = {"reason": reason, "source": source}
    known: dict[str, Any] = {name: text for name, text in why.items() if text}
    if by is not None:
        known |= {"user": getattr(by, "pk", None), "user_label": str(by)}
    return pghistory.context(**known)
