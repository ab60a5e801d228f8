"""What a browser sends for a content: its fields, named by their places."""

from typing import Any

from core.shapes import Shape, fields_of, keyed


def sent(shape: Shape, place: str = "", **more: str) -> dict[str, Any]:
    """Give the form of the content as a browser would send it, with `more` fields beside."""
    data: dict[str, Any] = dict(more)
    for each in fields_of(shape):
        here, value = f"{place}/{each.name}" if place else each.name, getattr(shape, each.name)
        if "is" in each.metadata:
            data |= sent(value, here)
        elif "of" in each.metadata:
            data |= _parts(each, value, here)
        elif value is not False:
            data[here] = _written(value)
    return data


def _parts(each: Any, value: Any, here: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if each.metadata["by"]:
        data[here] = [key for key, _one in keyed(each, value)]
    for key, one in keyed(each, value):
        data |= sent(one, f"{here}/{key}")
    return data


def _written(value: Any) -> Any:
    if value is True:
        return "on"
    return list(value) if isinstance(value, tuple) else value.replace("\n", "\r\n")
