import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.append_only import append_only_triggers
from core.enums import OPEN_JOB_STATES, JobEvent, JobState


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def open(self) -> "JobRunQuerySet":
        return self.filter(state__in=OPEN_JOB_STATES)

    def stalled(self, *, at: dt.datetime, silence: dt.timedelta) -> "JobRunQuerySet":
        return self.open().filter(heartbeat_at__lt=at - silence)


class JobRun(RulesModel):
    """One run of a long job: the truth about it, whatever the broker says."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("subject"), max_length=80)
    period = models.CharField(
        _("period"), max_length=20, blank=True, help_text=_("Of a periodic job: the day or year.")
    )
    task = models.CharField(_("task"), max_length=120, editable=False)
    arguments = models.JSONField(_("arguments"), default=dict, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=JobState.choices, default=JobState.QUEUED
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), db_default=Now())
    step = models.CharField(_("step"), max_length=200, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Attempts before the last restart: a restarted run has all of its attempts again.
    attempts_before = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.TextField(_("error"), blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state__in=sorted(OPEN_JOB_STATES)),
                name="one_open_run_per_job",
                violation_error_message=_(
                    "This job is queued or running already: look at its page."
                ),
            ),
            models.UniqueConstraint(
                fields=["kind", "key", "period"],
                condition=~models.Q(period=""),
                name="a_periodic_job_runs_once_a_period",
                violation_error_message=_("This job has run in this period already."),
            ),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")),
                name="never_more_done_than_planned",
                violation_error_message=_("A job has never done more than it has to do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("admin:core_jobrun_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_JOB_STATES

    @property
    def attempts_used(self) -> int:
        return self.attempts - self.attempts_before

    def time_left(self, *, at: dt.datetime) -> dt.timedelta | None:
        """The steps to come at the pace of those done; None as long as nothing can be said."""
        if self.state != JobState.RUNNING or not self.done or self.started_at is None:
            return None
        return (at - self.started_at) / self.done * (self.total - self.done)


class JobChunk(models.Model):
    """The finished result of one part of a run: a restarted run does not do it again."""

    run = models.ForeignKey(JobRun, on_delete=models.CASCADE, related_name="chunks")
    name = models.CharField(max_length=80)
    result = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "name"],
                name="one_result_per_chunk_of_a_run",
                violation_error_message=_("This part of the job is done already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.name}"


class JobNote(models.Model):
    """A line in the log of a run: what happened, when, and who did it."""

    run = models.ForeignKey(JobRun, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField(db_default=Now())
    event = models.CharField(max_length=12, choices=JobEvent.choices)
    text = models.TextField(blank=True)
    who = models.CharField(max_length=254, blank=True)

    class Meta:
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.run}: {self.get_event_display()}"
