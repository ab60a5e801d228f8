"""A content as the fields of a form: each with its place, what stands there, faults and remarks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.shapes import Shape, fields_of, keyed

Choices = Sequence[tuple[str, Any]]
LINES: Final = 3
LETTERS_A_LINE: Final = 40
MOST_LINES: Final = 20
LOOKS: Final = {
    "is_hidden": "hidden",
    "is_several": "several",
    "is_long": "long",
    "choices": "choice",
    "is_day": "day",
}


@dataclass(frozen=True)
class Notes:
    """What is to be said beside the fields, by place; what has no field is said at its part."""

    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    remarks: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)


@dataclass(frozen=True)
class EditField:
    """One value to be written. `kind` says how: text, long, day, choice, flag, several, hidden."""

    place: str
    label: Any
    kind: str
    value: Any
    choices: Choices
    faults: Sequence[str]
    remarks: Sequence[Any]

    @property
    def lines(self) -> int:
        """How high the field is, so that what is known is seen at once."""
        text = str(self.value)
        needed = text.count("\n") + len(text) // LETTERS_A_LINE + 1
        return min(max(LINES, needed), MOST_LINES)

    @property
    def is_odd_day(self) -> bool:
        """Is it written in a way that the browser's own field for a day would not show?"""
        text = str(self.value)
        return bool(text) and not (len(text) == 10 and text[4] == text[7] == "-")


@dataclass(frozen=True)
class EditPart:
    """A shape to be written: its fields by their names, and parts within it."""

    place: str
    shape: Shape
    fields: Mapping[str, Any]
    faults: Sequence[str]
    remarks: Sequence[Any]

    def all_fields(self) -> Iterator[EditField]:
        """Give every field in it, those of its parts too."""
        for each in self.fields.values():
            if isinstance(each, EditField):
                yield each
            for inner in [each] if isinstance(each, EditPart) else _parts(each):
                yield from inner.all_fields()

    @property
    def fault_count(self) -> int:
        return len(self.faults) + sum(len(each.faults) for each in self.all_fields())

    @property
    def remark_count(self) -> int:
        return len(self.remarks) + sum(len(each.remarks) for each in self.all_fields())


def _parts(each: Any) -> Iterable[EditPart]:
    return each if isinstance(each, list) else ()


def edit_part(shape: Shape, notes: Notes, place: str = "") -> EditPart:
    """Give the content as fields to be written, with the notes beside them."""
    fields: dict[str, Any] = {}
    for each in fields_of(shape):
        here, value = f"{place}/{each.name}" if place else each.name, getattr(shape, each.name)
        if "is" in each.metadata:
            fields[each.name] = edit_part(value, notes, here)
        elif "of" in each.metadata:
            fields[each.name] = [
                edit_part(one, notes, f"{here}/{key}") for key, one in keyed(each, value)
            ]
        else:
            fields[each.name] = _field(each, value, here, notes)
    return EditPart(place, shape, fields, notes.faults.get(place, ()), notes.remarks.get(place, ()))


def _field(each: Any, value: Any, here: str, notes: Notes) -> EditField:
    said = each.metadata
    kind, choices = _kind(each), notes.choices.get(each.name) or _choices(said.get("choices"))
    return EditField(
        place=here,
        label=said.get("label", each.name),
        kind="choice" if choices and kind == "text" else kind,
        value=value,
        choices=_with_odd(choices, value) if kind != "several" else choices,
        faults=notes.faults.get(here, ()),
        remarks=notes.remarks.get(here, ()),
    )


def _kind(each: Any) -> str:
    said = each.metadata
    if isinstance(each.default, bool):
        return "flag"
    return next((kind for name, kind in LOOKS.items() if said.get(name)), "text")


def _choices(enumeration: Any) -> Choices:
    return enumeration.choices if enumeration else ()


def _with_odd(choices: Choices, value: Any) -> Choices:
    """Offer what stands there too, even if it is none of the choices: nothing typed is lost."""
    if not choices or not value or value in [known for known, _label in choices]:
        return choices
    return [*choices, (value, value)]


def by_place(found: Iterable[tuple[str, Any]], places: Iterable[str]) -> dict[str, list[Any]]:
    """Sort what is said by the places there are: else it is said at the part around its place."""
    known = set(places)
    sorted_: dict[str, list[Any]] = defaultdict(list)
    for place, said in found:
        while place and place not in known:
            place = place.rpartition("/")[0]
        sorted_[place].append(said)
    return dict(sorted_)


def places_in(shape: Shape) -> Iterator[str]:
    """Give the places of all values and parts of the content."""
    seen: set[str] = set()
    for leaf in shape.leaves():
        place = leaf.place
        while place and place not in seen:
            seen.add(place)
            yield place
            place = place.rpartition("/")[0]
