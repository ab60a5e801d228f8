"""Chapters of summaries and plans: what each body said, in the order of the committee."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.enums import Quoted
from reports.models import Pin
from reports.queries.report.blocks import Block, entries, heading, note, paragraph, words
from reports.queries.report.days import day_words
from reports.queries.report.said import Said, hidden_items, said_in
from reports.queries.report.sources import bodies_of
from workgroups.models import Body

ByBody = Mapping[tuple[int, str], Pin]


class GroupBlocks:
    """Makes the blocks of what the bodies said, from the versions that an edition quotes."""

    def __init__(self, year: int, bodies: list[Body], pins: Iterable[Pin]) -> None:
        self.year = year
        self.bodies = bodies
        self.pins: ByBody = {(pin.body_id, pin.kind): pin for pin in pins}
        self.hidden = hidden_items(self.pins.values())

    def of(self, sources: Sequence[str]) -> list[Block]:
        """Give the blocks of a chapter: body by body, of each its summary and its plan."""
        wanted = [source.partition("/") for source in sources]
        whose = list(dict.fromkeys(each for _kind, _slash, each in wanted))
        return [
            block
            for each in whose
            for body in bodies_of(each, self.bodies)
            for block in self._body(body, [kind for kind, _s, of in wanted if of == each])
        ]

    def _body(self, body: Body, kinds: Sequence[str]) -> Iterator[Block]:
        yield heading(body.label, 2)
        for kind in kinds:
            pin = self.pins.get((body.pk, kind))
            yield heading(self._title(kind), 3)
            yield from self._quoted(pin) if pin else [_missing(kind)]

    def _title(self, kind: str) -> str:
        if kind == Quoted.SUMMARY:
            return _("Main work of %(year)s") % {"year": self.year}
        return _("Plan for %(year)s") % {"year": self.year + 1}

    def _quoted(self, pin: Pin) -> Iterator[Block]:
        said = said_in(pin, self.hidden)
        rows = list(_entries(said))
        before = [one for one in said if "/" not in one.place and one.place not in _AFTER]
        after = [one for one in said if one.place in _AFTER]
        for one in before:
            yield paragraph([words(one.wording)])
        if rows:
            yield entries(rows)
        for one in after:
            yield paragraph([words(f"{one.label}：{one.wording}")])
        yield note([words(_source(pin))])


_AFTER = frozenset({"highlights", "next_year"})


def _entries(said: Iterable[Said]) -> Iterator[dict[str, Any]]:
    """Give what belongs to one item as one entry."""
    entry: dict[str, Any] = {}
    for one in said:
        if "/" not in one.place:
            continue
        if one.is_title:
            if entry:
                yield entry
            entry = {"title": one.wording, "texts": [], "fact": one.fact}
        elif entry:
            entry["texts"].append(one.wording)
    if entry:
        yield entry


def _missing(kind: str) -> Block:
    said = {
        Quoted.SUMMARY: _("No summary of this body was accepted."),
        Quoted.PLAN: _("No plan of this body was accepted."),
    }
    return {"kind": "gap", "text": said[Quoted(kind)]}


def _source(pin: Pin) -> str:
    version = pin.version
    said = _("Source: accepted version %(receipt)s of %(day)s, checksum %(digest)s") % {
        "receipt": version.receipt,
        "day": day_words(timezone.localdate(version.handed_in_at)),
        "digest": version.sha256[:16],
    }
    return said + (_("; edited for style.") if pin.wording else _("."))
