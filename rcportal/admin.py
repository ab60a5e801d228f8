"""The pages of core's jobs and mails, registered here: core knows nobody who could read them."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core import jobs
from core.admin import ReadingAdmin
from core.enums import JobState
from core.job_kinds import name_of, result_of
from core.models import JobRun
from core.permissions import require
from rcportal.admin_mails import OutboxMailAdmin

__all__ = ["JobRunAdmin", "OutboxMailAdmin"]

TONES = {JobState.RUNNING: "info", JobState.DONE: "good", JobState.FAILED: "bad"}


@admin.register(JobRun)
class JobRunAdmin(ReadingAdmin):
    """Background jobs: how far they are, what went wrong."""

    list_display = ("shown_kind", "key", "shown_state", "started_by", "created_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("started_by",)
    search_fields = ("kind", "key")
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def shown_kind(self, run: JobRun) -> str:
        return name_of(run)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, run: JobRun) -> SafeString:
        context = {"label": run.get_state_display(), "tone": TONES.get(JobState(run.state), "")}
        return render_to_string("components/_badge.html", context)

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"core_jobrun_{name}")

        return [
            own("<int:pk>/progress/", self.progress_view, "progress"),
            own("<int:pk>/cancel/", require_POST(self.cancel_view), "cancel"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        run = self.record_or_404(request, object_id)
        context = self.admin_site.each_context(request) | self._shown(request, run)
        return TemplateResponse(request, "admin/core/jobrun/run.html", context)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The moving part of the page alone, asked for every two seconds."""
        context = self._shown(request, get_object_or_404(JobRun, pk=pk))
        return TemplateResponse(request, "admin/core/jobrun/_progress.html", context)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(JobRun, pk=pk)
        require(request.user, "core.cancel_jobrun", run)
        if jobs.cancel(run):
            messages.success(request, _("The job was cancelled; nothing it did is shown anywhere."))
        else:
            messages.error(request, _("The job had ended before it could be cancelled."))
        return redirect("admin:core_jobrun_change", pk)

    def _shown(self, request: HttpRequest, run: JobRun) -> dict[str, Any]:
        require(request.user, "core.view_jobrun", run)
        return {
            "opts": self.opts,
            "title": name_of(run),
            "run": run,
            "state": self.shown_state(run),
            "step_number": min(run.done + 1, run.total),
            "result": result_of(run) if run.state == JobState.DONE else "",
            "may_cancel": run.is_open and request.user.has_perm("core.cancel_jobrun", run),
        }
