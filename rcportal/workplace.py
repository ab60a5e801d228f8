"""The first page of the secretariat's workplace: what waits today, and the doors used most."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commitments.enums import BatchState, State
from commitments.enums.applications import APPLICATIONS_WAITING
from commitments.models import Application, Commitment, ImportBatch
from commitments.queries import quality
from commitments.queries.likeness import clusters_at
from commitments.services import facts
from core.enums import JobState, MailState
from core.looks import Tables, overtaken_looks
from core.models import JobRun, OutboxMail, SavedFilter
from rcportal.waiting import waits_for
from reports.enums import SHOWN_STATES
from reports.models import Snapshot

MOST_FILTERS: Final = 12


@dataclass(frozen=True)
class Work:
    """A number and the filtered list behind it."""

    name: str
    count: int
    href: str
    hint: str
    is_urgent: bool = False
    is_good: bool = False  # the number is there when all is well

    @property
    def waits(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.is_urgent or (self.count > 0 and not self.is_good)


@dataclass(frozen=True)
class Door:
    name: str
    hint: str
    href: str


def todays_work(user: Any, *, at: dt.datetime, tables: Tables | None = None) -> list[Work]:
    """Give what waits for the secretariat, each number with the list it counts.

    `tables` are those whose histories the user may look at: what is new in them is counted too.
    """
    failed = JobRun.objects.filter(state=JobState.FAILED).count()
    return [
        _at_the_desk(user, at),
        Work(
            _("Drafts to be approved"),
            Commitment.objects.filter(state=State.DRAFT).count(),
            f"{reverse('admin:commitments_commitment_changelist')}?state__exact={State.DRAFT}",
            _("Commitments that were entered and neither approved nor signed."),
        ),
        Work(
            _("Applications to be decided"),
            Application.objects.filter(state__in=APPLICATIONS_WAITING).count(),
            f"{reverse('admin:commitments_application_changelist')}"
            f"?state__in={','.join(APPLICATIONS_WAITING)}",
            _("Handed in: they wait for the secretariat or the committee."),
        ),
        Work(
            _("Commitments to be signed"),
            Commitment.objects.filter(state=State.TO_SIGN).count(),
            f"{reverse('admin:commitments_commitment_changelist')}?state__exact={State.TO_SIGN}",
            _("Approved by the committee, not yet in force."),
        ),
        Work(
            _("Imports to be decided"),
            ImportBatch.objects.filter(state=BatchState.PREVIEWED).count(),
            f"{reverse('admin:commitments_importbatch_changelist')}?state__exact={BatchState.PREVIEWED}",
            _("Lists that were checked and neither imported nor discarded."),
        ),
        Work(
            _("Failed jobs"),
            failed,
            f"{reverse('admin:core_jobrun_changelist')}?state__exact={JobState.FAILED}",
            _("Background jobs that stopped with an error."),
            is_urgent=failed > 0,
        ),
        *_mails(),
        Work(
            _("Records to be looked after"),
            quality.organisations_with(quality.ANY).count(),
            f"{reverse('admin:commitments_organisation_changelist')}?quality={quality.ANY}",
            _("Codes, places, industries and parks that are missing or disagree."),
        ),
        Work(
            _("Records that may be double"),
            len(clusters_at(facts.version())),
            reverse("admin:commitments_organisation_duplicates"),
            _("Groups of records that look like one organisation."),
        ),
        Work(
            _("New since you last looked"),
            overtaken_looks(user, tables or {}).count(),
            reverse("admin:news"),
            _("Records whose history you have read and that others have changed since."),
        ),
        _last_statistics(timezone.localdate(at).year),
    ]


def _at_the_desk(user: Any, at: dt.datetime) -> Work:
    waiting = waits_for(user, at)
    return Work(
        _("Steps to be taken at the desk"),
        len(waiting),
        reverse("desk:index"),
        _("Documents of the groups, applications, public texts and reports."),
        is_urgent=any(each.is_urgent for each in waiting),
    )


def _mails() -> list[Work]:
    held, failed = (
        OutboxMail.objects.filter(state=state).count()
        for state in (MailState.HELD, MailState.FAILED)
    )
    mails = f"{reverse('admin:core_outboxmail_changelist')}?state__exact="
    return [
        Work(
            _("Mails to be let go"),
            held,
            f"{mails}{MailState.HELD}",
            _("Mass mail waits until you have looked at it."),
        ),
        Work(
            _("Mails that could not be sent"),
            failed,
            f"{mails}{MailState.FAILED}",
            _("Addresses that do not exist, or a mail server that did not answer for days."),
            is_urgent=failed > 0,
        ),
    ]


def _last_statistics(this_year: int) -> Work:
    snapshots = reverse("admin:reports_snapshot_changelist")
    last = Snapshot.objects.current().order_by("-year").first()
    if last is None:
        hint = _("No statistics have been built yet.")
        return Work(_("Statistics in force"), 0, snapshots, hint, is_urgent=True)
    hint = _("The last ones are of %(year)s, built on %(day)s.") % {
        "year": last.year,
        "day": timezone.localdate(last.made_at).isoformat(),
    }
    return Work(
        _("Statistics in force"),
        Snapshot.objects.current().count(),
        f"{snapshots}?state__in={','.join(SHOWN_STATES)}",
        hint,
        is_urgent=last.year < this_year - 1,
        is_good=True,
    )


def doors(user: Any) -> list[Door]:
    """Give the ways in that are used most, as far as the user may go through them."""
    every = [
        (
            "commitments.import_register",
            Door(
                _("Import the register"),
                _("Excel or CSV: checked first, written after you have seen it."),
                reverse("admin:commitments_importbatch_upload"),
            ),
        ),
        (
            "reports.build_statistics",
            Door(
                _("Build statistics"),
                _("The tables of a year, frozen with the organisations they counted."),
                reverse("admin:reports_snapshot_start"),
            ),
        ),
        (
            "accounts.enter_admin",
            Door(
                _("Data to be looked after"),
                _("What is missing in the register or disagrees, question by question."),
                reverse("admin:commitments_organisation_quality"),
            ),
        ),
        (
            "accounts.enter_admin",
            Door(
                _("See the public register"),
                _("What everybody sees of your work."),
                reverse("commitments:index"),
            ),
        ),
    ]
    return [door for permission, door in every if user.has_perm(permission)]


def saved_filters(user: Any, tables: Iterable[Any]) -> list[Door]:
    """Give the first of the filters that the user saved or that are shared, with their lists."""
    names = {table._meta.label_lower: table._meta.verbose_name_plural for table in tables}
    rows = SavedFilter.objects.visible_to(user).filter(listing__in=names)
    return [
        Door(
            saved.name,
            capfirst(str(names[saved.listing])),
            reverse("admin:core_savedfilter_open", args=[saved.pk]),
        )
        for saved in rows.order_by("is_shared", "listing", "name", "pk")[:MOST_FILTERS]
    ]
