"""Who may try a password, how often. Counted for accounts that do not exist as well."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from accounts.enums import Mail
from accounts.models import User
from core import jobs, limits, outbox

TELL_TASK = "accounts.tasks.tell_of_lock"


class SignInLocked(Exception):
    """Nobody may try this account from this place before `until`."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


def begin_attempt(email: str, *, place: str, at: dt.datetime) -> None:
    """Count a password about to be tried. Raises SignInLocked if it is one too many.

    It counts as wrong until `welcome` says otherwise, so that many at once are no way around.
    Five wrong ones lock the account for this place alone: its owner enters from any other. An
    account that is tried from many places leaves each place one try; a place that tries many
    accounts is locked for all of them.
    """
    here = limits.count("sign_in", _known_as(email), place, at=at)
    if here.is_over:
        if here.count == here.most + 1:
            # Whether there is such an account is asked by the worker: the answer takes as long.
            jobs.enqueue(TELL_TASK, email=email, place=place, until=here.ends_at.isoformat())
        raise SignInLocked(here.free_at)
    of_place = limits.count("sign_in_place", place, at=at)
    if of_place.is_over:
        raise SignInLocked(of_place.free_at)
    of_account = limits.count("sign_in_account", _known_as(email), at=at)
    if of_account.is_over and here.count > 1:
        raise SignInLocked(here.free_at)


def welcome(email: str, *, place: str) -> None:
    """Forget the wrong passwords of this place: the right one was given."""
    limits.forgive("sign_in", _known_as(email), place)
    limits.take_back("sign_in_account", _known_as(email))
    limits.take_back("sign_in_place", place)


def begin_anew(email: str, *, place: str) -> None:
    """Open the lock of this place: whoever chose a new password need not wait for its end."""
    limits.forgive("sign_in", _known_as(email), place)


def tell_of_lock(email: str, *, place: str, until: dt.datetime, at: dt.datetime) -> None:
    """Write to the owner, if there is one, that somebody tried wrong passwords; once a lock."""
    owner = User.objects.filter(email=_known_as(email), is_active=True).first()
    if owner is not None:
        outbox.add(
            Mail.LOCKED,
            to=owner,
            at=at,
            context={"place": place, "until": timezone.localtime(until)},
            href=reverse("account_reset_password"),
            dedupe=f"locked:{owner.pk}:{place}:{until.isoformat()}",
        )


def _known_as(email: str) -> str:
    return email.strip().lower()
