"""What shows that something of an item was done."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from workgroups.enums import EvidenceKind
from workgroups.models import Evidence, PlanItem
from workgroups.services.editing import CannotEdit

LONGEST_TITLE = 200
LONGEST_ADDRESS = 200


@transaction.atomic
def add_address(item: PlanItem | None, *, title: str, url: str, by: Any, at: dt.datetime) -> int:
    """Keep an address as evidence of the item; answer its number. Raises CannotEdit."""
    if item is None:
        raise CannotEdit(_("This item is not there any more: somebody took it out."))
    title, url = title.strip(), url.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise CannotEdit(
            _("%(item)s: say in at most %(most)s letters what the evidence shows.")
            % {"item": item.code, "most": LONGEST_TITLE}
        )
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise CannotEdit(_not_an_address(item)) from error
    if len(url) > LONGEST_ADDRESS:
        raise CannotEdit(_not_an_address(item))
    with because(by=by, source="evidence"):
        made = Evidence.objects.create(
            item=item, kind=EvidenceKind.LINK, title=title, url=url, added_by=by, added_at=at
        )
    return made.pk


def _not_an_address(item: PlanItem) -> str:
    return _(
        "%(item)s: enter the whole address of the evidence, for example https://example.com/news/1."
    ) % {"item": item.code}
