"""What stands around the rows and is the same on every page of a list, so it is kept."""

from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from commitments.exports import downloads_of, parks
from commitments.queries.facets import Counts, counts_of
from commitments.queries.keeping import SECONDS_KEPT, key_of, reference
from commitments.queries.selection import BY_NAME, NEWEST, OLDEST, Selection
from commitments.views.facets import chosen_of, facets_of
from commitments.views.words import group_page, rule_of
from core.cache import remember


@dataclass(frozen=True)
class Around:
    """The counts of a list, and what is drawn around its rows."""

    counts: Counts
    search: str
    facets: str
    chosen: str
    rule: str
    downloads: str
    group: tuple[str, str] | None  # name and page of the group whose organisations are listed


def around_of(selection: Selection, version: int) -> Around:
    """This will give what stands around the rows, made once for each version of the register."""
    address = selection.address(without=("page",))
    key = key_of("around", version, address, get_language())
    return remember(key, SECONDS_KEPT, partial(_make, selection, version))


def _make(selection: Selection, version: int) -> Around:
    key = key_of("counts", version, selection.address(without=("sort", "page")))
    counts = remember(key, SECONDS_KEPT, partial(counts_of, selection))
    known = partial(reference, version)
    chosen = {"chosen": chosen_of(selection, known), "clear_url": "?"}
    is_of_parks = parks.is_of_parks(selection)
    downloads = {
        "downloads": downloads_of(selection, counts.total),
        "park_downloads": is_of_parks and downloads_of(selection, counts.total, what="parks"),
        "counts": counts,
    }
    return Around(
        counts=counts,
        search=render_to_string("commitments/_search.html", _search(selection)),
        facets=render_to_string(
            "components/_facets.html", {"facets": facets_of(selection, counts, known)}
        ),
        chosen=render_to_string("components/_chosen_filters.html", chosen),
        rule=rule_of(selection),
        downloads=render_to_string("commitments/_downloads.html", downloads),
        group=group_page(selection.group) if selection.group else None,
    )


def _search(selection: Selection) -> dict[str, object]:
    hidden = selection.parameters(without=("q", "as_at", "sort", "page"))
    return {"selection": selection, "hidden": hidden, "orders": _orders(selection)}


def _orders(selection: Selection) -> list[tuple[str, str, bool]]:
    """The orders to choose from. The usual one (relevance of a search, else the name) has no value.

    The choice stays right while a search text is typed and taken away again.
    """
    names = {
        "": pgettext("order", "usual"),
        BY_NAME: _("name (pinyin)"),
        NEWEST: _("signed last first"),
        OLDEST: _("signed first first"),
    }
    return [(order, label, order == selection.sort) for order, label in names.items()]
