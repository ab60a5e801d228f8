"""The ways to narrow the list, and what narrows it now, as the page shows them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from commitments.enums import Kind, Status
from commitments.queries.facets import Counts
from commitments.queries.reference import Reference
from commitments.queries.selection import FACETS, PLAIN, Selection
from commitments.views.words import chosen_words, narrowing_words, value_words

Known = Callable[[], Reference]


@dataclass(frozen=True)
class Option:
    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    title: str
    options: list[Option]
    is_open: bool
    is_narrow: bool  # short labels: two columns


@dataclass(frozen=True)
class Chosen:
    label: str
    url: str


def facets_of(selection: Selection, counts: Counts, known: Known) -> list[Facet]:
    """This will give each facet with its values in their fixed order."""
    titles = {
        "kind": _("kind"),
        "province": _("province"),
        "industry": _("industry"),
        "status": _("status"),
        "year": _("year signed"),
    }
    facets = [
        Facet(
            titles[facet],
            list(_options(facet, selection, counts, known)),
            is_open=bool(selection.chosen(facet)),
            is_narrow=facet in ("province", "year"),
        )
        for facet in FACETS
    ]
    return [facet for facet in facets if facet.options]


def _options(facet: str, selection: Selection, counts: Counts, known: Known) -> Iterator[Option]:
    counted, chosen = counts.facets.get(facet, {}), selection.chosen(facet)
    others = selection.parameters(without=(facet, "page"))
    for value in _values(facet, counted, chosen, known):
        label = value if facet == "year" else value_words(facet, value, known)
        kept = [v for v in chosen if v != value] + ([] if value in chosen else [value])
        url = f"?{urlencode([*others, *((facet, v) for v in kept)])}"
        yield Option(label, counted.get(value, 0), url, value in chosen)


def _values(
    facet: str, counted: dict[str, int], chosen: tuple[str, ...], known: Known
) -> list[str]:
    """Kinds, provinces and statuses are all there if any is; industries and years that occur."""
    if not counted:
        return list(chosen)
    fixed = {
        "kind": lambda: [kind for kind in Kind.values if kind != Kind.COMMITTEE],
        "province": lambda: list(known().provinces),
        "status": lambda: list(Status.values),
    }
    if facet in fixed:
        values = fixed[facet]()
        return values + [value for value in (*counted, *chosen) if value not in values]
    return sorted({*counted, *chosen}, reverse=facet == "year")


def chosen_of(selection: Selection, known: Known) -> list[Chosen]:
    """This will give what narrows the list, each with the address without it."""
    found = []
    for facet in (*FACETS, *PLAIN):
        for value in selection.chosen(facet):
            rest = tuple(v for v in selection.chosen(facet) if v != value)
            changes: dict[str, tuple[str, ...]] = {facet: rest}
            less = replace(selection, page=1, **changes)  # type: ignore[arg-type]
            label = chosen_words(selection, facet, value, known)
            found.append(Chosen(label, f"?{less.address()}"))
    for name in ("group", "park", "as_at", "snapshot"):
        if getattr(selection, name):
            label = narrowing_words(name, selection, known)
            found.append(Chosen(label, f"?{selection.without(name).address()}"))
    return found
