"""Long jobs in the workplace: how far they are, what went wrong, cancel and start anew."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core import job_pages, jobs
from core.admin import PageAdmin
from core.enums import JobState
from core.job_kinds import name_of
from core.models import JobRun
from core.permissions import require
from core.templatetags.dates import moment


@admin.register(JobRun)
class JobRunAdmin(PageAdmin):
    """Background jobs: how far they are, what went wrong."""

    list_display = ("shown_kind", "shown_state", "shown_progress", "started_by", "created_at")
    list_filter = ("state",)
    list_select_related = ("started_by",)
    search_fields = ("kind", "key")
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("job"), ordering="kind")
    def shown_kind(self, run: JobRun) -> str:
        return name_of(run)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, run: JobRun) -> SafeString:
        context = {"label": run.get_state_display(), "tone": job_pages.TONES.get(run.state, "")}
        return render_to_string("components/_badge.html", context)

    @admin.display(description=gettext_lazy("how far"))
    def shown_progress(self, run: JobRun) -> str:
        if run.state == JobState.RUNNING and run.total:
            return _("Step %(number)s of %(total)s") % job_pages.step_of(run)
        return moment(run.finished_at) if run.finished_at else ""

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Callable[..., Any], name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"core_jobrun_{name}")

        return [
            own("<int:pk>/progress/", self.progress_view, "progress"),
            own("<int:pk>/cancel/", require_POST(self.cancel_view), "cancel"),
            own("<int:pk>/restart/", require_POST(self.restart_view), "restart"),
            *super().get_urls(),
        ]

    def record_page(self, request: HttpRequest, run: JobRun) -> HttpResponse:
        context = self.admin_site.each_context(request) | self._shown(request, run)
        return TemplateResponse(request, "admin/core/jobrun/run.html", context)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The moving part of the page alone, asked for every two seconds."""
        context = self._shown(request, get_object_or_404(JobRun, pk=pk))
        return TemplateResponse(request, "admin/core/jobrun/_progress.html", context)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(JobRun, pk=pk)
        require(request.user, "core.cancel_jobrun", run)
        if jobs.cancel(run, by=request.user, at=timezone.now()):
            messages.success(request, _("The job was cancelled; nothing it did is shown anywhere."))
        else:
            messages.error(request, _("The job had ended before it could be cancelled."))
        return redirect("admin:core_jobrun_change", pk)

    def restart_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(JobRun, pk=pk)
        require(request.user, "core.restart_jobrun", run)
        try:
            jobs.restart(run, by=request.user, at=timezone.now())
        except jobs.NotRestarted as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The job was started anew, from its beginning."))
        return redirect("admin:core_jobrun_change", pk)

    def _shown(self, request: HttpRequest, run: JobRun) -> dict[str, Any]:
        require(request.user, "core.view_jobrun", run)
        context = job_pages.shown(run, request.user, at=timezone.now())
        return {"opts": self.opts, "title": name_of(run), **context}
