"""Why somebody cannot be erased yet: who still acts in office must be relieved first."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import StaffPost
from commitments.enums import State
from commitments.enums.applications import ApplicationState
from commitments.enums.representatives import RepresentativeRole
from commitments.models import Application, Commitment, Representative
from rcportal.personal.person import Somebody
from workgroups.models import Office

UNDER_WAY = frozenset(ApplicationState) - {
    ApplicationState.DRAFT,
    ApplicationState.ACCEPTED,
    ApplicationState.DECLINED,
    ApplicationState.WITHDRAWN,
}


class CannotBeErased(ValueError):
    """The person is needed still; the text says for what, and what to do first."""


def refuse(somebody: Somebody, *, on: dt.date) -> None:
    """Raise CannotBeErased with the first thing that stands in the way on the day."""
    for sentence in _obstacles(somebody, on):
        raise CannotBeErased(sentence)


def _obstacles(somebody: Somebody, on: dt.date) -> Iterator[str]:
    not_over = Q(valid__endswith=None) | Q(valid__endswith__gt=on)
    for post in somebody.rows_of(StaffPost).filter(not_over):
        yield _("The account holds the post “%(post)s”: end the post first.") % {
            "post": post.get_role_display()
        }
    for office in somebody.rows_of(Office).filter(not_over).select_related("body"):
        yield _("The person is %(office)s of %(body)s: end the office first.") % {
            "office": office.get_role_display(),
            "body": office.body,
        }
    acting = somebody.rows_of(Representative).filter(not_over).select_related("organisation")
    for each in acting:
        yield from _of_contact(each, on)
    to_sign = Commitment.objects.filter(state=State.TO_SIGN, application__isnull=False)
    unfinished = Q(state__in=UNDER_WAY) | Q(pk__in=to_sign.values("application"))
    for application in somebody.rows_of(Application).filter(unfinished):
        yield _(
            "The application %(number)s is not finished and its applicant must be reached: bring "
            "it to its end first."
        ) % {"number": application.number}


def _of_contact(one: Representative, on: dt.date) -> Iterator[str]:
    others = one.organisation.representatives.open_on(on).exclude(user=one.user_id)
    if not others.exists():
        yield _("The person is the only contact of %(organisation)s: invite another one first.") % {
            "organisation": one.organisation
        }
    elif one.role == RepresentativeRole.LEAD:
        yield _(
            "The person is the main contact of %(organisation)s: let another contact take over "
            "first."
        ) % {"organisation": one.organisation}
