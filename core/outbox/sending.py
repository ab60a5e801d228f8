"""From the row to the mail server: claim, hand over, mark.

Whoever dies between handing over and marking leaves the row `sending`; it is taken up again and may
arrive twice, with the same Message-ID. Marking before handing over would lose it instead.
"""

import datetime as dt
import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Final

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.enums import MailState
from core.jobs import enqueue
from core.models import OutboxMail
from core.outbox.digests import write_digests
from core.outbox.writing import GRACE, SEND_TASK

logger = logging.getLogger(__name__)
# After an attempt that failed the next one waits so long; after the last one nobody tries again.
DELAYS: Final = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=15),
    dt.timedelta(hours=1),
    dt.timedelta(hours=4),
    dt.timedelta(hours=12),
    dt.timedelta(hours=24),
)
MOST_ATTEMPTS: Final = len(DELAYS) + 1
# Longer than a task of sending may last (core.tasks): who has not marked by then is dead.
LEASE: Final = dt.timedelta(minutes=3)
MOST_AT_ONCE: Final = 1000


def send(mail_id: int, *, at: dt.datetime) -> bool:
    """Send the mail if it waits to be sent, and tell whether it has left.

    What hinders it is kept on the row: it is tried again later, or not at all if the server says
    that this mail or this address will never do.
    """
    mail = _claimed(mail_id, at=at)
    if mail is None:
        logger.info("mail %s does not wait to be sent", mail_id)
        return False
    try:
        as_message(mail).send()
    except Exception as error:
        logger.warning("mail %s, attempt %s: %s", mail.pk, mail.attempts, error)
        _note_failure(mail, error, at=at)
        return False
    _mark(mail, MailState.SENT, at=at, sent_at=at, next_try_at=None, last_error="")
    return True


def send_what_waits(*, at: dt.datetime) -> int:
    """Write the mails of the morning, and hand to the workers everything that should have left.

    May run at any time and any number of times. Gives how many mails were handed over.
    """
    write_digests(at=at)
    _give_up_what_kills(at=at)
    with transaction.atomic():
        due = OutboxMail.objects.due(at).order_by("next_try_at", "pk")
        ids = list(
            due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST_AT_ONCE]
        )
        OutboxMail.objects.filter(pk__in=ids).update(
            state=MailState.QUEUED, state_changed_at=at, next_try_at=at + GRACE
        )
        for pk in ids:
            enqueue(SEND_TASK, mail_id=pk)
    return len(ids)


def as_message(mail: OutboxMail) -> EmailMultiAlternatives:
    """Give the mail as it leaves."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.address],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",  # no out-of-office answers
            "Content-Language": mail.language,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _claimed(mail_id: int, *, at: dt.datetime) -> OutboxMail | None:
    """Give the mail to the one who takes it from the queue; nobody else gets it."""
    mine = OutboxMail.objects.filter(pk=mail_id, state=MailState.QUEUED)
    is_mine = mine.update(
        state=MailState.SENDING,
        state_changed_at=at,
        next_try_at=at + LEASE,
        attempts=F("attempts") + 1,
    )
    return OutboxMail.objects.get(pk=mail_id) if is_mine else None


def _note_failure(mail: OutboxMail, error: Exception, *, at: dt.datetime) -> None:
    words = str(error) or type(error).__name__
    if _is_for_good(error) or mail.attempts >= MOST_ATTEMPTS:
        _mark(mail, MailState.FAILED, at=at, next_try_at=None, last_error=words)
    else:
        later = at + DELAYS[mail.attempts - 1]
        _mark(mail, MailState.RETRY, at=at, next_try_at=later, last_error=words)


def _mark(mail: OutboxMail, state: MailState, *, at: dt.datetime, **values: object) -> None:
    """Note the outcome, unless the mail was taken for dead and taken up by somebody else."""
    mine = OutboxMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)
    if not mine.update(state=state, state_changed_at=at, **values):
        logger.warning("mail %s was taken up by another sender meanwhile", mail.pk)


def _is_for_good(error: Exception) -> bool:
    """Tell whether another attempt could not go better: a refused address or mail.

    A refused sender or password is the portal's own fault and will be mended.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)  # no mail can be made of it


def _give_up_what_kills(*, at: dt.datetime) -> None:
    """Try no more what has ended every sender that took it."""
    deadly = OutboxMail.objects.due(at).filter(state=MailState.SENDING, attempts__gte=MOST_ATTEMPTS)
    deadly.update(
        state=MailState.FAILED,
        state_changed_at=at,
        next_try_at=None,
        last_error=_("Given up after %(count)s attempts without a sign of life.")
        % {"count": MOST_ATTEMPTS},
    )
