"""An organisation that has signed invites a partner by a personal link."""

import datetime as dt
import hashlib
import secrets
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.enums import Kind, NameKind, Status
from commitments.enums.bonds import RUNNING, BondEnd, BondMail
from commitments.models import Bond, Organisation, OrganisationName, RegisterSettings
from commitments.services import facts
from commitments.services.links import Applicant
from core import outbox
from core.history import because
from core.limits import count
from core.refusals import sentence_of
from core.text import comparison_key, tidy

BYTES: Final = 24  # 192 bits
_HAS_SIGNED: Final = (Status.IN_FORCE, Status.SUSPENDED)


class CannotBring(ValueError):
    """Something that cannot be done about a partner; the text says why and what to do."""


def digest_of(token: str) -> str:
    """Give what is kept of a link's text: from it nobody makes the link again."""
    return hashlib.sha256(token.encode()).hexdigest()


def bond_of(token: str, *, at: dt.datetime) -> Bond | None:
    """Give the bond that the link opens; None once it is too old, withdrawn or settled."""
    today = timezone.localdate(at)
    rows = Bond.objects.open().on_day(today).select_related("inviter", "partner", "application")
    running = Q(state__in=RUNNING, expires_on__gte=today) | Q(state="applied")
    return rows.filter(running, token_digest=digest_of(token)).first()


@transaction.atomic
def invite(
    inviter: Organisation,
    partner: str,
    *,
    relation: str,
    email: str,
    by: Any,
    at: dt.datetime,
) -> Bond:
    """Invite a partner, named or by its code; a mail brings the personal link to its contact.

    Who stands in the register under that name or code is recognised. Raises CannotBring.
    """
    refuse_who_may_not_bring(inviter)
    known = recognise(partner)
    if known == inviter:  # before what it has signed: that is not the reason
        raise CannotBring(_("Choose another organisation: nobody brings itself."))
    refuse_who_has_signed(known)
    bond = Bond(
        inviter=inviter,
        partner=known,
        partner_name=known.name if known else tidy(partner)[:200],
        relation=relation,
        invited_on=timezone.localdate(at),
        entered_by=by,
        entered_at=at,
    )
    _send(bond, email, by=by, at=at, source="invite")
    return bond


@transaction.atomic
def invite_again(bond: Bond, email: str, *, by: Any, at: dt.datetime) -> None:
    """Send a new link that holds as long as a first one; the old one opens nothing any more.

    Raises CannotBring for a partner that has answered.
    """
    refuse_who_may_not_bring(bond.inviter)
    if not _lock(bond, at).filter(state__in=RUNNING).exists():
        raise CannotBring(_("This invitation is settled: load the page again."))
    refuse_who_has_signed(bond.partner)
    _send(bond, email, by=by, at=at, source="invite")


@transaction.atomic
def withdraw(bond: Bond, *, by: Any, at: dt.datetime, reason: str = "") -> None:
    """Take a bond back: its link opens nothing, and it counts nowhere. The history keeps it."""
    end(bond, BondEnd.WITHDRAWN, by=by, at=at, reason=reason)


@transaction.atomic
def decline(bond: Bond, *, at: dt.datetime) -> None:
    """Let the invited contact say no; the address is forgotten at once."""
    end(bond, BondEnd.DECLINED, by=Applicant(), at=at)


def recognise(partner: str) -> Organisation | None:
    """Give whom the register knows by this code or name; None if nobody, or several."""
    typed = tidy(partner)
    by_code = Q(code=typed.lower()) | Q(uscc=typed.upper())
    coded = Organisation.everyone.filter(by_code).select_related("same_as").first()
    if coded:
        return coded.same_as or coded
    key = comparison_key(typed)
    same = (
        OrganisationName.objects.matching().filter(key=key).values_list("organisation_id", "kind")
    )
    present = {pk for pk, kind in same if kind == NameKind.FULL} or {pk for pk, _kind in same}
    return Organisation.objects.get(pk=present.pop()) if key and len(present) == 1 else None


def refuse_who_may_not_bring(inviter: Organisation) -> None:
    """Raise CannotBring unless it is committed itself, or a body of the committee."""
    if inviter.status != Status.IN_FORCE and inviter.kind != Kind.COMMITTEE:
        raise CannotBring(
            _("%(name)s has no commitment in force: only who is committed brings others.")
            % {"name": inviter}
        )


def refuse_who_has_signed(partner: Organisation | None) -> None:
    """Raise CannotBring for an organisation whose commitment is on record already."""
    if partner is not None and partner.status in _HAS_SIGNED:
        raise CannotBring(
            _("%(name)s signed on %(day)s already: nobody brings who has signed.")
            % {"name": partner, "day": partner.signed_on}
        )


def end(bond: Bond, how: BondEnd, *, by: Any, at: dt.datetime, reason: str = "") -> None:
    """End the bond and forget its contact. Raises CannotBring if it has ended already."""
    gone = {"ended_at": at, "ending": how, "email": "", "token_digest": ""}
    with because(by=by, reason=reason, source=how):
        if not Bond.objects.open().filter(pk=bond.pk).update(**gone):
            raise CannotBring(_("This invitation is settled: load the page again."))
    facts.touch()


def keep(bond: Bond, *, by: Any, source: str, reason: str = "") -> None:
    """Save the bond; what the database refuses is said as CannotBring."""
    bond.partner_key = comparison_key(bond.shown_name)
    try:
        with transaction.atomic(), because(by=by, source=source, reason=reason):
            bond.save()
    except IntegrityError as error:
        raise CannotBring(sentence_of(error)) from error
    facts.touch()


def _lock(bond: Bond, at: dt.datetime) -> Any:
    Bond.objects.select_for_update().get(pk=bond.pk)
    return Bond.objects.open().on_day(timezone.localdate(at)).filter(pk=bond.pk)


def _send(bond: Bond, email: str, *, by: Any, at: dt.datetime, source: str) -> None:
    address = email.strip().lower()
    _refuse_too_many(bond.inviter, address, at)
    token = secrets.token_urlsafe(BYTES)
    bond.email, bond.token_digest = address, digest_of(token)
    days = dt.timedelta(days=RegisterSettings.present().invitation_days)
    bond.expires_on = timezone.localdate(at) + days
    keep(bond, by=by, source=source)
    outbox.add(
        BondMail.INVITED,
        to=address,
        at=at,
        about=bond,
        href=reverse("commitments:partner", args=[token]),
        context={"bond": bond, "inviter": bond.inviter},
        dedupe=f"{BondMail.INVITED}:{bond.token_digest}",
    )


def _refuse_too_many(inviter: Organisation, address: str, at: dt.datetime) -> None:
    of_one = count("partner", inviter.pk, at=at)
    to_one = count("partner_address", address, at=at)
    over = [each for each in (of_one, to_one) if each.is_over]
    if over:
        raise CannotBring(
            _("Too many invitations today: try again after %(time)s.")
            % {"time": f"{timezone.localtime(max(each.free_at for each in over)):%Y-%m-%d %H:%M}"}
        )
