"""Who brought whom, as an organisation's own people and as the public see it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.enums.applications import ApplicationState
from commitments.enums.bonds import RUNNING, BondState
from commitments.models import Bond, Organisation, RegisterSettings

DEPTH: Final = 3
TONES: Final = {
    BondState.SIGNED: "good",
    BondState.APPLIED: "info",
    BondState.INVITED: "info",
    BondState.EXPIRED: "warn",
}


# --- For the inviter's own people ---


@dataclass(frozen=True)
class Partner:
    """One bond with its state and what is to be done next."""

    bond: Any
    state: BondState

    @property
    def tone(self) -> str:
        """How the badge of its state looks."""
        return TONES.get(self.state, "")

    @property
    def is_running(self) -> bool:
        """Whether the invitation may be sent again."""
        return self.state in RUNNING and self.bond.invited_on is not None

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the inviter may take it back: nobody has signed yet."""
        return self.state in (*RUNNING, BondState.APPLIED) and self.bond.invited_on is not None

    @property
    def next(self) -> str:
        """What happens next, in one sentence; empty when nothing does."""
        if self.state == BondState.APPLIED:
            return _words_of_application(self.bond.application)
        if self.state == BondState.INVITED and self.bond.application_id:
            return _("The application was begun: ask whether help is wanted.")
        if self.state == BondState.INVITED and self.bond.expires_on:
            return _("The link holds until %(day)s: talk to them.") % {"day": self.bond.expires_on}
        return {
            BondState.SIGNED: _("Done: nothing more is to do."),
            BondState.INVITED: _("Send an invitation, or talk to them."),
            BondState.EXPIRED: _("The link holds no more: send the invitation again."),
            BondState.DECLINED: _("It came to nothing; another partner may be invited."),
            BondState.NOT_COUNTED: _("It had signed before, or cannot count here."),
        }.get(self.state, "")


def _words_of_application(application: Any) -> str:
    if application is None or application.state == ApplicationState.ACCEPTED:
        return _("Approved: the letter is to be signed.")
    if application.state == ApplicationState.RETURNED:
        return _("The application was returned to be mended: ask whether help is wanted.")
    return _("The application is with the secretariat; nothing to do.")


@dataclass(frozen=True)
class Partners:
    """The partners of one organisation, beside the number that is wanted."""

    rows: list[Partner]
    wanted: int
    source: str

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(each.state == BondState.SIGNED for each in self.rows)

    @property
    def missing(self) -> int:
        """How many are still wanted."""
        return max(0, self.wanted - self.signed)


def partners_of(organisation: Organisation, *, on: dt.date) -> Partners:
    """Give everybody the organisation has invited or brought, the latest first. Two queries."""
    rows = Bond.objects.filter(inviter=organisation).on_day(on)
    rows = rows.select_related("inviter", "partner", "application").defer("application__draft")
    settings = RegisterSettings.present()
    return Partners(
        [Partner(each, each.state_on_day) for each in rows.order_by("-entered_at", "-pk")],
        settings.partners_wanted,
        settings.partners_source,
    )


# --- For everybody: only who has signed ---


@dataclass
class Member:
    """An organisation in the tree: what it is to who brought it, and whom it brought itself."""

    organisation: Organisation
    relation: str
    year: int
    brought: list["Member"] = field(default_factory=list)


@dataclass(frozen=True)
class Family:
    """By whom an organisation was brought, and whom it brought, step by step."""

    brought_by: list[Member]
    brought: list[Member]
    total: int
    is_cut: bool

    def __bool__(self) -> bool:
        """Tell whether there is anything to be shown."""
        return bool(self.brought_by or self.brought)


def family_of(organisation: Organisation, *, on: dt.date) -> Family:
    """Give the tree of an organisation; one query, if it has any bond one more for each step.

    Most have none: writing the question how far each bond is takes longer than all of their page.
    """
    its_own = Q(inviter=organisation.pk) | Q(partner=organisation.pk)
    if not Bond.objects.open().filter(its_own).exists():
        return Family([], [], 0, is_cut=False)
    near = _signed(its_own, on)
    levels = [[each for each in near if each.inviter_id == organisation.pk]]
    while levels[-1] and len(levels) < DEPTH:
        last = {each.partner_id for each in levels[-1]}
        levels.append(_signed(Q(inviter__in=last), on))
    return Family(
        [
            Member(each.inviter, str(each.get_relation_display()), each.signed_on.year)
            for each in near
            if each.partner_id == organisation.pk
        ],
        _tree(levels, organisation.pk),
        len({each.partner_id for level in levels for each in level}),
        bool(levels[-1]) and len(levels) == DEPTH,
    )


def _signed(which: Q, on: dt.date) -> list[Any]:
    rows = Bond.objects.open().filter(which).on_day(on).filter(state=BondState.SIGNED)
    return list(rows.select_related("inviter", "partner").order_by("signed_on", "pk"))


def _tree(levels: list[list[Any]], root: int) -> list[Member]:
    below: dict[int, list[Member]] = defaultdict(list)
    for level in reversed(levels):
        here: dict[int, list[Member]] = defaultdict(list)
        for each in level:
            here[each.inviter_id].append(
                Member(
                    each.partner,
                    str(each.get_relation_display()),
                    each.signed_on.year,
                    below[each.partner_id],
                )
            )
        below = here
    return below[root]


# --- The ledger ---


def ledger_rows(bonds: Iterable[Any]) -> list[list[Any]]:
    """Give the rows of the ledger as a file has them; addresses of contacts are not among them."""
    return [
        [
            each.inviter.name,
            each.inviter.code,
            each.shown_name,
            each.partner.code if each.partner else "",
            str(each.get_relation_display()),
            str(each.state_on_day.label),
            each.invited_on,
            each.signed_on if each.state_on_day == BondState.SIGNED else None,
            each.application.number if each.application else "",
            each.source,
        ]
        for each in bonds
    ]


def ledger_headings() -> list[str]:
    """Give the headings of the ledger, in the language of the page."""
    return [
        pgettext("partner", "brought by"),
        _("its portal code"),
        pgettext("partner", "partner"),
        _("partner's portal code"),
        _("relation"),
        _("state"),
        _("invited on"),
        _("signed on"),
        _("application"),
        _("source"),
    ]
