"""A person is erased: the values go, what was done in office stays and shows a closed account."""

import datetime as dt
import json
import uuid
from typing import Final

import pgtrigger
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.models.user import ERASED_HOST
from commitments.enums.applications import ApplicationState
from commitments.models import Application, Invitation, Representative
from commitments.services import applying, representing
from core import outbox
from core.history import because
from core.models import OutboxMail
from rcportal.personal.fields import TEXTS, columns
from rcportal.personal.obstacles import CannotBeErased, refuse
from rcportal.personal.person import Somebody, find
from rcportal.personal.places import Place, places
from rcportal.personal.tables import Erasure, Report, empty_the_tables

SOURCE: Final = "erase"


def erase(email: str, *, at: dt.datetime, really: bool, every_name: bool = False) -> Report:
    """Erase the person in one transaction; without `really` it is rolled back at its end.

    With `every_name` a name that may be somebody else's, or a word, goes from all texts too.

    Raises CannotBeErased while somebody is needed still, and when nothing is kept.
    """
    with transaction.atomic():
        somebody = find(email)
        refuse(somebody, on=timezone.localdate(at))
        _leave(somebody, at)
        address = f"erased-{uuid.uuid4().hex[:12]}@{ERASED_HOST}"
        erasure = Erasure.of(somebody, address, every_name=every_name)
        with pgtrigger.ignore():  # nobody else may change what is kept for ever
            empty_the_tables(erasure)
        _close(somebody)
        _look_once_more(erasure)
        if not erasure.report.erased:
            raise CannotBeErased(
                _("Nothing is kept under %(email)s: look how it is written.") % {"email": email}
            )
        _end_sessions(somebody)
        transaction.set_rollback(not really)
    return erasure.report


def _leave(somebody: Somebody, at: dt.datetime) -> None:
    """Take the steps by which people themselves leave: what waits for the person waits no more."""
    today = timezone.localdate(at)
    reason = _("the person's data were erased")
    for one in somebody.rows_of(Representative).filter(valid__contains=today):
        representing.leave(one, by=None, at=at, reason=reason)
    for invitation in somebody.rows_of(Invitation).filter(accepted_at=None, withdrawn_at=None):
        representing.withdraw(invitation, by=None, at=at)
    for draft in somebody.rows_of(Application).filter(state=ApplicationState.DRAFT):
        applying.withdraw(draft, by=None, at=at, reason=reason)
    mine = somebody.rows_of(OutboxMail).values("pk")
    outbox.cancel_mails(OutboxMail.objects.filter(pk__in=mine), by=None, at=at, reason=reason)


def _close(somebody: Somebody) -> None:
    """Close the account; this change stands in the history, and with it that it was erased."""
    user = somebody.user
    if user is None:
        return
    user.refresh_from_db()
    user.is_active, user.last_login, user.former_passwords = False, None, []
    user.set_unusable_password()
    with because(by=None, source=SOURCE, reason=_("the person's data were erased")):
        user.save()
        Person.objects.filter(user=user).update(is_public=False)


def _look_once_more(erasure: Erasure) -> None:
    """Look through every column of words, whatever its class says of it.

    Raises CannotBeErased for an address or number in a place that the portal may not rewrite.
    """
    for place in places(erasure.certain, columns()):
        if place.column.kind == "published":
            erasure.report.published.append(f"{place.column} {place.pk}")
        elif erasure.numbers.around(place.value):
            raise CannotBeErased(
                _("%(place)s names the person and is not erased by itself: correct it first.")
                % {"place": f"{place.column} {place.pk}"}
            )
        else:
            _note(erasure, place)
    for place in places(erasure.doubtful, columns(*TEXTS)):
        _note(erasure, place)


def _note(erasure: Erasure, place: Place) -> None:
    words = erasure.all_words.around(place.value)
    erasure.report.to_look_at.append(f"{place.column} {place.pk}: … {words} …")


def _end_sessions(somebody: Somebody) -> None:
    """End every session of the account, and those that opened an application by its address."""
    for session in Session.objects.iterator():
        said = session.get_decoded()
        is_own = somebody.user and said.get("_auth_user_id") == str(somebody.user.pk)
        told = json.dumps(said, default=str).lower()
        if is_own or any(mail in told for mail in somebody.mails):
            session.delete()
