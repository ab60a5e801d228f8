from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_JOB_STATES = frozenset({JobState.QUEUED, JobState.RUNNING})


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
