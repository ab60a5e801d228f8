"""What the files of an edition are made from: its content and what was decided about it."""

from functools import cache
from importlib.metadata import version
from typing import Any, Final

from django.conf import settings

from reports.enums import DECIDED_EDITIONS, EditionState
from reports.models import Edition
from reports.queries.data import digest_of
from reports.queries.report.changes import changes_of
from reports.queries.report.content import canonical, content_of
from reports.queries.report.days import day_words

TOOLS: Final = ("typst", "python-docx", "XlsxWriter")
# What stands across the pages of what is not decided yet, and of invented data.
DRAFT, BEFORE_THE_COMMITTEE, INVENTED = "草稿", "送审稿", "演示数据"


def document_of(edition: Edition) -> dict[str, Any]:
    """Give everything the files say: equal documents give equal files."""
    content = content_of(edition)
    is_decided = edition.state in DECIDED_EDITIONS
    return {
        "content": content,
        "content_sha256": digest_of(canonical(content).encode()),
        "changes": changes_of(edition, content),
        "decision": edition.decision_number if is_decided else "",
        "decided_on": day_words(edition.decided_on) if is_decided and edition.decided_on else "",
        "mark": _mark(edition, content),
        "gaps_reason": edition.gaps_reason,
        "made_with": made_with(),
        "site": settings.PORTAL_URL,
    }


@cache
def made_with() -> str:
    """Give what draws the files, with versions: with the same ones equal words are equal bytes."""
    return " · ".join(f"{name} {version(name)}" for name in TOOLS)


def digest_of_document(document: dict[str, Any]) -> str:
    """Give the checksum by which files are known to be made from this very document.

    Where the portal is found is none of its words.
    """
    words = {key: value for key, value in document.items() if key != "site"}
    return digest_of(canonical(words).encode())


def _mark(edition: Edition, content: dict[str, Any]) -> str:
    if edition.state in (EditionState.DRAFT, EditionState.VOID):
        return DRAFT
    if edition.state == EditionState.FROZEN:
        return BEFORE_THE_COMMITTEE
    return INVENTED if content["has_demo"] else ""
