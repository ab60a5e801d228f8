"""Two texts of one document, written at the same time: where they differ, and one out of both.

Nothing is merged behind anybody's back: each difference is shown, with a suggestion where the text
that both began with is known, and a person chooses.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from core.shapes import Shape, fields_of, keyed

MINE: Final = "mine"
THEIRS: Final = "theirs"
BOTH: Final = "both"

S = TypeVar("S", bound=Shape)
Fields = dataclasses.Field[Any]


@dataclass(frozen=True)
class Difference:
    """One place where the two texts differ; a part that one of them lacks is None there."""

    place: str
    field: Fields
    around: tuple[Shape, ...]  # the parts it lies in, the outermost first
    mine: Any
    theirs: Any
    suggestion: str

    @property
    def is_part(self) -> bool:
        """Is it a whole part that only one of the texts has?"""
        return self.mine is None or self.theirs is None

    @property
    def may_be_both(self) -> bool:
        """Can both texts stand one after the other?"""
        return not self.is_part and bool(self.field.metadata.get("is_long"))


class _Sides(NamedTuple):
    mine: Any
    theirs: Any
    base: Any  # what both began with; None where it is not known


Choose = Callable[[Difference], str]


def differences(mine: S, theirs: S, base: S | None = None) -> list[Difference]:
    """Give every difference of the two texts, in the order of the document."""
    found: list[Difference] = []

    def note(difference: Difference) -> str:
        found.append(difference)
        return difference.suggestion

    _merge(_Sides(mine, theirs, base), "", (), note)
    return found


def merged(mine: S, theirs: S, picks: Mapping[str, str], base: S | None = None) -> S:
    """Give one text out of both. Where nothing was picked for a place, the suggestion holds."""

    def pick(difference: Difference) -> str:
        wished = picks.get(difference.place, "")
        allowed = (MINE, THEIRS, BOTH) if difference.may_be_both else (MINE, THEIRS)
        return wished if wished in allowed else difference.suggestion

    result: S = _merge(_Sides(mine, theirs, base), "", (), pick)
    return result


def _merge(sides: _Sides, place: str, around: tuple[Shape, ...], choose: Choose) -> Any:
    values = {}
    for each in fields_of(sides.theirs):
        here = f"{place}/{each.name}" if place else each.name
        inner = _Sides(*(getattr(side, each.name, None) for side in sides))
        if "is" in each.metadata:
            values[each.name] = _merge(inner, here, around, choose)
        elif each.metadata.get("by"):
            values[each.name] = _merge_parts(each, inner, here, around, choose)
        else:
            values[each.name] = _merge_value(each, inner, here, around, choose)
    return type(sides.theirs)(**values)


def _merge_value(
    each: Fields, sides: _Sides, here: str, around: tuple[Shape, ...], choose: Choose
) -> Any:
    mine, theirs, _base = sides
    if mine == theirs:
        return theirs
    difference = Difference(here, each, around, mine, theirs, _suggestion(each, sides))
    choice = choose(difference)
    if choice == BOTH:
        return f"{theirs.rstrip()}\n\n{mine.lstrip()}"
    return mine if choice == MINE else theirs


def _suggestion(each: Fields, sides: _Sides) -> str:
    mine, theirs, base = sides
    if base is not None and base in (mine, theirs):
        return THEIRS if base == mine else MINE
    if each.metadata.get("is_long") and mine and theirs:
        return BOTH
    return MINE if mine else THEIRS


def _merge_parts(
    each: Fields, sides: _Sides, here: str, around: tuple[Shape, ...], choose: Choose
) -> Any:
    known = [dict(keyed(each, side)) if side is not None else None for side in sides]
    mine, theirs, base = known[0] or {}, known[1] or {}, known[2]
    kept = []
    for key in _order(list(mine), list(theirs), list(base) if base is not None else None):
        inner = _Sides(mine.get(key), theirs.get(key), base.get(key) if base is not None else None)
        one = inner.theirs or inner.mine
        if inner.mine is not None and inner.theirs is not None:
            kept.append(_merge(inner, f"{here}/{key}", (*around, one), choose))
            continue
        was_there = base is not None and key in base
        is_unchanged = was_there and inner.base == one
        lacking = MINE if inner.mine is None else THEIRS
        having = THEIRS if lacking == MINE else MINE
        difference = Difference(
            f"{here}/{key}",
            each,
            (*around, one),
            inner.mine,
            inner.theirs,
            lacking if is_unchanged else having,
        )
        if choose(difference) == having:
            kept.append(one)
    return tuple(kept)


def _order(mine: list[str], theirs: list[str], base: list[str] | None) -> list[str]:
    """Keep the order of whoever moved something; what only the other has stands where it stood."""
    moved = base is not None and [k for k in theirs if k in base] == [
        k for k in base if k in theirs
    ]
    first, second = (mine, theirs) if moved else (theirs, mine)
    order = list(first)
    for place, key in enumerate(second):
        if key not in order:
            before = second[place - 1] if place else None
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return order
