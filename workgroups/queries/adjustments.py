"""How a plan was changed after it was accepted: which item, how, why, since when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from workgroups.enums import ChangeAction, ChangeReason, DocumentKind
from workgroups.models import PlanItem, Submission
from workgroups.models.contents import ChangeContent, ChangeLine, PlanContent, day_of


@dataclass(frozen=True)
class Adjustment:
    """One change of an item; `due_before` is there when its last day moved."""

    action: str
    reason_kind: str
    reason: str
    on: dt.date
    due_before: dt.date | None = None

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(ChangeAction(self.action).label)

    @property
    def why(self) -> str:
        """Its kind of reason, in words."""
        return str(ChangeReason(self.reason_kind).label)


def adjustments_of(plan: Submission, items: Iterable[PlanItem]) -> dict[str, list[Adjustment]]:
    """Give the accepted changes of the plan by the code of the item, the earlier ones first."""
    items = list(items)
    codes = {item.key: item.code for item in items}
    content = PlanContent.read(_accepted(plan))
    due = {codes.get(item.key, ""): day_of(item.due_on) for item in content.items}
    found: dict[str, list[Adjustment]] = {}
    for change in _changes(plan):
        said = ChangeContent.read(_accepted(change))
        on = timezone.localdate(change.state_changed_at)
        for line in said.lines:
            code = line.item or codes.get(line.wording.key, "")
            found.setdefault(code, []).append(_adjustment(line, said, on, due.get(code)))
            due[code] = day_of(line.wording.due_on) or due.get(code)
    return found


def _adjustment(
    line: ChangeLine, said: ChangeContent, on: dt.date, due: dt.date | None
) -> Adjustment:
    has_moved = line.action in (ChangeAction.CHANGE, ChangeAction.POSTPONE)
    before = due if has_moved and due != day_of(line.wording.due_on) else None
    return Adjustment(line.action, said.reason_kind, said.reason, on, before)


def _changes(plan: Submission) -> Iterable[Submission]:
    changes = plan.corrections.filter(kind=DocumentKind.CHANGE, accepted_version__isnull=False)
    return changes.select_related("accepted_version").order_by("state_changed_at", "pk")


def _accepted(document: Submission) -> object:
    return document.accepted_version.payload if document.accepted_version else {}
