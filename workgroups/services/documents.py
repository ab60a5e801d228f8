"""The life of a document of a body's year: one verb for each of its steps.

Every verb is atomic, takes who does it and when, and raises StepNotOpen when somebody was faster,
MustBeMended when something has to be done first. What an acceptance brings about stands in
`carrying_out`.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import drafting, review
from core.drafting import JsonContent, Overtaken
from core.history import because
from core.review import MustBeMended
from core.steps import StepNotOpen, take_step
from workgroups.enums import DocumentKind, Mail
from workgroups.models import Body, Submission, SubmissionVersion, Year
from workgroups.models.contents import Answer, Content, read_content
from workgroups.queries.beginning import beginning, open_already
from workgroups.services import carrying_out, checking, opening, reminding, telling


class NotOpenNow(ValueError):
    """The year does not take this document now; the text says why and when it does."""


@transaction.atomic
def open_document(
    kind: str,
    body: Body,
    year: Year,
    *,
    by: Any,
    at: dt.datetime,
    quarter: int | None = None,
    corrects: Submission | None = None,
) -> Submission:
    """Begin the document of the body, pre-filled from what is known; or give the one there is.

    Raises NotOpenNow before its window opens or when the year is closed.
    """
    if corrects is not None:  # whoever begins a correction at the same time waits here
        Submission.objects.select_for_update(of=("self",)).get(pk=corrects.pk)
    found = beginning(body, year, kind, quarter, at=at)
    there = open_already(kind, body, year, quarter, corrects)
    if there is not None:
        return there
    if found.why_not:
        raise NotOpenNow(found.why_not)
    content = opening.content_for(kind, body, year, quarter=quarter, corrects=corrects)
    try:
        with transaction.atomic(), because(by=by, source="open"):
            return Submission.objects.create(
                kind=kind,
                body=body,
                year=year,
                quarter=quarter,
                corrects=corrects,
                due_on=found.window.due_on if found.window else timezone.localdate(at),
                opened_by=by,
                opened_at=at,
                draft=content.write(),
            )
    except IntegrityError:  # two people opened it at once
        there = open_already(kind, body, year, quarter, corrects)
        if there is None:
            raise
        return there


def save_draft(
    document: Submission,
    content: JsonContent,
    *,
    seen: int,
    by: Any,
    at: dt.datetime,
    leaves_trail: bool = False,
) -> None:
    """Keep the draft; see `core.drafting.save_draft`."""
    drafting.save_draft(
        document, _shaped(document, content), seen=seen, by=by, at=at, leaves_trail=leaves_trail
    )


def submit(
    document: Submission,
    content: JsonContent,
    *,
    seen: int,
    by: Any,
    at: dt.datetime,
    note: str = "",
) -> SubmissionVersion:
    """Hand the document in; sent twice, even at once, it answers the version of the first time.

    What was typed is kept first, whatever happens then. Answers to remarks that stand in the draft
    go to their remarks. Raises Overtaken, StepNotOpen, and MustBeMended with what is missing.
    """
    shaped = read_content(document.kind, content)
    said = replace(shaped, answers=()).write()
    again = review.same_hand_in(document, said, seen=seen, by=by)
    if again is not None:
        return again
    try:
        drafting.save_draft(document, shaped.write(), seen=seen, by=by, at=at)
        if faults := checking.faults_of(document, shaped):
            raise MustBeMended(
                _("The document is not complete: %(first)s") % {"first": faults[0].sentence}
            )
        return _freeze(document, shaped, by=by, at=at, note=note)
    except (StepNotOpen, Overtaken):
        again = review.same_hand_in(document, said, seen=seen, by=by)
        if again is None:
            raise
        return again


def _freeze(
    document: Submission, shaped: Content, *, by: Any, at: dt.datetime, note: str
) -> SubmissionVersion:
    number, said = document.draft_number, replace(shaped, answers=()).write()
    try:
        with transaction.atomic():
            _give_answers(document, shaped.answers, by=by, at=at)
            version: SubmissionVersion = review.hand_in(
                document, said, seen=number, by=by, at=at, note=note
            )
            if document.kind == DocumentKind.SHEET:
                carrying_out.record_progress(version, by=by, at=at)
            telling.tell_submitted(document, by=by, at=at)
            reminding.overtake(document, at=at)
    except MustBeMended:
        document.refresh_from_db()  # nothing of it happened
        raise
    except Overtaken:
        document.refresh_from_db()
        kept = drafting.keep_beside(document, shaped.write(), seen=number, by=by, at=at)
        raise Overtaken(document, kept) from None
    return version


def _give_answers(
    document: Submission, answers: tuple[Answer, ...], *, by: Any, at: dt.datetime
) -> None:
    """Answer the remarks that nobody has answered otherwise meanwhile."""
    said = {each.remark: each.text for each in answers if each.text.strip()}
    for remark in document.remarks_open().filter(answer=""):
        if text := said.get(str(remark.pk)):
            review.answer(remark, by=by, at=at, text=text)


@transaction.atomic
def recall(document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Take the document back while nobody reviews it; the version handed in stays kept."""
    take_step("recall", document, by=by, at=at)


@transaction.atomic
def claim(document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Begin to review the document: from now on the group sees by whom."""
    take_step("claim", document, by=by, at=at)
    if by is not None:  # nobody: a document that is taken from paper
        document.claims.create(reviewer=by, claimed_at=at)


@transaction.atomic
def release(document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Give the review back to the queue."""
    take_step("release", document, by=by, at=at)
    _end_claims(document, at)


@transaction.atomic
def send_back(
    document: Submission, *, by: Any, at: dt.datetime, comment: str, due_again: dt.date
) -> None:
    """Return the document to the group with a comment and a new last day."""
    review.send_back(document, by=by, at=at, comment=comment, due_again=due_again)
    _end_claims(document, at)
    telling.tell_returned(document, by=by, at=at)


@transaction.atomic
def recommend(document: Submission, *, by: Any, at: dt.datetime, comment: str = "") -> None:
    """Put a reviewed plan or summary before the head of the secretariat for endorsement."""
    take_step("recommend", document, by=by, at=at, reason=comment, recommended_by=by)
    telling.tell_recommended(document, by=by, at=at)


@transaction.atomic
def accept(
    document: Submission,
    *,
    by: Any,
    at: dt.datetime,
    comment: str = "",
    grades: carrying_out.Grades | None = None,
) -> None:
    """Accept the version handed in for ever and carry out what it says.

    A plan becomes items, a change changes them, a summary becomes lines with the secretariat's
    `grades`. Plans and summaries are endorsed by whoever accepts them.
    """
    needs_endorsement = document.needs_endorsement
    review.accept(
        document,
        by=by,
        at=at,
        comment=comment,
        decided_by=document.recommended_by,
        endorsed_by=by if needs_endorsement else None,
    )
    _end_claims(document, at)
    with because(by=by, reason=comment, source="accept"):
        carrying_out.carry_out(document, by=by, at=at, grades=grades or {})
    telling.tell_decided(Mail.ACCEPTED, document, by=by, at=at)


@transaction.atomic
def decline(document: Submission, *, by: Any, at: dt.datetime, comment: str) -> None:
    """Refuse a change of a plan, with the reason; the plan stays as it was."""
    review.decline(document, by=by, at=at, comment=comment)
    _end_claims(document, at)
    telling.tell_decided(Mail.DECLINED, document, by=by, at=at)


@transaction.atomic
def publish(document: Submission, *, by: Any, at: dt.datetime, on: dt.date) -> None:
    """Let the public read the accepted version from the day on."""
    if on < timezone.localdate(at):
        raise MustBeMended(_("The day of publication is today or a day to come."))
    take_step("publish", document, by=by, at=at, public_from=on)
    telling.tell_decided(Mail.PUBLISHED, document, by=by, at=at)


@transaction.atomic
def withdraw(document: Submission, *, by: Any, at: dt.datetime, reason: str) -> None:
    """Take a published document from the public's sight; a stub says when and why."""
    if not reason.strip():
        raise MustBeMended(_("Say why the document is withdrawn: the public reads the reason."))
    take_step("withdraw", document, by=by, at=at, reason=reason, withdrawn_reason=reason.strip())


@transaction.atomic
def republish(document: Submission, *, by: Any, at: dt.datetime) -> None:
    """Let the public read a withdrawn document again, in the same version."""
    take_step("republish", document, by=by, at=at, withdrawn_reason="")


@transaction.atomic
def void(document: Submission, *, by: Any, at: dt.datetime, reason: str) -> None:
    """Give up a document that was opened by mistake or that nobody will finish."""
    if not reason.strip():
        raise MustBeMended(_("Say why the document is given up."))
    take_step("void", document, by=by, at=at, reason=reason)


def _shaped(document: Submission, content: JsonContent) -> JsonContent:
    """Bring what a form or a script sent to the document's own shape."""
    return read_content(document.kind, content).write()


def _end_claims(document: Submission, at: dt.datetime) -> None:
    document.claims.filter(released_at=None).update(released_at=at)
