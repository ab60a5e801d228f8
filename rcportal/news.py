"""What is new to a person in the workplace: records that others changed since the last look."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from core.change_steps import is_tracked
from core.looks import Look, Table, Tables, overtaken_looks

A_PAGE: Final = 50


@dataclass(frozen=True)
class NewRecord:
    """A record with news: what it is, its history, and when one last looked."""

    kind: str
    name: str
    href: str
    look: Look


def tables_of(registry: Mapping[Any, Any], request: HttpRequest) -> Tables:
    """Give the tables of the workplace whose histories the reader may look at."""
    return {
        model: Table(getattr(admin, "history_parts", ()), admin.get_queryset(request))
        for model, admin in registry.items()
        if is_tracked(model) and admin.has_view_or_change_permission(request)
    }


def page_of_news(registry: Mapping[Any, Any], request: HttpRequest) -> dict[str, Any]:
    """Give a page of what is new: one query for each table that stands on it."""
    looks = overtaken_looks(request.user, tables_of(registry, request))
    page = Paginator(looks, A_PAGE).get_page(request.GET.get("page"))
    admins = {model._meta.label_lower: admin for model, admin in registry.items()}
    return {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "rows": _named(page.object_list, admins, request),
    }


def _named(
    looks: Iterable[Look], admins: Mapping[str, Any], request: HttpRequest
) -> list[NewRecord]:
    keys: dict[str, list[str]] = defaultdict(list)
    looks = list(looks)
    for each in looks:
        keys[each.about_model].append(each.about_pk)
    known = {table: _records(admins[table], pks, request) for table, pks in keys.items()}
    found = []
    for each in looks:
        # None where the reader may look at the table and not at this row of it.
        if record := known[each.about_model].get(each.about_pk):
            opts = record._meta
            history = reverse(
                f"admin:{opts.app_label}_{opts.model_name}_history", args=[quote(record.pk)]
            )
            found.append(NewRecord(capfirst(str(opts.verbose_name)), str(record), history, each))
    return found


def _records(admin: Any, pks: Iterable[str], request: HttpRequest) -> dict[str, Any]:
    rows = admin.get_queryset(request).filter(pk__in=list(pks))
    related = admin.get_list_select_related(request)
    if related:
        rows = rows.select_related(*([] if related is True else related))
    return {str(each.pk): each for each in rows}
