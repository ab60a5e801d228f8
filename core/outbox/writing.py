"""The one way into the outbox, in the transaction of the event."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import models, transaction

from core.enums import MailState
from core.jobs import enqueue
from core.models import Notice, OutboxMail
from core.outbox import rendering
from core.outbox.addresses import checked, domain
from core.outbox.kinds import require_known

SEND_TASK: Final = "core.tasks.send_mail"
# So long the message in the broker has to be quicker than beat.
GRACE: Final = dt.timedelta(minutes=1)


@transaction.atomic
def add(
    kind: str,
    *,
    to: Any,
    at: dt.datetime,
    address: str = "",
    about: models.Model | None = None,
    context: Mapping[str, Any] | None = None,
    href: str = "",
    dedupe: str = "",
    held: bool = False,
    digest: bool = False,
) -> OutboxMail | Notice | None:
    """Write a mail and a notice to somebody about something, and have the mail sent.

    `to` is a user, or the address of an office without an account; `address` is where the mail
    to a user goes instead of the account's own. `href` is the page of the action. Under one
    `dedupe` there is one mail, however often it is asked for. A `held` one waits until staff
    lets it go. With `digest` it becomes a line of the one mail of its kind that leaves in the
    morning.

    Gives the row written; None if it had been written before, or if the account is closed. Raises
    AddressRefused.
    """
    require_known(kind)
    recipient, address = _reader(to, address)
    if not address:
        return None
    said = {
        "kind": kind,
        "recipient": recipient,
        "address": checked(address),
        "href": href,
        "about_model": about._meta.label_lower if about else "",
        "about_pk": str(about.pk) if about else "",
        "created_at": at,
    }
    if digest:
        return _line(said, context or {}, dedupe)
    state = MailState.HELD if held else MailState.QUEUED
    return write_mail(said, context or {}, dedupe=dedupe, state=state)


def write_mail(
    said: Mapping[str, Any],
    context: Mapping[str, Any],
    *,
    dedupe: str,
    state: MailState = MailState.QUEUED,
    with_notice: bool = True,
) -> OutboxMail | None:
    """Write a mail with what is `said`, and the notice that says the same in the portal."""
    language = language_of(said["recipient"])
    text = rendering.mail_text(said["kind"], context, href=said["href"], language=language)
    fields = dict(said) | {
        "subject": text.subject,
        "text": text.text,
        "html": text.html,
        "language": language,
        "message_id": f"<{uuid.uuid4()}@{domain()}>",
        "state": state,
        "state_changed_at": said["created_at"],
        "next_try_at": said["created_at"] + GRACE if state == MailState.QUEUED else None,
    }
    mail = _written_once(OutboxMail.objects.filter(is_overtaken=False), dedupe, fields)
    if mail is None:
        return None
    if with_notice and mail.recipient_id:
        Notice.objects.create(**said, dedupe=dedupe, text=text.subject, mail=mail)
    if state == MailState.QUEUED:
        enqueue(SEND_TASK, mail_id=mail.pk)
    return mail


def language_of(recipient: Any) -> str:
    """Give the language in which the portal writes to the user; an office has the site's."""
    return recipient.language if recipient else settings.LANGUAGE_CODE


def _line(said: Mapping[str, Any], context: Mapping[str, Any], dedupe: str) -> Notice | None:
    text = rendering.line(
        said["kind"], context, href=said["href"], language=language_of(said["recipient"])
    )
    fields = dict(said) | {"text": text, "in_digest": True}
    return _written_once(Notice.objects.filter(withdrawn_at=None), dedupe, fields)


def _reader(to: Any, address: str) -> tuple[Any, str]:
    """Give the user, if there is one, and where the mail goes: to a closed account nowhere."""
    if isinstance(to, str):
        return None, to
    own = to.email if to.is_active else ""
    return to, address or own


def _written_once(valid: Any, dedupe: str, fields: dict[str, Any]) -> Any:
    """Insert the row; None if there is a valid one of the same key, of another transaction too."""
    if not dedupe:
        return valid.create(**fields)
    row, is_new = valid.get_or_create(dedupe=dedupe, defaults=fields)
    return row if is_new else None
