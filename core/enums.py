from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Steps


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_JOB_STATES = frozenset({JobState.QUEUED, JobState.RUNNING})
BROKEN_OFF = frozenset({JobState.FAILED, JobState.CANCELLED})


class JobEvent(models.TextChoices):
    """What happened to a job, as its log says it."""

    QUEUED = "queued", pgettext_lazy("job", "asked for")
    BEGUN = "begun", pgettext_lazy("job", "taken up by a worker")
    STEP = "step", pgettext_lazy("job", "step")
    SENT_AGAIN = "sent_again", pgettext_lazy("job", "without a sign of life: sent again")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")
    RESTARTED = "restarted", pgettext_lazy("job", "started anew")
    FAILED = "failed", pgettext_lazy("job", "failed")
    DONE = "done", pgettext_lazy("job", "done")


class Outcome(models.TextChoices):
    """What a reviewer decides on a version that was handed in."""

    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")
    DECLINED = "declined", _("declined")


class Severity(models.TextChoices):
    """How much a remark weighs: only what must be mended stands in the way of acceptance."""

    MUST = "must", _("must be mended")
    SHOULD = "should", _("should be mended")
    QUESTION = "question", _("question")
    PRAISE = "praise", _("praise")


class Audience(models.TextChoices):
    AUTHORS = "authors", _("authors and reviewers")
    REVIEWERS = "reviewers", _("reviewers only")


class MailState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("mail", "waits to be sent")
    HELD = "held", pgettext_lazy("mail", "held: waits to be let go")
    SENDING = "sending", pgettext_lazy("mail", "being sent")
    RETRY = "retry", pgettext_lazy("mail", "waits for the next attempt")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "could not be sent")
    CANCELLED = "cancelled", pgettext_lazy("mail", "cancelled")


MAIL_STEPS: Final[Steps] = {
    "release": (frozenset({MailState.HELD}), MailState.QUEUED),
    "claim": (frozenset({MailState.QUEUED}), MailState.SENDING),
    "deliver": (frozenset({MailState.SENDING}), MailState.SENT),
    "postpone": (frozenset({MailState.SENDING}), MailState.RETRY),
    "give_up": (frozenset({MailState.SENDING}), MailState.FAILED),
    # What waits long enough, or was left by a sender that died, goes back to the queue.
    "take_up": (frozenset({MailState.RETRY, MailState.SENDING}), MailState.QUEUED),
    "try_again": (frozenset({MailState.RETRY, MailState.FAILED}), MailState.QUEUED),
    "cancel": (
        frozenset({MailState.QUEUED, MailState.HELD, MailState.RETRY, MailState.FAILED}),
        MailState.CANCELLED,
    ),
}
MAIL_START_STATES: Final = frozenset({MailState.QUEUED, MailState.HELD})
# Somebody or something still has to act on these.
WAITING_MAIL_STATES: Final = frozenset({MailState.QUEUED, MailState.SENDING, MailState.RETRY})


class FileKind(models.TextChoices):
    """What kind of file is kept as proof; told by its content."""

    PDF = "pdf", "PDF"
    JPG = "jpg", "JPG"
    PNG = "png", "PNG"


class Mail(models.TextChoices):
    """What the portal itself writes about; each has its templates in `templates/emails/`."""

    JOB_DONE = "core/job_done", _("job finished")
    JOB_FAILED = "core/job_failed", _("job failed")
