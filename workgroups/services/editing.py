"""What the buttons of an editor do with a content: add, take out, move, copy, fill in, split."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from workgroups.enums import ChangeAction
from workgroups.models import PlanItem
from workgroups.models.contents import (
    ChangeContent,
    ChangeLine,
    Content,
    Item,
    PlanContent,
    SheetContent,
    SummaryContent,
    SummaryEntry,
    new_key,
    quarter_of,
)
from workgroups.models.year import Year
from workgroups.services import opening, suggesting
from workgroups.services.checking import MOST_ITEMS
from workgroups.services.splitting import clauses

Part = TypeVar("Part", Item, SummaryEntry, ChangeLine)


class CannotEdit(ValueError):
    """The button cannot do what it says; the text says why. What was typed stays as it is."""


@dataclass(frozen=True)
class Edited:
    """The content afterwards, the place to show, and whether something was taken out."""

    content: Any
    place: str = ""
    sentence: str = ""
    takes_out: bool = False


def edit(content: Content, button: str, *, year: Year, pasted: str = "") -> Edited:
    """Do what the button says ("remove/3f2a"). Raises CannotEdit."""
    verb, _slash, argument = button.partition("/")
    if verb == "paste":
        return _paste(content, pasted, year)
    act = _BUTTONS.get(verb)
    if act is None or _list_of(content) is None:
        raise CannotEdit(_("The page does not know this button: load it again."))
    return act(content, argument, year)


def day_offered(item: Item, year: int) -> dt.date:
    """Give the last day that one click fills in: of the item's quarter, else of the year."""
    quarter = quarter_of(item.quarter)
    months = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31), None: (12, 31)}
    return dt.date(year, *months[quarter])


# --- Lists of parts ---


def _list_of(content: Content) -> str | None:
    return {PlanContent: "items", SummaryContent: "lines", ChangeContent: "lines"}.get(
        type(content)
    )


def _parts(content: Content) -> tuple[Any, ...]:
    return tuple(getattr(content, _list_of(content) or ""))


def _with(content: Content, parts: Sequence[Any]) -> Content:
    if isinstance(content, PlanContent):
        return replace(content, items=tuple(parts))
    if isinstance(content, SummaryContent):
        return replace(content, lines=tuple(parts))
    if isinstance(content, ChangeContent):
        return replace(content, lines=tuple(parts))
    return content


def _place(content: Content, key: str) -> str:
    return f"{_list_of(content)}/{key}"


def _index(content: Content, key: str) -> int:
    for number, part in enumerate(_parts(content)):
        if part.key == key:
            return number
    raise CannotEdit(_("This item is not there any more: somebody took it out."))


def _require_room(count: int) -> None:
    if count > MOST_ITEMS:
        raise CannotEdit(
            _("That would be %(count)s items; at most %(most)s can be kept: join some of them.")
            % {"count": count, "most": MOST_ITEMS}
        )


def _add(content: Content, _argument: str, _year: Year) -> Edited:
    parts = _parts(content)
    _require_room(len(parts) + 1)
    new: Any = SummaryEntry(key=new_key()) if isinstance(content, SummaryContent) else None
    new = new or Item(key=new_key())
    return Edited(_with(content, [*parts, new]), _place(content, new.key))


def _remove(content: Content, key: str, _year: Year) -> Edited:
    parts = list(_parts(content))
    gone = parts.pop(_index(content, key))
    return Edited(
        _with(content, parts),
        sentence=_("“%(title)s” was taken out. The text before is kept under “Kept drafts”.")
        % {"title": _title(gone)[:40]},
        takes_out=True,
    )


def _title(part: Any) -> str:
    said = part.wording if isinstance(part, ChangeLine) else part
    return said.title or _("an item without a title")


def _move(content: Content, key: str, by: int) -> Edited:
    parts, place = list(_parts(content)), _index(content, key)
    to = min(max(place + by, 0), len(parts) - 1)
    parts.insert(to, parts.pop(place))
    return Edited(_with(content, parts), _place(content, key))


def _up(content: Content, key: str, _year: Year) -> Edited:
    return _move(content, key, -1)


def _down(content: Content, key: str, _year: Year) -> Edited:
    return _move(content, key, 1)


def _copy(content: Content, key: str, _year: Year) -> Edited:
    parts, place = list(_parts(content)), _index(content, key)
    _require_room(len(parts) + 1)
    twin = replace(parts[place], key=new_key(), **_not_copied(parts[place]))
    parts.insert(place + 1, twin)
    return Edited(_with(content, parts), _place(content, twin.key))


def _not_copied(part: Any) -> dict[str, str]:
    return {"carried_from": ""} if isinstance(part, Item) else {"item": ""}


# --- Plans ---


def _fill_due(content: Content, key: str, year: Year) -> Edited:
    parts, place = list(_parts(content)), _index(content, key)
    parts[place] = _due(parts[place], year)
    return Edited(_with(content, parts), f"{_place(content, key)}/due_on")


def _fill_all_due(content: Content, _argument: str, year: Year) -> Edited:
    parts = [_due(part, year) for part in _parts(content)]
    return Edited(_with(content, parts))


def _due(part: Any, year: Year) -> Any:
    if not isinstance(part, Item) or part.due_on.strip():
        return part
    return replace(part, due_on=day_offered(part, year.year).isoformat())


def _split(content: Content, key: str, _year: Year) -> Edited:
    """Make one item of each clause of the sentence it was pasted as."""
    parts, place = list(_parts(content)), _index(content, key)
    item = parts[place]
    said = clauses(getattr(item, "source_text", ""))
    if len(said) < 2:
        raise CannotEdit(_("The original sentence holds only one task."))
    _require_room(len(parts) + len(said) - 1)
    pieces = [suggesting.item_of(clause) for clause in said]
    parts[place : place + 1] = pieces
    return Edited(_with(content, parts), _place(content, pieces[0].key), takes_out=True)


def _paste(content: Content, pasted: str, year: Year) -> Edited:
    if isinstance(content, PlanContent):
        items, _rest = suggesting.items_from(pasted, year=year.year)
        found: Sequence[Any] = items
    elif isinstance(content, SummaryContent):
        found, _rest = suggesting.entries_from(pasted, year=year.year)
    else:
        found = []
    if not found:
        raise CannotEdit(
            _("No item was found: paste a text such as “1. Hold a meeting; 2. Write a guide”.")
        )
    _require_room(len(_parts(content)) + len(found))
    return Edited(
        _with(content, [*_parts(content), *found]),
        _place(content, found[0].key),
        _("%(count)s items were made of the text: look at each and correct it.")
        % {"count": len(found)},
    )


# --- Sheets of a quarter ---


def name_evidence(content: SheetContent, code: str, number: str) -> Edited:
    """Let the line of the item name one more piece of evidence."""
    lines = tuple(
        replace(line, evidence=(*line.evidence, number)) if line.item == code else line
        for line in content.lines
    )
    place = f"lines/{code}/evidence"
    return Edited(replace(content, lines=lines), place, _("The evidence was added."))


# --- Changes of a plan ---


def add_change(content: ChangeContent, action: str, item: PlanItem | None) -> Edited:
    """Begin a change: of the item in its present wording, or of a new one. Raises CannotEdit."""
    if action not in ChangeAction.values:
        raise CannotEdit(_("Choose what to do with the item."))
    if (item is None) != (action == ChangeAction.ADD):
        raise CannotEdit(_("Choose the item that is to be changed."))
    if item is not None and any(line.item == item.code for line in content.lines):
        raise CannotEdit(
            _("%(item)s is changed below already: write the change there.") % {"item": item.code}
        )
    wording = opening.item_wording(item) if item is not None else Item(key=new_key())
    line = ChangeLine(
        key=new_key(), action=action, item=item.code if item is not None else "", wording=wording
    )
    return Edited(replace(content, lines=(*content.lines, line)), f"lines/{line.key}")


_BUTTONS: Final[Mapping[str, Callable[[Any, str, Year], Edited]]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "copy": _copy,
    "due": _fill_due,
    "due_all": _fill_all_due,
    "split": _split,
}
