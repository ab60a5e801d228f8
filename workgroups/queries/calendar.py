"""The days of a year that everybody may put into a calendar."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from workgroups.enums import DocumentKind, ItemState, YearState
from workgroups.models import Body, PlanItem, Submission, Year
from workgroups.models.submission import title_of
from workgroups.models.year import OWED


@dataclass(frozen=True)
class Entry:
    """A day with a name. `uid` stays the same when the day moves; alarms are days before it."""

    uid: str
    day: dt.date
    title: str
    text: str
    path: str
    alarms: tuple[int, ...] = ()


def entries(body: Body | None, *, on: dt.date) -> list[Entry]:
    """Give the last days of the open years and of what the published plans hold."""
    return [*_last_days(), *_items(body, on)]


def _last_days() -> Iterator[Entry]:
    for year in Year.objects.filter(state=YearState.OPEN).order_by("year"):
        for kind, quarter in OWED:
            window = year.window(kind, quarter)
            if window:
                yield Entry(
                    uid=f"{kind}-{year.year}-{quarter or 0}",
                    day=window.due_on,
                    title=_("%(year)s, working groups: last day for the %(document)s")
                    % {"year": year, "document": title_of(kind, quarter)},
                    text=_("Every working group hands it in by this day."),
                    path=reverse("workgroups:index"),
                    alarms=(7, 1),
                )


def _items(body: Body | None, on: dt.date) -> Iterator[Entry]:
    plans = Submission.objects.published(on=on).filter(kind=DocumentKind.PLAN)
    rows = PlanItem.objects.filter(plan__in=plans, is_public=True).exclude(state=ItemState.DROPPED)
    if body is not None:
        rows = rows.filter(body=body)
    for item in rows.select_related("body").order_by("due_on", "code"):
        yield Entry(
            uid=f"item-{item.code.lower()}",
            day=item.due_on,
            title=_("%(body)s: %(item)s") % {"body": item.body, "item": item.title},
            text=_("Planned to be done by this day (%(code)s).") % {"code": item.code},
            path=reverse("workgroups:year", args=[item.body.code, item.year]),
            alarms=(7,),
        )
