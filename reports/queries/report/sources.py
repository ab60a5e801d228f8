"""What a chapter may take in, by the keys that stand in its `sources`, in their reading order."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.enums import SHOWN_STATES, ChapterKind, Dimension, Quoted, SnapshotState
from reports.models import Snapshot
from reports.queries.definitions import BY_KEY, TABLES, MemberTable
from workgroups.enums import BodyKind, Track
from workgroups.models import Body

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

HEADLINE_TABLE: Final = "headline"
GROWTH: Final = "growth"
QUOTED: Final = "quoted"
_OVERVIEWS: Final[Mapping[str, "StrPromise"]] = {
    HEADLINE_TABLE: gettext_lazy("The main figures beside those of the year before"),
    GROWTH: gettext_lazy("The main figures over the years"),
    QUOTED: gettext_lazy("Figures published elsewhere, beside the computed ones"),
}
# Parks have names of their own, cities are many: neither makes a chart that can be read.
_DRAWN: Final = frozenset(Dimension) - {Dimension.TOTAL, Dimension.CITY, Dimension.PARK}
_BODIES: Final[Mapping[str, "StrPromise"]] = {
    BodyKind.SECRETARIAT: gettext_lazy("secretariat"),
    Track.CODE: gettext_lazy("code groups"),
    Track.PROMOTION: gettext_lazy("promotion groups"),
}


def choices_of(kind: str) -> list[tuple[str, str]]:
    """Give everything that a chapter of the kind may take in, each with its name."""
    match kind:
        case ChapterKind.FIGURES:
            return [*_named(_OVERVIEWS), *_divided()]
        case ChapterKind.GROUPS:
            return [
                (f"{quoted}/{whose}", _("%(whose)s: %(what)s") % {"whose": name, "what": label})
                for whose, name in _BODIES.items()
                for quoted, label in Quoted.choices
            ]
        case ChapterKind.LIST:
            return [(table.key, str(table.name)) for table in TABLES if is_listed(table.key)]
    return []


def name_of(kind: str, source: str) -> str:
    """Give what the source is called; one that does not exist any more keeps its key."""
    return dict(choices_of(kind)).get(source, source)


def bodies_of(whose: str, bodies: list[Body]) -> list[Body]:
    """Give those of the bodies that are meant, in the committee's order."""
    return [body for body in bodies if whose in (body.kind, body.track)]


def quoting_bodies() -> list[Body]:
    """Give the bodies whose documents a report quotes, in the committee's order: one query."""
    kinds = [BodyKind.SECRETARIAT, BodyKind.WORKING_GROUP]
    return sorted(Body.objects.filter(kind__in=kinds), key=lambda body: body.position)


def statistics_to_quote(year: int) -> Snapshot | None:
    """Give the statistics that stand beside the frozen ones, else those that the year shows."""
    readable = Snapshot.objects.filter(year=year, state__in=[*SHOWN_STATES, SnapshotState.BESIDE])
    found = sorted(readable, key=lambda snapshot: snapshot.state != SnapshotState.BESIDE)
    return found[0] if found else None


def is_listed(key: str) -> bool:
    """Tell whether the table counts organisations, so that they can be listed."""
    return isinstance(BY_KEY.get(key), MemberTable)


def table_and_dimension(source: str) -> tuple[str, str]:
    """Split the key of a divided table; the table is "" if there is none of that key."""
    key, _slash, dimension = source.partition("/")
    return (key if key in BY_KEY else ""), dimension


def _named(words: Mapping[str, "StrPromise"]) -> list[tuple[str, str]]:
    return [(key, str(name)) for key, name in words.items()]


def _divided() -> list[tuple[str, str]]:
    return [
        (
            f"{table.key}/{dimension}",
            _("%(table)s, by %(dimension)s") % {"table": table.name, "dimension": dimension.label},
        )
        for table in TABLES
        for dimension in table.dimensions
        if dimension in _DRAWN
    ]
