from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin import PageAdmin
from core.limits import limited
from core.permissions import require
from core.templatetags.numbers import number
from reports.enums import READABLE_STATES, SHOWN_STATES, SnapshotState
from reports.exports import differences_csv
from reports.forms import StartForm
from reports.models import Figure, Snapshot
from reports.queries.definitions import BY_KEY, HEADLINE, TABLES, Definition
from reports.queries.differences import differences_of, shown_beside
from reports.services import building

TONES = {
    SnapshotState.BUILDING: "info",
    SnapshotState.CURRENT: "good",
    SnapshotState.FROZEN: "good",
    SnapshotState.BESIDE: "warn",
}
ROWS_SHOWN = 200


@dataclass(frozen=True)
class Total:
    """The total of a table and the list of those it counted."""

    name: str
    value: int
    unit: str
    href: str


def _column(table: Definition) -> Callable[[Snapshot], str]:
    """Give the column of the list that shows the table's total."""

    @admin.display(description=table.name)
    def total(snapshot: Snapshot) -> str:
        found = [figure.value for figure in snapshot.totals if figure.key == table.key]  # type: ignore[attr-defined]
        return number(found[0] if found else None)

    return total


@admin.register(Snapshot)
class SnapshotAdmin(PageAdmin):
    """The statistics of the years: started here, built in the background, read by everybody."""

    list_display = (
        "year",
        "as_at",
        "shown_state",
        "public_page",
        *(_column(BY_KEY[key]) for key in HEADLINE),
        "made_at",
    )
    list_filter = ("state",)
    list_select_related = ("run",)
    ordering = ("-year", "-id")
    change_list_template = "admin/reports/snapshot/change_list.html"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, snapshot: Snapshot) -> SafeString:
        tone = TONES.get(SnapshotState(snapshot.state), "")
        context = {"label": snapshot.get_state_display(), "tone": tone}
        return render_to_string("components/_badge.html", context)

    @admin.display(description=gettext_lazy("public page"))
    def public_page(self, snapshot: Snapshot) -> str:
        if snapshot.state not in SHOWN_STATES:
            return ""
        return format_html('<a href="{0}">{0}</a>', snapshot.get_absolute_url())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        totals = Prefetch("figures", Figure.objects.filter(dimension=""), to_attr="totals")
        return super().get_queryset(request).prefetch_related(totals)

    def get_urls(self) -> list[URLPattern]:
        start = path(
            "start/", self.admin_site.admin_view(self.start_view), name="reports_snapshot_start"
        )
        differences = path(
            "<path:object_id>/differences/",
            self.admin_site.admin_view(self.differences_view),
            name="reports_snapshot_differences",
        )
        file = path(
            "<path:object_id>/differences.csv",
            self.admin_site.admin_view(self.differences_file),
            name="reports_snapshot_differences_csv",
        )
        return [start, differences, file, *super().get_urls()]

    def start_view(self, request: HttpRequest) -> HttpResponse:
        require(request.user, building.PERMISSION)
        form = StartForm(request.POST or None, today=timezone.localdate())
        if request.method == "POST" and form.is_valid():
            run = _requested(request, form)
            if run is not None:
                return redirect("admin:core_jobrun_change", run)
        context = self._context(request, title=_("Build statistics"), form=form)
        return TemplateResponse(request, "admin/reports/snapshot/start.html", context)

    def record_page(self, request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
        context = self._context(
            request,
            title=_("Statistics of %(year)s") % {"year": snapshot.year},
            snapshot=snapshot,
            state=self.shown_state(snapshot),
            totals=_totals(snapshot),
            is_shown=snapshot.state in SHOWN_STATES,
            beside=shown_beside(snapshot) if snapshot.state in READABLE_STATES else None,
        )
        return TemplateResponse(request, "admin/reports/snapshot/figures.html", context)

    def differences_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the public page of the year shows beside what this snapshot counted."""
        snapshot, shown = self._pair(request, object_id)
        found = differences_of(shown, snapshot)
        context = self._context(
            request,
            title=_("Differences"),
            snapshot=snapshot,
            shown=shown,
            shown_state=self.shown_state(shown),
            snapshot_state=self.shown_state(snapshot),
            found=found,
            rows=found.rows[:ROWS_SHOWN],
            hidden=len(found.rows[ROWS_SHOWN:]),
        )
        return TemplateResponse(request, "admin/reports/snapshot/differences.html", context)

    @method_decorator(limited("export"))
    def differences_file(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        snapshot, shown = self._pair(request, object_id)
        content = differences_csv(differences_of(shown, snapshot))
        response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
        name = f"differences-{snapshot.year}-{shown.pk}-{snapshot.pk}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _pair(self, request: HttpRequest, object_id: str) -> tuple[Snapshot, Snapshot]:
        """The snapshot asked for and the one that its year shows, if that is another one."""
        snapshot: Snapshot = self.record_or_404(request, object_id)
        require(request.user, "reports.view_snapshot", snapshot)
        shown = shown_beside(snapshot)
        if shown is None or snapshot.state not in READABLE_STATES:
            raise Http404
        return snapshot, shown

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"may_build": request.user.has_perm(building.PERMISSION)}
        return super().changelist_view(request, more | (extra_context or {}))

    def _context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        may_build = request.user.has_perm(building.PERMISSION)
        common = self.admin_site.each_context(request)
        return common | {"opts": self.opts, "may_build": may_build, **more}


def _requested(request: HttpRequest, form: StartForm) -> int | None:
    """Queue the run and give its number; what makes it impossible stands above the form."""
    typed = form.cleaned_data
    try:
        run, is_new = building.request_statistics(
            typed["year"], by=request.user, at=timezone.now(), as_at=typed["as_at"]
        )
    except building.StatisticsNotPossible as error:
        form.add_error("year", str(error))
        return None
    if not is_new:
        messages.info(request, _("These statistics are being built already: this is the job."))
    return run.pk


def _totals(snapshot: Snapshot) -> list[Total]:
    """Give the totals in the order of the tables, each with its list."""
    values = dict(snapshot.figures.filter(dimension="").values_list("key", "value"))
    return [
        Total(str(table.name), values[table.key], str(table.unit.label), table.address(snapshot))
        for table in TABLES
        if table.key in values
    ]
