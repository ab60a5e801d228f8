"""What reviewers and authors see of a document: versions, remarks, next steps, and the queue."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from core.enums import Audience, Severity
from core.waiting import Waiting
from workgroups import rules
from workgroups.enums import ENDORSED_KINDS, WITH_SECRETARIAT, SubmissionState
from workgroups.models import Claim, Decision, Remark, Submission, SubmissionVersion
from workgroups.queries.differences import ReadSection
from workgroups.queries.reading import read_sections

# The steps a reviewer or the head takes on the page of a document, in the order of the buttons.
REVIEW_STEPS = (
    "claim",
    "recommend",
    "accept",
    "send_back",
    "decline",
    "release",
    "publish",
    "withdraw",
    "republish",
    "void",
)
# Whoever may take one of these has work with a document that waits.
TAKEN_UP_BY = frozenset({"claim", "recommend", "accept", "decline"})
LONG = 5  # days in the queue


@dataclass(frozen=True)
class DocumentPage:
    """Everything the page of one document shows to one person."""

    document: Submission
    version: SubmissionVersion | None
    before: SubmissionVersion | None
    sections: list[tuple[ReadSection, list[Remark]]]
    general_remarks: list[Remark]
    versions: list[SubmissionVersion]
    is_reviewer: bool
    steps: list[str]

    @property
    def unanswered(self) -> int:
        """Count the remarks that stand in the way of handing in again."""
        return sum(remark.severity == Severity.MUST and not remark.answer for remark in self.open)

    @property
    def open(self) -> list[Remark]:
        """Give the remarks that nobody has closed."""
        return [remark for remark in self.remarks if remark.closed_at is None]

    @property
    def remarks(self) -> list[Remark]:
        """Give every remark the reader may read."""
        return [*self.general_remarks, *(one for _, found in self.sections for one in found)]


def document_page(document: Submission, user: Any, *, number: int | None = None) -> DocumentPage:
    """Give the page of the version of this number, or of the last one, beside the one before."""
    versions = list(_versions(document))
    version = next((one for one in versions if one.number == number), None)
    version = version or (versions[0] if versions else None)
    before = next((one for one in versions if version and one.number < version.number), None)
    sections = _sections(document, version, before)
    remarks = list(remarks_of(document, user)) if version else []
    by_place = _by_section(remarks, sections)
    return DocumentPage(
        document=document,
        version=version,
        before=before,
        sections=[(section, by_place[section.place]) for section in sections],
        general_remarks=by_place[None],
        versions=versions,
        is_reviewer=user.has_perm("workgroups.remark_submission", document),
        steps=steps_open_to(user, document),
    )


def steps_open_to(user: Any, document: Submission) -> list[str]:
    """Give the review steps that are open now and that the user may take."""
    may = (step for step in REVIEW_STEPS if document.state in document.STEPS[step][0])
    allowed = (step for step in may if user.has_perm(f"workgroups.{step}_submission", document))
    return [step for step in allowed if _makes_sense(step, document)]


def _makes_sense(step: str, document: Submission) -> bool:
    endorsed = document.kind in ENDORSED_KINDS
    if step in ("recommend", "publish"):
        return endorsed
    return document.kind == "change" if step == "decline" else True


def remarks_of(document: Submission, user: Any) -> QuerySet[Remark]:
    """Give the remarks the user may read: reviewers all, authors those of decided versions."""
    found = (
        Remark.objects.filter(version__document=document)
        .select_related("version", "author", "answered_by", "closed_by")
        .order_by("written_at", "id")
    )
    if user.has_perm("workgroups.remark_submission", document) or rules.reads_all_submissions(user):
        return found
    return found.filter(audience=Audience.AUTHORS, version__in=Decision.objects.values("version"))


@dataclass(frozen=True)
class InQueue:
    """A document in the secretariat's queue and how long it has been waiting."""

    document: Submission
    days: int
    reviewer: str
    is_for_endorsement: bool


def queue(user: Any, *, at: dt.datetime) -> list[InQueue]:
    """Give what waits for the secretariat, the longest waiting first.

    What the user may not review (the own body's) is left out.
    """
    claims = Claim.objects.filter(released_at=None).select_related("reviewer")
    documents = (
        Submission.objects.filter(state__in=WITH_SECRETARIAT)
        .exclude(body__in=rules.bodies_of(user))
        .select_related("body", "year", "current_version")
        .prefetch_related(Prefetch("claims", queryset=claims, to_attr="open_claims"))
        .order_by("current_version__handed_in_at", "pk")
    )
    return [_in_queue(document, at) for document in documents]


def _in_queue(document: Submission, at: dt.datetime) -> InQueue:
    handed_in = document.current_version.handed_in_at if document.current_version else at
    claims: list[Claim] = document.open_claims  # type: ignore[attr-defined]
    return InQueue(
        document=document,
        days=(timezone.localdate(at) - timezone.localdate(handed_in)).days,
        reviewer=str(claims[0].reviewer) if claims else "",
        is_for_endorsement=document.state == SubmissionState.RECOMMENDED,
    )


def reviews_waiting_for(user: Any, at: dt.datetime) -> list[Waiting]:
    """Give what of the queue the user may take up now, for the index of the desk."""
    if not rules.reads_all_submissions(user):
        return []
    return [
        Waiting(
            url=each.document.get_absolute_url(),
            title=str(each.document),
            what=f"{each.document.get_state_display()}: {_days(each.days)}",
            is_urgent=each.days >= LONG,
        )
        for each in queue(user, at=at)
        if set(steps_open_to(user, each.document)) & TAKEN_UP_BY
    ]


def _days(count: int) -> str:
    return ngettext("waiting for %(count)s day", "waiting for %(count)s days", count) % {
        "count": count
    }


def _versions(document: Submission) -> QuerySet[SubmissionVersion]:
    return document.versions.select_related(
        "handed_in_by", "decision__decided_by", "decision__endorsed_by"
    ).order_by("-number")


def _sections(
    document: Submission, version: SubmissionVersion | None, before: SubmissionVersion | None
) -> list[ReadSection]:
    if version is None:
        return read_sections(document.kind, document.draft)
    return read_sections(document.kind, version.payload, before=before.payload if before else None)


def _by_section(
    remarks: Iterable[Remark], sections: Iterable[ReadSection]
) -> dict[str | None, list[Remark]]:
    """Sort remarks by the section they point into; None holds those on the whole document."""
    places = sorted((one.place for one in sections if one.place), key=len, reverse=True)
    found: dict[str | None, list[Remark]] = defaultdict(list)
    general = {field for one in sections if not one.place for field in _places(one)}
    for remark in remarks:
        home = next((place for place in places if f"{remark.place}/".startswith(f"{place}/")), None)
        found["" if home is None and remark.place in general else home].append(remark)
    return found


def _places(section: ReadSection) -> list[str]:
    return [each.place for each in section.fields]


def names_of_colleagues(keys: set[int]) -> dict[int, str]:
    """Give by their keys the names under which people at the desk know each other."""
    users = User.objects.select_related("person").in_bulk(keys)
    return {pk: user.shown_name for pk, user in users.items()}
