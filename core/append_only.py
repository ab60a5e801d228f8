"""Tables whose rows are written once: by no path is one changed, removed, or the table emptied."""

from typing import Any

import pgtrigger

_REFUSED = "RAISE EXCEPTION 'append_only: % keeps every row as it was written', TG_TABLE_NAME;"
_CHANGE_OR_REMOVAL = pgtrigger.Update | pgtrigger.Delete


def append_only_triggers(*, still_open: str = "") -> list[Any]:
    """Give the triggers that refuse UPDATE, DELETE and TRUNCATE on a table, for `Meta.triggers`.

    `still_open` is a condition in SQL, on OLD, under which a row may be changed (never removed).
    """
    kept: Any = pgtrigger.Protect(name="append_only", operation=_CHANGE_OR_REMOVAL)
    if still_open:
        kept = pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=_CHANGE_OR_REMOVAL,
            func=f"IF TG_OP = 'UPDATE' AND ({still_open}) THEN RETURN NEW; END IF; {_REFUSED}",
        )
    return [kept, _never_emptied()]


def _never_emptied() -> Any:
    return pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=_REFUSED,
    )
