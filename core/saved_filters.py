"""What a list shows at its address, kept under a name: how it is written down and read again."""

from copy import copy
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.contrib.admin.filters import DateFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, IGNORED_PARAMS, ORDER_VAR, SEARCH_VAR
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from core.masked_columns import name_of
from core.models import SavedFilter

MOST_LETTERS: Final = 2000  # as many as the column holds
_PLACES_OF_A_PAGE: Final = frozenset(IGNORED_PARAMS) - {ORDER_VAR, SEARCH_VAR}


class FilterNotKnown(ValueError):
    """The list has no such filter, choice or column; the text says which."""


def state_of(listed: Any) -> str:
    """Write down what a list (a ChangeList) shows: filters, search, and columns by their names."""
    pairs = [
        (name, value)
        for name, values in listed.filter_params.items()
        for value in values
        if name not in _PLACES_OF_A_PAGE and name != ORDER_VAR
    ]
    kept = [(name, value) for name, value in pairs if value or name != SEARCH_VAR]
    order = _named(listed.params.get(ORDER_VAR, ""), listed.list_display)
    return urlencode(sorted(kept) + ([(ORDER_VAR, order)] if order else []))


def address_of(model_admin: Any, request: HttpRequest, query: str) -> str:
    """Give what the list's address says for a state that was written down. Raises FilterNotKnown.

    The list is asked, not guessed at: who reads it sees what the filter finds, or hears why not.
    """
    first = changelist_at(model_admin, request, "")
    pairs = parse_qsl(query, keep_blank_values=True)
    known = [pair for pair in pairs if pair[0] != ORDER_VAR]
    order = ".".join(_counted(dict(pairs).get(ORDER_VAR, ""), first.list_display))
    found = urlencode(known + ([(ORDER_VAR, order)] if order else []))
    listed = changelist_at(model_admin, request, found)
    for spec in listed.filter_specs:
        _refuse_lost_choice(spec, listed)
    return found


def changelist_at(model_admin: Any, request: HttpRequest, query: str) -> Any:
    """Give the list as it stands at an address, for whoever asks. Raises FilterNotKnown."""
    asked = copy(request)
    asked.method, asked.GET = "GET", QueryDict(query)
    try:
        return model_admin.get_changelist_instance(asked)
    except (IncorrectLookupParameters, SuspiciousOperation) as error:
        raise FilterNotKnown(_("the list does not have this filter any more")) from error


def of_list(model_admin: Any, user: Any) -> QuerySet[SavedFilter]:
    """Give the filters of one list that somebody may use: own ones first."""
    rows = SavedFilter.objects.visible_to(user).filter(listing=model_admin.opts.label_lower)
    return rows.select_related("owner").order_by("is_shared", "name", "pk")


def _named(order: str, columns: Any) -> str:
    """Turn "-2.1" into the names of these columns."""
    names = []
    for each in filter(None, order.split(".")):
        sign, number = ("-", each[1:]) if each.startswith("-") else ("", each)
        if number.isdecimal() and int(number[:4]) < len(columns):
            names.append(f"{sign}{name_of(columns[int(number[:4])])}")
    return ".".join(names)


def _counted(order: str, columns: Any) -> list[str]:
    """Turn names of columns into what the address says. Raises FilterNotKnown."""
    numbers, known = [], [name_of(each) for each in columns]
    for each in filter(None, order.split(".")):
        sign, name = ("-", each[1:]) if each.startswith("-") else ("", each)
        if name not in known:
            raise FilterNotKnown(_("a column it was sorted by is gone"))
        numbers.append(f"{sign}{known.index(name)}")
    return numbers


def _refuse_lost_choice(spec: Any, listed: Any) -> None:
    """A filter that is set and shows none of its choices as set has lost that choice."""
    if not spec.used_parameters or isinstance(spec, DateFieldListFilter):
        return
    if not any(choice["selected"] for choice in spec.choices(listed)):
        raise FilterNotKnown(_("“%(filter)s” has no such choice any more") % {"filter": spec.title})


class WithSavedFilters:
    """A list above which one finds the filters that were given a name."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; of an address that it does not understand it says so."""
        if ERROR_FLAG in request.GET:
            self.message_user(  # type: ignore[attr-defined]
                request,
                _("This list does not know the filter in the address, so it shows everything."),
                "WARNING",
            )
        response: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        context = getattr(response, "context_data", None) or {}
        if "cl" in context:
            context |= self._saved(request, context["cl"])
        return response

    def _saved(self, request: HttpRequest, listed: Any) -> dict[str, Any]:
        shown = state_of(listed)
        filters = list(of_list(self, request.user))
        present = next((each for each in filters if each.query == shown), None)
        return {
            "saved_filters": filters,
            "present_filter": present,
            "may_rename": present and request.user.has_perm("core.change_savedfilter", present),
            "state_to_save": "" if present or len(shown) > MOST_LETTERS else shown,
            "listing": listed.opts.label_lower,
        }
