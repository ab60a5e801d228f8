import datetime as dt
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModel

from core.append_only import append_only_triggers
from core.enums import MAIL_START_STATES, MAIL_STEPS, WAITING_MAIL_STATES, MailState
from core.steps import Steps, step_triggers

ONE_LINE = r"^[^[:cntrl:]]*$"
SAID = ("kind", "recipient", "address", "href", "about_model", "about_pk", "dedupe", "created_at")


class Message(RulesModel):
    """What mails and notices have in common: to whom, about what, and what is to be done."""

    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    address = models.EmailField(
        pgettext_lazy("mail", "address"),
        help_text=_("As it was when this was written: of the office or the account."),
    )
    href = models.CharField(_("page of the action"), max_length=300, blank=True)
    about_model = models.CharField(max_length=80, blank=True, editable=False)
    about_pk = models.CharField(max_length=40, blank=True, editable=False)
    # In the order of characters, so that all of one prefix stand together in the index.
    dedupe = models.CharField(
        _("written once under"), max_length=200, blank=True, editable=False, db_collation="C"
    )
    created_at = models.DateTimeField(pgettext_lazy("mail", "written at"))

    class Meta:
        abstract = True


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    def due(self, at: dt.datetime) -> "OutboxMailQuerySet":
        """What should have left by now: not sent at once, to be tried again, or left half-way."""
        return self.filter(state__in=WAITING_MAIL_STATES, next_try_at__lte=at)

    def written_under(self, prefix: str) -> "OutboxMailQuerySet":
        return self.exclude(dedupe="").filter(dedupe__startswith=prefix)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
    fields=["state", "attempts", "last_error"],
    model_name="OutboxMailEvent",
    append_only=False,  # ours refuse TRUNCATE too
    meta={"triggers": append_only_triggers()},
)
class OutboxMail(Message):
    """A mail, written in the transaction of its event; whatever happens later, it is the same."""

    STEPS: ClassVar[Steps] = MAIL_STEPS

    subject = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("text as a page"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    message_id = models.CharField(_("Message-ID"), max_length=200, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=MailState.choices, default=MailState.QUEUED
    )
    state_changed_at = models.DateTimeField(_("state since"))
    is_overtaken = models.BooleanField(
        _("overtaken by events"),
        default=False,
        help_text=_("Cancelled by the portal: it may be written anew."),
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("taken up again at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"],
                name="a_message_id_is_used_once",
                violation_error_message=_("Another mail bears this message number."),
            ),
            models.UniqueConstraint(
                fields=["dedupe"],
                condition=~models.Q(dedupe="") & models.Q(is_overtaken=False),
                name="a_mail_is_written_once",
                violation_error_message=_("This mail was written already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    subject__regex=ONE_LINE, address__regex=ONE_LINE, message_id__regex=ONE_LINE
                ),
                name="a_header_of_a_mail_is_one_line",
                violation_error_message=_(
                    "Subject, address and number of a mail are one line each."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state=MailState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MailState.SENT) & models.Q(sent_at__isnull=True)),
                name="a_mail_is_sent_at_a_moment",
                violation_error_message=_("A mail that was sent says when; no other does."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(WAITING_MAIL_STATES))
                | models.Q(next_try_at__isnull=False),
                name="a_waiting_mail_is_taken_up_again",
                violation_error_message=_("A mail that waits says when it is tried again."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_overtaken=False) | models.Q(state=MailState.CANCELLED),
                name="only_a_cancelled_mail_is_overtaken",
                violation_error_message=_("Only a cancelled mail is replaced by a later one."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state__in=sorted(WAITING_MAIL_STATES)),
                name="mail_that_waits",
            ),
            models.Index(fields=["about_model", "about_pk"], name="mail_about_a_record"),
        ]
        triggers = [
            *step_triggers(
                MAIL_STEPS, starts=MAIL_START_STATES, recorded=pgtrigger.Q(new__id__isnull=True)
            ),
            pgtrigger.ReadOnly(
                name="says_always_the_same",
                fields=[*SAID, "subject", "text", "html", "language", "message_id"],
            ),
            pgtrigger.Protect(name="stays_on_record", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Any) -> "NoticeQuerySet":
        """The user's own, without those that were overtaken or whose mail is still held."""
        mine = self.filter(recipient=user.pk, withdrawn_at=None)
        return mine.exclude(mail__state=MailState.HELD)

    def to_be_collected(self) -> "NoticeQuerySet":
        """Lines for the mail of the morning that no mail carries yet."""
        waiting = self.filter(in_digest=True, mail=None, withdrawn_at=None)
        return waiting.exclude(recipient__is_active=False)


class Notice(Message):
    """One sentence for one person in the portal; with `in_digest` also a line of a mail.

    A line for an office that has no account is such a notice without a recipient.
    """

    text = models.CharField(_("text"), max_length=200)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("overtaken at"), null=True, blank=True)
    in_digest = models.BooleanField(_("goes into the mail of the morning"), default=False)
    mail = models.ForeignKey(
        OutboxMail,
        verbose_name=_("mail"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe"],
                condition=~models.Q(dedupe="") & models.Q(withdrawn_at=None),
                name="a_notice_is_written_once",
                violation_error_message=_("This notice was written already."),
            ),
            models.CheckConstraint(
                condition=models.Q(in_digest=True) | models.Q(recipient__isnull=False),
                name="a_notice_has_a_reader_or_a_mail",
                violation_error_message=_("A notice has a reader, or it stands in a mail."),
            ),
            models.CheckConstraint(
                condition=models.Q(text__regex=ONE_LINE, address__regex=ONE_LINE),
                name="a_notice_is_one_line",
                violation_error_message=_("A notice and its address are one line each."),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_by_reader"),
            models.Index(
                fields=["kind", "recipient", "address"],
                condition=models.Q(in_digest=True, mail=None, withdrawn_at=None),
                name="notice_to_be_collected",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="says_always_the_same", fields=[*SAID, "text", "in_digest"]),
            pgtrigger.Protect(name="stays_on_record", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.text
