"""Handing an application in, and taking it out of the running."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from commitments.models import Application, ApplicationVersion, FormField
from commitments.services import telling
from commitments.services.applying.checking import faults_of, read_answer
from commitments.services.applying.held import refusals
from commitments.services.applying.writing import answers_of
from commitments.services.links import Applicant
from core import review
from core.drafting import JsonContent
from core.history import because
from core.review import MustBeMended
from core.steps import take_step


def submit(
    application: Application,
    fields: Iterable[FormField],
    *,
    seen: int,
    by: Any,
    at: dt.datetime,
) -> ApplicationVersion:
    """Freeze the draft as the next version and tell both sides; sent twice it is one version.

    Raises MustBeMended while something is missing or wrong or is held already, Overtaken,
    StepNotOpen.
    """
    asked = list(fields)
    answers = answers_of(application)
    if faults := [*faults_of(asked, answers), *refusals(asked, answers)]:
        raise MustBeMended(" ".join(fault.sentence for fault in faults[:3]))
    with because(by=by or Applicant(), source="submit"), transaction.atomic():
        before = application.current_version_id
        version: ApplicationVersion = review.hand_in(
            application, content_of(asked, answers), seen=seen, by=by, at=at
        )
        if version.pk != before:
            telling.tell_submitted(application, version, at=at)
    return version


def content_of(asked: Iterable[FormField], answers: dict[str, str]) -> JsonContent:
    """Give what is frozen: the questions as they were put, and each answer in its one form."""
    given = dict(answers)
    questions = []
    for field in asked:
        text = answers.get(field.code, "")
        given[field.code] = read_answer(field, text) if text.strip() else ""
        questions.append(
            {"code": field.code, "label": field.label, "section": field.section, "kind": field.kind}
        )
    return {"answers": given, "asked": questions}


def withdraw(application: Application, *, by: Any, at: dt.datetime, reason: str = "") -> None:
    """Take the application back for good; it stays on record. Raises StepNotOpen."""
    take_step("withdraw", application, by=by or Applicant(), at=at, reason=reason)
