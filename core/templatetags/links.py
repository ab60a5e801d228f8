"""Addresses that keep the state of a list: tags start from the present query without `page`."""

from collections.abc import Iterator

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template import RequestContext

register = template.Library()

PAGE = "page"


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: object) -> str:
    """Give the present query with these values instead; None or "" takes a key away."""
    query = _present(context)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return _written(query)


@register.simple_tag(takes_context=True)
def query_toggle(context: RequestContext, key: str, value: object) -> str:
    """Give the present query with one more, or without this one, of a repeated key's values."""
    query = _present(context)
    chosen = query.getlist(key)
    text = str(value)
    query.setlist(key, [v for v in chosen if v != text] if text in chosen else [*chosen, text])
    return _written(query)


@register.simple_tag(takes_context=True)
def query_without(context: RequestContext, *keys: str) -> str:
    """Give the present query without these keys."""
    query = _present(context)
    for key in keys:
        query.pop(key, None)
    return _written(query)


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """Give the numbers a pager shows: the ends, the neighbours, and "…" between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


def _present(context: RequestContext) -> QueryDict:
    query = context["request"].GET.copy()
    query.pop(PAGE, None)
    return query


def _written(query: QueryDict) -> str:
    return f"?{query.urlencode()}"
