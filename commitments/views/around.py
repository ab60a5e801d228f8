"""What stands around the rows: counts, facets, downloads; the same on every page of a list."""

from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.utils.translation import get_language

from commitments import filters
from commitments.exports import downloads_of
from commitments.queries.facets import Counts, counts_of
from commitments.queries.selection import Selection
from commitments.views.facets import facets_of
from core.cache import remember


@dataclass(frozen=True)
class Around:
    """The counts of a list, and the facets and downloads as they are drawn."""

    counts: Counts
    facets: str
    downloads: str


def around_of(selection: Selection, version: int) -> Around:
    """This will give what stands around the rows, made once for each version of the register."""
    address = selection.address(without=("page",))
    key = filters.key_of("around", version, address, get_language())
    return remember(key, filters.SECONDS_KEPT, partial(_make, selection, version))


def _make(selection: Selection, version: int) -> Around:
    key = filters.key_of("counts", version, selection.address(without=("sort", "page")))
    counts = remember(key, filters.SECONDS_KEPT, partial(counts_of, selection))
    facets = facets_of(selection, counts, partial(filters.reference, version))
    downloads = {"downloads": downloads_of(selection, counts.total), "counts": counts}
    return Around(
        counts,
        render_to_string("components/_facets.html", {"facets": facets}),
        render_to_string("commitments/_downloads.html", downloads),
    )
