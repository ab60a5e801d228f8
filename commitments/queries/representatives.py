"""Who acts for an organisation, as its own page shows it; what of its texts waits for a check."""

import datetime as dt
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.enums.representatives import RepresentativeRole, TextState
from commitments.models import Invitation, Organisation, PublicText, Representative
from commitments.rules import organisations_of
from core.waiting import Waiting


class Contacts(NamedTuple):
    """The people of an organisation on a day: who acts, who is invited, who acted before."""

    present: list[Representative]
    invited: list[Invitation]
    past: list[Representative]

    def own_of(self, user: Any) -> Representative | None:
        """Give the user's own row among those who act."""
        return next((each for each in self.present if each.user_id == user.pk), None)

    def lead(self) -> Representative | None:
        """Give the main contact, if there is one."""
        lead = RepresentativeRole.LEAD
        return next((each for each in self.present if each.role == lead), None)


def contacts_of(organisation: Organisation, *, at: dt.datetime) -> Contacts:
    """Give the people of the organisation. Two queries."""
    today = timezone.localdate(at)
    rows = organisation.representatives.select_related("user__person").order_by("pk")
    order = list(RepresentativeRole)
    present = [each for each in rows if each.holds_on(today)]
    invited = Invitation.objects.open().filter(organisation=organisation)
    return Contacts(
        sorted(present, key=lambda each: order.index(RepresentativeRole(each.role))),
        list(invited.select_related("succeeds__user").order_by("-invited_at")),
        [each for each in rows if each not in present],
    )


def own_organisations(user: Any) -> list[Organisation]:
    """Give the organisations that the user represents today, by name."""
    found = Organisation.objects.filter(pk__in=organisations_of(user))
    return list(found.order_by("name_sort", "pk"))


def texts_of(organisation: Organisation) -> dict[str, PublicText]:
    """Give the text that is public, the one that waits, and the last one that came back."""
    found: dict[str, PublicText] = {}
    for each in organisation.public_texts.order_by("pk"):
        found[each.state] = each
    returned, later = found.get(TextState.RETURNED), found.get(TextState.PUBLISHED)
    if returned and later and later.written_at > returned.written_at:
        del found[TextState.RETURNED]
    return found


def texts_waiting_for(user: Any, at: dt.datetime) -> list[Waiting]:
    """Give the secretariat the texts that wait for a check."""
    if not user.has_perm("commitments.publish_publictext"):
        return []
    found = PublicText.objects.filter(state=TextState.SUBMITTED).select_related("organisation")
    return [
        Waiting(
            url=each.get_absolute_url(),
            title=_("Text of %(name)s") % {"name": each.organisation},
            what=str(each.get_state_display()),
        )
        for each in found.order_by("written_at")
    ]
