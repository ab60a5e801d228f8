"""What is missing before a document can be handed in: field, fault, remedy, one sentence each."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workgroups.enums import (
    ENDED_STATUSES,
    ChangeAction,
    ChangeReason,
    ItemKind,
    Measure,
    ProgressStatus,
    ResultGrade,
)
from workgroups.models import Evidence, PlanItem, Submission
from workgroups.models.contents import (
    Amount,
    ChangeContent,
    Content,
    Item,
    PlanContent,
    SheetContent,
    SheetLine,
    SummaryContent,
    SummaryEntry,
    day_of,
    number_of,
    quarter_of,
)

MOST_ITEMS = 60
LONGEST_TITLE = 200
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Fault:
    """`place` is the path of the field in the content, as remarks use it: `items/3f2a/due_on`."""

    place: str
    sentence: str


def faults_of(document: Submission, content: Content) -> list[Fault]:
    """Give everything that stands in the way of handing the content in, in its own order."""
    match content:
        case PlanContent():
            return list(_faults_of_plan(content, document.year_id))
        case SheetContent():
            return list(_faults_of_sheet(document, content))
        case SummaryContent():
            return list(_faults_of_summary(content))
        case ChangeContent():
            return list(_faults_of_change(document, content))


def _faults_of_plan(content: PlanContent, year: int) -> Iterator[Fault]:
    if not content.items:
        yield Fault("items", _("The plan has no items: add at least one."))
    if len(content.items) > MOST_ITEMS:
        yield Fault(
            "items",
            _("The plan has more than %(most)s items: join some of them.") % {"most": MOST_ITEMS},
        )
    yield from _too_long("", content)
    for number, item in enumerate(content.items, 1):
        yield from _faults_of_item(f"items/{item.key}", item, year, _named(number, item.title))


def _faults_of_item(place: str, item: Item, year: int, name: str) -> Iterator[Fault]:
    yield from _faults_of_words(place, item, name)
    due, starts = day_of(item.due_on), day_of(item.starts_on)
    if due is None:
        yield Fault(
            f"{place}/due_on",
            _("%(item)s: enter the last day, for example %(day)s.")
            % {"item": name, "day": dt.date(year, 12, 31).isoformat()},
        )
    elif due.year != year:
        yield Fault(
            f"{place}/due_on",
            _("%(item)s: the last day lies within %(year)s; longer work is carried over.")
            % {"item": name, "year": year},
        )
    if item.starts_on.strip() and (starts is None or (due and starts > due)):
        yield Fault(
            f"{place}/starts_on",
            _("%(item)s: the first day is a day before the last one.") % {"item": name},
        )
    if item.quarter.strip() and quarter_of(item.quarter) is None:
        yield Fault(
            f"{place}/quarter",
            _("%(item)s: the quarter is a number from 1 to 4.") % {"item": name},
        )
    yield from _faults_of_amounts(f"{place}/targets", item.targets, name)


def _faults_of_words(place: str, item: Item, name: str) -> Iterator[Fault]:
    if not item.title.strip():
        yield Fault(f"{place}/title", _("%(item)s: give it a title.") % {"item": name})
    if len(item.title) > LONGEST_TITLE:
        yield Fault(
            f"{place}/title",
            _("%(item)s: a title has at most %(most)s letters; describe the rest below.")
            % {"item": name, "most": LONGEST_TITLE},
        )
    if item.kind not in ItemKind.values:
        yield Fault(
            f"{place}/kind", _("%(item)s: choose what kind of work it is.") % {"item": name}
        )
    if not item.expected_result.strip() and all(each.is_empty for each in item.targets):
        yield Fault(
            f"{place}/expected_result",
            _("%(item)s: say what result is expected, in words or as a number.") % {"item": name},
        )
    yield from _too_long(place, item)


def _faults_of_amounts(place: str, amounts: tuple[Amount, ...], name: str) -> Iterator[Fault]:
    for number, amount in enumerate(amounts, 1):
        if amount.is_empty:
            continue
        if number_of(amount.value) is None:
            yield Fault(
                f"{place}/{number}",
                _("%(item)s: “%(value)s” is not a number of zero or more; write digits only.")
                % {"item": name, "value": amount.value},
            )
        elif amount.measure not in Measure.values:
            yield Fault(
                f"{place}/{number}",
                _("%(item)s: say what %(value)s counts: people, enterprises, sessions …")
                % {"item": name, "value": amount.value},
            )


def _faults_of_sheet(document: Submission, content: SheetContent) -> Iterator[Fault]:
    items = {item.code: item for item in PlanItem.objects.of_year(document.body, document.year_id)}
    evidence = set(Evidence.objects.filter(item__in=items.values()).values_list("pk", "item__code"))
    yield from _too_long("", content)
    for line in content.lines:
        if line.item not in items:
            yield Fault(
                f"lines/{line.item}",
                _("“%(item)s” is no item of this year's plan: remove the line.")
                % {"item": line.item},
            )
            continue
        name = f"{line.item} {items[line.item].title}"
        yield from _faults_of_line(line, name, evidence)


def _faults_of_line(line: SheetLine, name: str, evidence: set[tuple[int, str]]) -> Iterator[Fault]:
    place = f"lines/{line.item}"
    if line.status not in ProgressStatus.values:
        yield Fault(f"{place}/status", _("%(item)s: choose how far it is.") % {"item": name})
    if line.status in ENDED_STATUSES and line.grade not in ResultGrade.values:
        yield Fault(f"{place}/grade", _("%(item)s: say how well it came out.") % {"item": name})
    if line.status not in ENDED_STATUSES and line.grade:
        yield Fault(
            f"{place}/grade",
            _("%(item)s: it is still going on, so leave the result empty.") % {"item": name},
        )
    if line.status != ProgressStatus.NOT_STARTED and not line.note.strip():
        yield Fault(f"{place}/note", _("%(item)s: say what was done.") % {"item": name})
    named = {(number_of(one), line.item) for one in line.evidence}
    if len(named & evidence) != len(line.evidence):
        yield Fault(
            f"{place}/evidence",
            _("%(item)s: the evidence belongs to another item; add it here.") % {"item": name},
        )
    if line.status == ProgressStatus.DONE and not named & evidence:
        yield Fault(
            f"{place}/evidence",
            _("%(item)s: what is done needs evidence; add a file or an address.") % {"item": name},
        )
    yield from _faults_of_amounts(f"{place}/actuals", line.actuals, name)
    yield from _too_long(place, line)


def _faults_of_summary(content: SummaryContent) -> Iterator[Fault]:
    if not content.overview.strip():
        yield Fault("overview", _("Say in the overview what the year was about."))
    yield from _too_long("", content)
    for number, line in enumerate(content.lines, 1):
        yield from _faults_of_entry(f"lines/{line.key}", line, _named(number, line.title))


def _faults_of_entry(place: str, line: SummaryEntry, name: str) -> Iterator[Fault]:
    if not line.title.strip():
        yield Fault(f"{place}/title", _("%(item)s: give it a title.") % {"item": name})
    if not line.outcome.strip():
        yield Fault(f"{place}/outcome", _("%(item)s: say what came out of it.") % {"item": name})
    if line.kind not in ItemKind.values:
        yield Fault(
            f"{place}/kind", _("%(item)s: choose what kind of work it is.") % {"item": name}
        )
    if line.item and line.own_grade not in ResultGrade.values:
        yield Fault(f"{place}/own_grade", _("%(item)s: say how well it came out.") % {"item": name})
    yield from _faults_of_amounts(f"{place}/actuals", line.actuals, name)
    yield from _too_long(place, line)


def _faults_of_change(document: Submission, content: ChangeContent) -> Iterator[Fault]:
    if content.reason_kind not in ChangeReason.values:
        yield Fault("reason_kind", _("Choose why the plan is changed."))
    if not content.reason.strip():
        yield Fault("reason", _("Say in a sentence why the plan is changed."))
    if not content.lines:
        yield Fault("lines", _("Nothing is changed yet: add at least one change."))
    live = PlanItem.objects.of_year(document.body, document.year_id).live()
    codes = set(live.values_list("code", flat=True))
    for number, line in enumerate(content.lines, 1):
        place = f"lines/{line.key or number}"
        name = _named(number, line.item or line.wording.title)
        if line.action not in ChangeAction.values:
            yield Fault(f"{place}/action", _("%(item)s: choose what to do.") % {"item": name})
        elif line.action != ChangeAction.ADD and line.item not in codes:
            yield Fault(
                f"{place}/item", _("%(item)s: choose an item that is in progress.") % {"item": name}
            )
        if line.action != ChangeAction.DROP:
            yield from _faults_of_item(f"{place}/wording", line.wording, document.year_id, name)


def _too_long(place: str, shape: object) -> Iterator[Fault]:
    for name, text in vars(shape).items():
        if isinstance(text, str) and len(text) > LONGEST_TEXT:
            yield Fault(
                f"{place}/{name}".lstrip("/"),
                _("A text has %(count)s letters; at most %(most)s can be kept.")
                % {"count": len(text), "most": LONGEST_TEXT},
            )


def _named(number: int, title: str) -> str:
    return _("No. %(number)s “%(title)s”") % {"number": number, "title": title[:20]}
