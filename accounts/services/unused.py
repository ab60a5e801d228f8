"""Accounts that nobody uses: their owners are told, and two weeks later they are closed."""

import datetime as dt
from typing import Any, Final

import pghistory.core
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Mail, PostRole
from accounts.models import StaffPost, User
from core import outbox
from core.history import because
from core.models import OutboxMail

LONGEST: Final = dt.timedelta(days=180)
NOTICE: Final = dt.timedelta(days=14)


def close_unused(*, at: dt.datetime) -> int:
    """Close what was neither used nor changed for half a year; give how many.

    Its owner was told two weeks before. The accounts of administrators stay: somebody has to be
    able to open the others again.
    """
    for user in _unused_since(at - LONGEST + NOTICE, at=at):
        _tell(user, at=at)
    told = OutboxMail.objects.filter(
        kind=Mail.UNUSED, recipient=OuterRef("pk"), created_at__gte=OuterRef("used_at")
    )
    due = _unused_since(at - LONGEST, at=at).filter(
        Exists(told.filter(created_at__lte=at - NOTICE))
    )
    with because(by=None, reason=_("not used for a long time"), source="sweep"):
        return User.objects.filter(pk__in=[user.pk for user in due]).update(is_active=False)


def _unused_since(moment: dt.datetime, *, at: dt.datetime) -> QuerySet[User]:
    """Give the open accounts whose last sign-in and last change lie before the moment."""
    kept: Any = pghistory.core.event_models(tracks_model=User)[0]
    changes = kept.objects.filter(pgh_obj=OuterRef("pk")).order_by("-pgh_id")
    changed_at = Subquery(changes.values("pgh_created_at")[:1])
    used_at = Greatest("last_login", "date_joined", changed_at)
    administrators = StaffPost.objects.open_on(timezone.localdate(at)).filter(role=PostRole.ADMIN)
    users = User.objects.filter(is_active=True, is_demo=False).annotate(used_at=used_at)
    return users.filter(used_at__lt=moment).exclude(pk__in=administrators.values("user"))


def _tell(user: User, *, at: dt.datetime) -> None:
    used_at: dt.datetime = user.used_at  # type: ignore[attr-defined]
    outbox.add(
        Mail.UNUSED,
        to=user,
        at=at,
        context={"closes_at": timezone.localtime(at + NOTICE)},
        href=reverse("account_login"),
        dedupe=f"unused:{user.pk}:{used_at.isoformat()}",
    )
