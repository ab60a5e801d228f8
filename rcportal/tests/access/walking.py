"""Every address the portal answers, found by walking its resolver."""

import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    """A pattern with its name; `template` has `{argument}` where the pattern takes one."""

    name: str
    template: str
    view: Callable[..., Any]

    @property
    def arguments(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.template)


def addresses() -> list[Address]:
    found = _walk(get_resolver().url_patterns, "/", ())
    return sorted(found, key=attrgetter("name", "template"))


def _walk(patterns, prefix: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        template = prefix + _template_of(pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, template, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name or template])
            yield Address(name, template, pattern.callback)


def _template_of(pattern: URLPattern | URLResolver) -> str:
    """Turn `<int:pk>/` and `(?P<url>.*)$` into `{pk}/` and `{url}`."""
    text = str(pattern.pattern)
    text = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", text))
    return text.strip("^$").replace("\\Z", "").replace("\\", "")
