"""Handing in and deciding: what happens to every document of `core.models.review`.

Its draft is `core.drafting`. A document has the related manager `versions`, a version `remarks` and
`decision`. Who may do it is asked by the app's views; when it may happen stands in STEPS.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.drafting import JsonContent, Overtaken, save_draft
from core.enums import Outcome, Severity
from core.history import because
from core.models.review import COMMENT_AT_LEAST
from core.steps import StepNotOpen, not_open, take_step


class MustBeMended(Exception):
    """The document cannot take this step yet; the text says what has to be done first."""


def hand_in(
    document: Any, content: JsonContent, *, seen: int, by: Any, at: dt.datetime, note: str = ""
) -> Any:
    """Freeze the content as the next version and move the document on; answer the version.

    Sent twice (a double click, a page opened again) it answers the version of the first time.
    Raises Overtaken (the text is kept), StepNotOpen, MustBeMended when a remark that must be
    mended has no answer.
    """
    again = same_hand_in(document, content, seen=seen, by=by)
    if again is not None:
        return again
    save_draft(document, content, seen=seen, by=by, at=at)
    return _freeze(document, content, by=by, at=at, note=note)


def same_hand_in(document: Any, content: JsonContent, *, seen: int, by: Any) -> Any:
    """Give the newest version if it is this very text of this very person, else None."""
    document.refresh_from_db(fields=["state", "draft_number", "current_version"])
    last = document.current_version
    is_same = (
        last is not None
        and not document.is_open_draft
        and document.draft_number >= seen
        and last.handed_in_by_id == getattr(by, "pk", None)
        and last.payload == content
    )
    return last if is_same else None


@transaction.atomic
def _freeze(document: Any, content: JsonContent, *, by: Any, at: dt.datetime, note: str) -> Any:
    locked = type(document).objects.select_for_update(of=("self",)).get(pk=document.pk)
    if not locked.is_open_draft:
        raise StepNotOpen(not_open(locked))
    if locked.draft != content:
        raise Overtaken(locked, None)
    _require_answers(locked)
    last = locked.versions.order_by("-number").first()
    version = locked.versions.create(
        number=last.number + 1 if last else 1,
        payload=content,
        handed_in_by=by,
        handed_in_at=at,
        note=note,
    )
    take_step("submit", document, by=by, at=at, reason=note, current_version=version)
    return version


def _require_answers(document: Any) -> None:
    open_remarks = document.remarks_open().filter(severity=Severity.MUST, answer="")
    if count := open_remarks.count():
        raise MustBeMended(
            _("Answer the remarks that must be mended first: %(count)s are without an answer.")
            % {"count": count}
        )


@transaction.atomic
def send_back(document: Any, *, by: Any, at: dt.datetime, comment: str, due_again: dt.date) -> Any:
    """Return the current version to its authors with a comment and a new last day.

    Raises StepNotOpen, and MustBeMended when comment or day cannot be right.
    """
    _require_comment(comment)
    if due_again <= timezone.localdate(at):
        raise MustBeMended(_("The new last day must lie in the future."))
    return _decide(
        "send_back",
        document,
        Outcome.RETURNED,
        by=by,
        at=at,
        comment=comment,
        decision={"due_again": due_again},
        changes={"due_on": due_again},
    )


@transaction.atomic
def accept(
    document: Any,
    *,
    by: Any,
    at: dt.datetime,
    comment: str = "",
    decided_by: Any = None,
    endorsed_by: Any = None,
    changes: Mapping[str, Any] | None = None,
    **decision: Any,
) -> Any:
    """Accept the current version for ever.

    `decided_by` is who recommended it when somebody else endorses; `decision` fills what the
    table adds to a decision, `changes` what acceptance changes of the document. Raises
    StepNotOpen, and MustBeMended while a remark that must be mended is open.
    """
    if count := document.remarks_open().filter(severity=Severity.MUST).count():
        raise MustBeMended(
            _("Close the remarks that must be mended first: %(count)s are open.") % {"count": count}
        )
    return _decide(
        "accept",
        document,
        Outcome.ACCEPTED,
        by=by,
        at=at,
        comment=comment,
        decision={"decided_by": decided_by or by, "endorsed_by": endorsed_by} | decision,
        changes={"accepted_version": document.current_version} | dict(changes or {}),
    )


@transaction.atomic
def decline(document: Any, *, by: Any, at: dt.datetime, comment: str, **decision: Any) -> Any:
    """Refuse the current version for good, with the reason. Raises StepNotOpen, MustBeMended.

    `decision` fills what the table adds to a decision.
    """
    _require_comment(comment)
    return _decide(
        "decline", document, Outcome.DECLINED, by=by, at=at, comment=comment, decision=decision
    )


def _decide(
    step: str,
    document: Any,
    outcome: Outcome,
    *,
    by: Any,
    at: dt.datetime,
    comment: str,
    decision: dict[str, Any] | None = None,
    changes: dict[str, Any] | None = None,
) -> Any:
    with because(by=by, reason=comment, source=step):
        made = document.decision_model().objects.create(
            version=document.current_version,
            outcome=outcome,
            comment=comment,
            decided_at=at,
            **({"decided_by": by} | (decision or {})),
        )
    take_step(step, document, by=by, at=at, reason=comment, **(changes or {}))
    return made


def _require_comment(comment: str) -> None:
    if len(comment.strip()) < COMMENT_AT_LEAST:
        raise MustBeMended(_("Say in at least ten letters what has to be mended and how."))


@transaction.atomic
def remark(
    version: Any,
    *,
    by: Any,
    at: dt.datetime,
    text: str,
    severity: str,
    place: str = "",
    audience: str = "authors",
) -> Any:
    """Write a remark at a place of the version. Raises MustBeMended when it has no words."""
    if not text.strip():
        raise MustBeMended(_("A remark needs words."))
    return version.remarks.create(
        place=place,
        severity=severity,
        audience=audience,
        text=text.strip(),
        author=by,
        written_at=at,
    )


@transaction.atomic
def answer(remark: Any, *, by: Any, at: dt.datetime, text: str) -> None:
    """Answer a remark that is still open. Raises MustBeMended when there are no words."""
    if not text.strip():
        raise MustBeMended(_("An answer needs words."))
    _change_open(remark, answer=text.strip(), answered_by=by, answered_at=at)


@transaction.atomic
def close(remark: Any, *, by: Any, at: dt.datetime) -> None:
    """Close a remark: it is settled. Closing it twice changes nothing."""
    _change_open(remark, closed_by=by, closed_at=at)


def _change_open(remark: Any, **values: Any) -> None:
    mine = type(remark).objects.filter(pk=remark.pk, closed_at=None)
    if mine.update(**values):
        for name, value in values.items():
            setattr(remark, name, value)
