"""Files that prove something, kept outside the web root and given out as attachments only.

    kept = keep(upload.name, upload, by=request.user, at=now)      # raises UploadRefused
    return as_attachment(kept)                                     # after your own check who may

The content is written before the row: a crash in between leaves a file that nobody names, never a
row without its file.
"""

import datetime as dt
import hashlib
from typing import Any, Final, Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.http import FileResponse

from core.enums import FileKind
from core.models import KeptFile
from core.uploads import limits
from core.uploads.faults import shown
from core.uploads.scans import CONTENT_TYPES, check_scan

STORAGE: Final = "kept_files"
LONGEST_NAME: Final = 100


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def keep(name: str, upload: Readable, *, by: Any, at: dt.datetime) -> KeptFile:
    """Check the file, keep its content and a row of it. Raises UploadRefused, in one sentence."""
    content = upload.read(limits.FILE_BYTES + 1)
    kind = check_scan(name, content)
    kept = KeptFile(
        name=named(name, kind),
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        kept_by=by if getattr(by, "pk", None) else None,
        kept_at=at,
    )
    storage().save(kept.place, ContentFile(content))
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except Exception:
        storage().delete(kept.place)
        raise
    return kept


def as_attachment(kept: KeptFile) -> FileResponse:
    """Answer with the file, to be saved and never to be shown in the portal's own pages."""
    response = FileResponse(
        storage().open(kept.place),
        as_attachment=True,
        filename=kept.name,
        content_type=CONTENT_TYPES[FileKind(kept.kind)],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def is_whole(kept: KeptFile) -> bool:
    """Tell whether the content is there and still what was brought."""
    if not storage().exists(kept.place):
        return False
    with storage().open(kept.place) as content:
        return hashlib.sha256(content.read()).hexdigest() == kept.sha256


def named(name: str, kind: FileKind) -> str:
    """Give the file the ending of what it is, whatever it was called."""
    stem = shown(name, LONGEST_NAME).rpartition(".")[0] or shown(name, LONGEST_NAME)
    return f"{stem}.{kind}"


def storage() -> Storage:
    """Give the folder of kept files: local, or any storage that the settings name."""
    return storages[STORAGE]
