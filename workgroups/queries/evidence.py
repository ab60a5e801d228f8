"""The evidence a handed in sheet names, for whoever may open it."""

from typing import Any

from core.text import numbers_of
from workgroups.enums import DocumentKind
from workgroups.models import Evidence, SubmissionVersion
from workgroups.models.contents import SheetContent


def evidence_named(version: SubmissionVersion | None, kind: str, user: Any) -> list[Evidence]:
    """Give what the version of a sheet names as evidence, by item; other kinds name none."""
    if version is None or kind != DocumentKind.SHEET:
        return []
    lines = SheetContent.read(version.payload).lines
    numbers = numbers_of(one for line in lines for one in line.evidence)
    visible = Evidence.objects.visible_to(user).filter(pk__in=numbers)
    return list(visible.select_related("file", "item").order_by("item__code", "pk"))
