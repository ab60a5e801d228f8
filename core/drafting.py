"""The draft of a document of `core.models.review`: saved by several people, nothing typed is lost.

A document has the related manager `kept_drafts`: texts of whoever came second, and the trail of
what was written over. Who may write is asked by the app's views; when stands in STEPS.
"""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.steps import StepNotOpen, not_open

JsonContent = dict[str, Any]
BETWEEN_TRACES: Final = dt.timedelta(minutes=10)
DRAFT_FIELDS: Final = ["draft", "draft_number", "draft_saved_at", "draft_saved_by"]


class Overtaken(Exception):
    """Somebody else saved the draft in between; what was typed now is kept beside it."""

    def __init__(self, document: Any, kept: Any) -> None:
        self.document, self.kept = document, kept
        who, at = document.draft_saved_by, document.draft_saved_at
        super().__init__(
            _(
                "%(who)s saved this document at %(at)s while you were writing. Your text is kept: "
                "compare both and decide what stands."
            )
            % {"who": name_of(who), "at": timezone.localtime(at).strftime("%H:%M")}
        )


def name_of(user: Any) -> str:
    """Give the name by which colleagues know the user."""
    return str(getattr(user, "shown_name", user) or _("Somebody"))


def save_draft(
    document: Any,
    content: JsonContent,
    *,
    seen: int,
    by: Any,
    at: dt.datetime,
    leaves_trail: bool = False,
) -> None:
    """Keep the content as the document's draft, or raise Overtaken and keep it beside the draft.

    `seen` is the `draft_number` that the page was made with. Nothing typed is lost: the text of
    whoever comes second is one row of the kept drafts, and what is written over leaves a trail of
    every author and every ten minutes, or at once where the author is not known or the caller asks
    for it because something is taken out. Saving what stands there already changes nothing. Raises
    StepNotOpen when the document is not open for writing.
    """
    overtaken = _save_draft(document, content, seen=seen, by=by, at=at, leaves_trail=leaves_trail)
    if overtaken is not None and document.draft_number != seen:
        raise Overtaken(document, overtaken)
    if not document.is_open_draft:
        raise StepNotOpen(not_open(document))


@transaction.atomic
def _save_draft(
    document: Any,
    content: JsonContent,
    *,
    seen: int,
    by: Any,
    at: dt.datetime,
    leaves_trail: bool,
) -> Any:
    """Answer None, or the kept text of whoever came second."""
    locked = type(document).objects.select_for_update(of=("self",)).get(pk=document.pk)
    stands = locked.is_open_draft and locked.draft_number == seen
    kept = None
    if locked.draft != content and stands:
        _leave_trail(locked, by=by, at=at, is_asked=leaves_trail)
        _replace_draft(locked, content, by=by, at=at)
    elif locked.draft != content:
        kept = keep_beside(locked, content, seen=seen, by=by, at=at)
    document.refresh_from_db(fields=[*DRAFT_FIELDS, "state"])
    return kept


def keep_beside(document: Any, content: JsonContent, *, seen: int, by: Any, at: dt.datetime) -> Any:
    """Keep the text of somebody who was overtaken beside the draft."""
    return document.kept_drafts.create(
        content=content, seen=seen, was_overtaken=True, saved_by=by, saved_at=at
    )


def _leave_trail(document: Any, *, by: Any, at: dt.datetime, is_asked: bool) -> None:
    """Keep the text that is about to be written over: another person's, or one of a while ago.

    Whoever writes without an account may be anybody: two of them are never one author.
    """
    if not document.draft_number:
        return
    recent = document.kept_drafts.filter(was_overtaken=False, saved_at__gt=at - BETWEEN_TRACES)
    author = getattr(by, "pk", None)
    is_anothers = author is None or document.draft_saved_by_id != author
    if is_asked or is_anothers or not recent.exists():
        document.kept_drafts.create(
            content=document.draft,
            seen=document.draft_number,
            saved_by=document.draft_saved_by,
            saved_at=document.draft_saved_at,
        )


def _replace_draft(document: Any, content: JsonContent, *, by: Any, at: dt.datetime) -> None:
    document.draft, document.draft_number = content, document.draft_number + 1
    document.draft_saved_by, document.draft_saved_at = by, at
    document.save(update_fields=DRAFT_FIELDS)


def draft_seen(document: Any, seen: int) -> JsonContent | None:
    """Give the draft as it stood at that saving, where it left a trail; else None."""
    if document.draft_number == seen:
        return dict(document.draft)
    trail = document.kept_drafts.filter(seen=seen, was_overtaken=False).order_by("pk").last()
    return trail.content if trail else None
