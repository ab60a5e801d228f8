"""Who acts for an organisation: invited by a link, handed over, ended with a day and a reason."""

import datetime as dt
from typing import Any, Final

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.enums.representatives import RepresentativeMail, RepresentativeRole
from commitments.models import Invitation, Organisation, Representative
from core import outbox
from core.history import because
from core.tenure import at_once, end, span, succeed

SALT: Final = "commitments.invitation"
VALID: Final = dt.timedelta(days=14)


class CannotRepresent(ValueError):
    """Something that cannot be done for the organisation; the text says why and what to do."""


def token_for(invitation: Invitation) -> str:
    """Give the text by which the link of an invitation is known."""
    return signing.dumps(invitation.pk, salt=SALT)


def invitation_of(token: str) -> Invitation | None:
    """Give the invitation if its link is whole, not too old, not used and not withdrawn."""
    try:
        pk: int = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    found = Invitation.objects.open().select_related("organisation", "succeeds__user")
    return found.filter(pk=pk).first()


@transaction.atomic
def invite(
    organisation: Organisation,
    email: str,
    role: str,
    *,
    by: Any,
    at: dt.datetime,
    succeeds: Representative | None = None,
) -> Invitation:
    """Invite somebody by a personal link; an open invitation of the address is replaced.

    With `succeeds` whoever accepts takes over from that representative. Raises CannotRepresent.
    """
    email = email.strip().lower()
    today = timezone.localdate(at)
    _refuse_second_lead(organisation, role, succeeds, today)
    present = organisation.representatives.open_on(today).filter(user__email=email)
    if present.exists():
        raise CannotRepresent(
            _("%(email)s represents the organisation already.") % {"email": email}
        )
    with because(by=by, source="invite"):
        mine = Invitation.objects.open().filter(organisation=organisation, email=email)
        mine.update(withdrawn_at=at)
        made = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            succeeds=succeeds,
            invited_by=by,
            invited_at=at,
        )
    outbox.add(
        RepresentativeMail.INVITED,
        to=email,
        at=at,
        about=organisation,
        href=reverse("commitments:invitation", args=[token_for(made)]),
        context={"organisation": organisation, "invitation": made},
        dedupe=f"{RepresentativeMail.INVITED}:{made.pk}",
    )
    return made


def _refuse_second_lead(
    organisation: Organisation, role: str, succeeds: Representative | None, today: dt.date
) -> None:
    """Raise CannotRepresent for a second main contact that takes over from nobody."""
    lead = organisation.representatives.open_on(today).filter(role=RepresentativeRole.LEAD).first()
    if role == RepresentativeRole.LEAD and lead is not None and lead != succeeds:
        raise CannotRepresent(
            _("There is a main contact already: hand over instead, or invite as a contact.")
        )


def account_for(invitation: Invitation, password: str) -> User:
    """Make the account of somebody who has none yet. Raises CannotRepresent for one who has."""
    if User.objects.filter(email=invitation.email).exists():
        raise CannotRepresent(_("This address has an account: sign in with it."))
    with because(by=None, source="accept"):
        return User.objects.create_user(invitation.email, password)


@transaction.atomic
def accept(invitation: Invitation, *, user: User, at: dt.datetime) -> Representative:
    """Let the invited person represent the organisation from today on.

    Raises CannotRepresent when the link was used meanwhile, or belongs to another address.
    """
    if user.email != invitation.email:
        raise CannotRepresent(
            _("This invitation is for %(email)s: sign in with that address.")
            % {"email": invitation.email}
        )
    mine = Invitation.objects.open().filter(pk=invitation.pk)
    with because(by=user, source="accept"):
        if not mine.update(accepted_at=at, accepted_by=user):
            raise CannotRepresent(_("This invitation was used or withdrawn: ask for a new one."))
        return _take_up(invitation, user, at)


def _take_up(invitation: Invitation, user: User, at: dt.datetime) -> Representative:
    today = timezone.localdate(at)
    before = invitation.succeeds
    if before is not None and before.holds_on(today):
        if before.valid.lower < today:
            reason = _("handed over to %(name)s") % {"name": user.email}
            return succeed(before, on=today, why={"end_reason": reason}, user=user)
        Representative.objects.filter(pk=before.pk).update(
            user=user
        )  # handed over the day it began
        before.refresh_from_db()
        return before
    _refuse_second_lead(invitation.organisation, invitation.role, None, today)
    return Representative.objects.create(
        organisation=invitation.organisation, user=user, role=invitation.role, valid=span(today)
    )


@transaction.atomic
def hand_over(lead: Representative, to: Representative, *, by: Any, at: dt.datetime) -> None:
    """Let main contact and contact change roles today. Raises CannotRepresent."""
    today = timezone.localdate(at)
    is_possible = (
        lead.organisation_id == to.organisation_id
        and lead.role == RepresentativeRole.LEAD
        and to.role != RepresentativeRole.LEAD
        and lead.holds_on(today)
        and to.holds_on(today)
    )
    if not is_possible:
        raise CannotRepresent(_("Only the main contact of today hands over, to another contact."))
    with because(by=by, source="hand_over"), at_once():
        for each, role in ((lead, to.role), (to, lead.role)):
            _change_role(each, role, today)


def _change_role(one: Representative, role: str, today: dt.date) -> None:
    if one.valid.lower == today:
        Representative.objects.filter(pk=one.pk).update(role=role)
        return
    succeed(one, on=today, why={"end_reason": _("change of roles")}, role=role)


@transaction.atomic
def leave(one: Representative, *, by: Any, at: dt.datetime, reason: str) -> None:
    """End the representation today. Raises CannotRepresent without a reason."""
    if not reason.strip():
        raise CannotRepresent(_("Say why the representation ends."))
    today = timezone.localdate(at)
    with because(by=by, reason=reason, source="leave"):
        if one.valid.lower == today:
            Invitation.objects.filter(succeeds=one).update(succeeds=None)
            one.delete()  # it held on no day
            return
        end(one, on=today, end_reason=reason.strip()[:200])


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Any, at: dt.datetime) -> None:
    """Make the link of an open invitation useless."""
    with because(by=by, source="withdraw"):
        Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=at)
