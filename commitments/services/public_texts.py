"""What an organisation says about itself on its page: written by it, checked, then public."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import EDITING_ROLES
from accounts.models import User
from commitments.enums.representatives import RepresentativeMail, TextState
from commitments.models import Organisation, PublicText
from commitments.models.public_text import LONGEST
from commitments.services import facts
from core import outbox
from core.history import because
from core.shapes import storable
from core.steps import take_step


class TextRefused(ValueError):
    """The text cannot stand like this; the words say what to do."""


class WrittenMeanwhile(TextRefused):
    """Somebody else has handed in another text since the page was made."""


@transaction.atomic
def write(
    organisation: Organisation, body: str, english: str, *, seen: int, by: Any, at: dt.datetime
) -> PublicText:
    """Hand in a new text; one that waited is replaced by it. Raises TextRefused, WrittenMeanwhile.

    Sent twice it is one text. `seen` is the number of the newest text that the page was made with,
    0 if there was none.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    body, english = storable(body).strip(), storable(english).strip()
    if not body:
        raise TextRefused(_("Write the text in Chinese; the English one may be left empty."))
    if len(body) > LONGEST or len(english) > 2 * LONGEST:
        raise TextRefused(
            _("The text is too long: at most %(most)s characters.") % {"most": LONGEST}
        )
    newest = newest_of(organisation)
    if newest and _waits_like_this(newest, body, english):
        return newest
    if newest and newest.pk != seen:
        raise WrittenMeanwhile(
            _(
                "%(who)s has handed in another text meanwhile; nothing is saved yet. Both stand "
                "below: put together what shall stand, then hand it in again."
            )
            % {"who": newest.written_by.shown_name}
        )
    with because(by=by, source="write"):
        for waiting in organisation.public_texts.filter(state=TextState.SUBMITTED):
            take_step("withdraw", waiting, by=by, at=at)
        made = PublicText.objects.create(
            organisation=organisation,
            body=body,
            body_english=english,
            state_changed_at=at,
            written_by=by,
            written_at=at,
        )
    _tell_secretariat(made, at=at)
    return made


def _waits_like_this(text: PublicText, body: str, english: str) -> bool:
    waits = text.state == TextState.SUBMITTED
    return waits and (text.body, text.body_english) == (body, english)


def newest_of(organisation: Organisation) -> PublicText | None:
    """Give the text that was written last, whatever became of it."""
    return organisation.public_texts.select_related("written_by__person").order_by("pk").last()


@transaction.atomic
def publish(text: PublicText, *, by: Any, at: dt.datetime) -> None:
    """Make the text public in the place of the one before. Raises StepNotOpen."""
    before = text.organisation.public_texts.select_for_update().filter(state=TextState.PUBLISHED)
    for old in before:
        take_step("replace", old, by=by, at=at)
    take_step("publish", text, by=by, at=at, decided_by=by)
    facts.touch()
    _tell_author(text, at=at)


@transaction.atomic
def send_back(text: PublicText, *, by: Any, at: dt.datetime, answer: str) -> None:
    """Return the text with the reason. Raises StepNotOpen, TextRefused."""
    if len(answer.strip()) < 5:
        raise TextRefused(_("Say what has to be changed."))
    take_step("send_back", text, by=by, at=at, reason=answer, decided_by=by, answer=answer.strip())
    _tell_author(text, at=at)


@transaction.atomic
def withdraw(text: PublicText, *, by: Any, at: dt.datetime) -> None:
    """Take the text back, from the public too. Raises StepNotOpen."""
    take_step("withdraw", text, by=by, at=at)
    facts.touch()


def _tell_secretariat(text: PublicText, *, at: dt.datetime) -> None:
    today = timezone.localdate(at)
    staff = User.objects.filter(posts__valid__contains=today, posts__role__in=list(EDITING_ROLES))
    for person in staff.distinct().order_by("pk"):
        outbox.add(
            RepresentativeMail.TEXT_ARRIVED,
            to=person,
            at=at,
            about=text,
            href=text.get_absolute_url(),
            context={"text": text},
            dedupe=f"{RepresentativeMail.TEXT_ARRIVED}:{text.pk}:{person.pk}",
            digest=True,
        )


def _tell_author(text: PublicText, *, at: dt.datetime) -> None:
    outbox.add(
        RepresentativeMail.TEXT_DECIDED,
        to=text.written_by,
        at=at,
        about=text,
        href=text.organisation.get_absolute_url(),
        context={"text": text},
        dedupe=f"{RepresentativeMail.TEXT_DECIDED}:{text.pk}",
    )
