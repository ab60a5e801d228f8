"""What shows that something of an item was done: an address, or a file that is kept here."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from core.uploads import keeping
from core.uploads.faults import UploadRefused
from workgroups.enums import EvidenceKind
from workgroups.models import Evidence, PlanItem
from workgroups.services.editing import CannotEdit

LONGEST_TITLE = 200
LONGEST_ADDRESS = 200


@transaction.atomic
def add_address(item: PlanItem | None, *, title: str, url: str, by: Any, at: dt.datetime) -> int:
    """Keep an address as evidence of the item; answer its number. Raises CannotEdit."""
    item, title, url = _there(item), _titled(item, title), url.strip()
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise CannotEdit(_not_an_address(item)) from error
    if len(url) > LONGEST_ADDRESS:
        raise CannotEdit(_not_an_address(item))
    return _add(item, by=by, at=at, kind=EvidenceKind.LINK, title=title, url=url)


@transaction.atomic
def add_file(item: PlanItem | None, *, title: str, upload: Any, by: Any, at: dt.datetime) -> int:
    """Keep a file as evidence of the item; answer its number. Raises CannotEdit.

    Without a title it is called as the file is.
    """
    item, title = _there(item), _titled(item, title.strip() or upload.name[:LONGEST_TITLE])
    try:
        kept = keeping.keep(upload.name, upload, by=by, at=at)
    except UploadRefused as refused:
        raise CannotEdit(_("%(item)s: %(why)s") % {"item": item.code, "why": refused}) from refused
    return _add(item, by=by, at=at, kind=EvidenceKind.FILE, title=title, file=kept)


def _add(item: PlanItem, *, by: Any, at: dt.datetime, **said: Any) -> int:
    with because(by=by, source="evidence"):
        return Evidence.objects.create(item=item, added_by=by, added_at=at, **said).pk


def _there(item: PlanItem | None) -> PlanItem:
    if item is None:
        raise CannotEdit(_("This item is not there any more: somebody took it out."))
    return item


def _titled(item: PlanItem | None, title: str) -> str:
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise CannotEdit(
            _("%(item)s: say in at most %(most)s letters what the evidence shows.")
            % {"item": _there(item).code, "most": LONGEST_TITLE}
        )
    return title


def _not_an_address(item: PlanItem) -> str:
    return _(
        "%(item)s: enter the whole address of the evidence, for example https://example.com/news/1."
    ) % {"item": item.code}
