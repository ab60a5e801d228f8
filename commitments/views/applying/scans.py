"""The scans that come with the form: brought, taken out, kept aside until it is chosen."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commitments.enums.applications import FieldKind
from commitments.models import Application, ApplicationFile, FormField
from commitments.services import applying
from commitments.services.applying import Fault
from commitments.services.applying.writing import answers_of
from commitments.views.applying.comparing import picked
from commitments.views.applying.door import actor_of
from core.merging import MINE, THEIRS
from core.uploads.faults import UploadRefused


def bring_files(
    request: HttpRequest, application: Application, fields: Sequence[FormField]
) -> list[Fault]:
    """Keep the scans that were chosen; give the sentences of those that were refused."""
    faults = []
    by, at = actor_of(request), timezone.now()
    for code in _codes(fields):
        if request.POST.get("remove") == code:
            applying.take_file_out(application, code, by=by, at=at)
        waiting = _waiting(request, application, code)
        upload: Any = request.FILES.get(code)
        try:
            if upload is not None:
                applying.bring_file(application, code, upload, by=by, at=at)
            elif waiting and picked(request.POST, code) == MINE:
                applying.use_file(application, waiting, by=by, at=at)
        except UploadRefused as refused:
            faults.append(Fault(code, str(refused)))
    return faults


def set_aside(
    request: HttpRequest, application: Application, fields: Sequence[FormField]
) -> tuple[dict[str, ApplicationFile], list[Fault]]:
    """Keep the scans of whoever was overtaken without answering with them, and the refusals."""
    found, faults = {}, []
    for code in _codes(fields):
        waiting = _waiting(request, application, code)
        upload: Any = request.FILES.get(code)
        try:
            if upload is not None:
                upload.seek(0)
                found[code] = applying.keep_file(
                    application, code, upload, by=actor_of(request), at=timezone.now()
                )
            elif waiting and picked(request.POST, code) != THEIRS:
                found[code] = waiting
        except UploadRefused as refused:
            faults.append(Fault(code, str(refused)))
    return found, faults


def are_overtaken(
    request: HttpRequest, application: Application, fields: Sequence[FormField], *, seen: int
) -> bool:
    """Tell whether a scan is to be replaced by somebody who has not seen the one that stands."""
    if seen == application.draft_number:
        return False
    latest, base = answers_of(application), applying.begun_with(application, seen) or {}
    return any(
        latest.get(code, "") != base.get(code, "")
        for code in _codes(fields)
        if code in request.FILES
        or request.POST.get("remove") == code
        or picked(request.POST, code) == MINE
    )


def _codes(fields: Sequence[FormField]) -> Iterator[str]:
    return (field.code for field in fields if field.kind == FieldKind.FILE)


def _waiting(request: HttpRequest, application: Application, code: str) -> ApplicationFile | None:
    """Give the scan that was kept aside when the page was made."""
    try:
        name = uuid.UUID(request.POST.get(f"brought/{code}", ""))
    except ValueError:
        return None
    return application.files.select_related("file").filter(code=code, file_id=name).first()
