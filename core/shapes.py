"""Typed shapes over the JSON of documents: read from anything, filled in by forms, shown by name.

A draft may be unfinished and wrong, and nothing typed is lost: so every value is the text as it was
typed. Each value has a place, which is its path in the JSON ("items/3f2a/due_on"). The same place
is the name of its field in a form, the anchor of a fault, of a remark, and of a difference.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self

KEY: Final = re.compile(r"[0-9A-Za-z-]{1,20}")


class FormData(Protocol):
    """What a form sent: Django's QueryDict, or anything that reads like it."""

    def get(self, key: str, /) -> Any: ...
    def getlist(self, key: str, /) -> list[Any]: ...
    def __contains__(self, key: object, /) -> bool: ...


def text(label: Any, *, is_long: bool = False, choices: Any = None, is_day: bool = False) -> Any:
    """A value that is written; `choices` is an enumeration whose values it may take."""
    looks = {"is_long": is_long, "choices": choices, "is_day": is_day}
    return dataclasses.field(default="", metadata={"label": label, **looks})


def hidden(label: Any = "") -> Any:
    """A value that the form only carries along."""
    return dataclasses.field(default="", metadata={"label": label, "is_hidden": True})


def flag(label: Any, *, default: bool = False) -> Any:
    """A yes or a no."""
    return dataclasses.field(default=default, metadata={"label": label})


def names(label: Any) -> Any:
    """Several of the choices that the form offers, by their codes."""
    return dataclasses.field(default=(), metadata={"label": label, "is_several": True})


def parts(label: Any, of: type["Shape"], *, by: str = "") -> Any:
    """Shapes in an order: known by one of their values, else by their number from 1 on."""
    return dataclasses.field(default=(), metadata={"label": label, "of": of, "by": by})


def part(label: Any, shape: type["Shape"]) -> dict[str, Any]:
    """One shape within another: `field(default_factory=shape, metadata=part(label, shape))`."""
    return {"label": label, "is": shape}


@dataclass(frozen=True)
class Leaf:
    """One value of a content: its place, what it is called, and what stands there."""

    place: str
    field: dataclasses.Field[Any]
    value: Any

    @property
    def label(self) -> Any:
        return self.field.metadata.get("label", self.field.name)

    @property
    def is_empty(self) -> bool:
        return self.value in ("", ()) or self.value == self.field.default


class Shape:
    """Reads itself from JSON or a form that may lack or hold anything, and writes itself back."""

    @classmethod
    def read(cls, data: object) -> Self:
        known = data if isinstance(data, Mapping) else {}
        return cls(**{each.name: _read(each, known.get(each.name)) for each in fields_of(cls)})

    @classmethod
    def read_form(cls, data: FormData, place: str = "") -> Self:
        """Read what a form sent whose fields are named by their places."""
        return cls(**{each.name: _from_form(each, data, place) for each in fields_of(cls)})

    def write(self) -> dict[str, Any]:
        written: dict[str, Any] = _written(self)
        return written

    def leaves(self, place: str = "") -> Iterator[Leaf]:
        """Give every value with its place, in order."""
        for each in fields_of(self):
            here, value = _join(place, each.name), getattr(self, each.name)
            if "is" in each.metadata:
                yield from value.leaves(here)
            elif "of" in each.metadata:
                for key, one in keyed(each, value):
                    yield from one.leaves(_join(here, key))
            else:
                yield Leaf(here, each, value)

    @property
    def is_blank(self) -> bool:
        return all(leaf.is_empty for leaf in self.leaves())


def fields_of(shape: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(shape)


def keyed(each: dataclasses.Field[Any], value: tuple[Shape, ...]) -> Iterator[tuple[str, Shape]]:
    """Give the parts of a field with the key by which their places name them."""
    by = each.metadata["by"]
    for number, one in enumerate(value, 1):
        yield (getattr(one, by, "") if by else "") or str(number), one


def storable(typed: str) -> str:
    """Give the text as the database can keep it: lines end one way, no NUL, no half characters."""
    one_way = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return one_way.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _join(place: str, name: str) -> str:
    return f"{place}/{name}" if place else name


def _written(value: Any) -> Any:
    if isinstance(value, Shape):
        return {each.name: _written(getattr(value, each.name)) for each in fields_of(value)}
    return [_written(one) for one in value] if isinstance(value, tuple) else value


def _read(each: dataclasses.Field[Any], value: object) -> Any:
    if "is" in each.metadata:
        return each.metadata["is"].read(value)
    if "of" in each.metadata:
        return tuple(each.metadata["of"].read(one) for one in _listed(value))
    if isinstance(each.default, bool):
        return each.default if value is None else value is True
    if each.default == "":
        return storable(value if isinstance(value, str) else "" if value is None else str(value))
    return tuple(storable(one) for one in _listed(value) if isinstance(one, str))


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _from_form(each: dataclasses.Field[Any], data: FormData, place: str) -> Any:
    here = _join(place, each.name)
    if "is" in each.metadata:
        return each.metadata["is"].read_form(data, here)
    if "of" in each.metadata:
        return tuple(_parts_from_form(each, data, here))
    if isinstance(each.default, bool):
        return here in data
    if each.default == "":
        return storable(str(data.get(here) or ""))
    return tuple(storable(str(one)) for one in data.getlist(here))


def _parts_from_form(each: dataclasses.Field[Any], data: FormData, here: str) -> Iterator[Shape]:
    shape, by = each.metadata["of"], each.metadata["by"]
    if not by:
        yield from _numbered_parts(shape, data, here)
        return
    for key in dict.fromkeys(map(str, data.getlist(here))):
        if KEY.fullmatch(key):
            yield dataclasses.replace(shape.read_form(data, f"{here}/{key}"), **{by: key})


def _numbered_parts(shape: type[Shape], data: FormData, here: str) -> Iterator[Shape]:
    """Rows of a form, as many as it has; rows that were left empty are not kept."""
    first = fields_of(shape)[0].name
    number = 1
    while f"{here}/{number}/{first}" in data:
        one = shape.read_form(data, f"{here}/{number}")
        if not one.is_blank:
            yield one
        number += 1
