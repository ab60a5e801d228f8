"""Saving what an applicant has typed, and the scans that come with it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from commitments.models import Application, ApplicationFile
from commitments.queries.applications import may_bring_later
from commitments.services import telling
from commitments.services.links import Applicant
from core import drafting
from core.history import because
from core.shapes import storable
from core.steps import StepNotOpen, not_open
from core.text import tidy
from core.uploads import keeping

LONGEST: Final = 4_000


def save(
    application: Application,
    answers: Mapping[str, str],
    *,
    seen: int,
    by: Any,
    at: dt.datetime,
) -> None:
    """Keep the answers as the draft; scans stay. Raises Overtaken, StepNotOpen."""
    content = {"answers": kept(answers) | _scans(application)}
    with because(by=by or Applicant(), source="save"):
        drafting.save_draft(application, content, seen=seen, by=by, at=at)
        _name(application)


@transaction.atomic
def bring_file(
    application: Application, code: str, upload: Any, *, by: Any, at: dt.datetime
) -> ApplicationFile:
    """Keep a scan as the answer to the question. Raises UploadRefused, StepNotOpen."""
    brought = keep_file(application, code, upload, by=by, at=at)
    use_file(application, brought, by=by, at=at)
    return brought


@transaction.atomic
def keep_file(
    application: Application, code: str, upload: Any, *, by: Any, at: dt.datetime
) -> ApplicationFile:
    """Keep a scan that was brought for the question, and answer nothing. Raises UploadRefused."""
    with because(by=by or Applicant(), source="scan"):
        kept_file = keeping.keep(upload.name, upload, by=by, at=at)
        return ApplicationFile.objects.create(application=application, code=code, file=kept_file)


def use_file(
    application: Application, brought: ApplicationFile, *, by: Any, at: dt.datetime
) -> None:
    """Answer the question with a scan that is kept. Raises Overtaken, StepNotOpen."""
    with because(by=by or Applicant(), source="scan"):
        _answer(application, brought.code, brought.file_id.hex, by=by, at=at)


@transaction.atomic
def bring_later(
    application: Application, code: str, upload: Any, *, by: Any, at: dt.datetime
) -> ApplicationFile:
    """Keep a scan that comes after the application was handed in.

    What was handed in stays as it is; the draft names the scan, so that it is handed in with the
    next version if there is one. The secretariat is told. Raises UploadRefused, StepNotOpen.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not may_bring_later(locked):
        raise StepNotOpen(not_open(locked))
    brought = keep_file(locked, code, upload, by=by, at=at)
    locked.draft = locked.draft | {"answers": answers_of(locked) | {code: brought.file_id.hex}}
    locked.save(update_fields=["draft"])
    telling.tell_brought(locked, brought, at=at)
    return brought


def take_file_out(application: Application, code: str, *, by: Any, at: dt.datetime) -> None:
    """Take the scan out of the draft; what was handed in with it keeps it. Raises StepNotOpen."""
    with because(by=by or Applicant(), source="scan"):
        _answer(application, code, "", by=by, at=at)


def answers_of(application: Application) -> dict[str, str]:
    """Give the answers of the draft by the code of their question."""
    found: dict[str, str] = application.draft.get("answers", {})
    return dict(found)


def begun_with(application: Application, seen: int) -> dict[str, str] | None:
    """Give the answers as they stood at that saving; None where that is not known any more."""
    content = drafting.draft_seen(application, seen)
    return dict(content.get("answers", {})) if content is not None else None


def _answer(application: Application, code: str, text: str, *, by: Any, at: dt.datetime) -> None:
    content = {"answers": answers_of(application) | {code: text}}
    seen = application.draft_number
    drafting.save_draft(application, content, seen=seen, by=by, at=at)


def kept(answers: Mapping[str, str]) -> dict[str, str]:
    """Give the answers as the draft keeps them."""
    return {code: storable(text).strip()[:LONGEST] for code, text in answers.items()}


def _scans(application: Application) -> dict[str, str]:
    """Which scan answers which question is decided by bringing and taking out, not by typing."""
    codes = set(application.files.values_list("code", flat=True))
    return {code: text for code, text in answers_of(application).items() if code in codes}


def _name(application: Application) -> None:
    """Write name and code beside the draft, so that lists can show and find them."""
    answers = answers_of(application)
    name, uscc = tidy(answers.get("name", ""))[:200], answers.get("uscc", "")[:18]
    if (application.name, application.uscc) != (name, uscc):
        application.name, application.uscc = name, uscc
        application.save(update_fields=["name", "uscc"])
