from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commitments.admin.badges import state_badge
from commitments.admin.comparison_workbook import comparison_workbook
from commitments.admin.import_pages import brought_by, taking_back, work_on
from commitments.admin.preview import VERDICTS, preview_of
from commitments.admin.template_workbook import template_workbook
from commitments.enums import BatchState
from commitments.forms import ColumnsForm, LeaveOutForm, UndoForm, UploadForm
from commitments.models import ImportBatch
from commitments.services import importing
from commitments.services.importing import queueing, returning
from core.admin import PageAdmin
from core.limits import limited
from core.permissions import require

IMPORT = "commitments.import_register"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@admin.register(ImportBatch)
class ImportBatchAdmin(PageAdmin):
    """Lists that were brought in: uploaded, looked at, then imported or discarded."""

    list_display = (
        "file_name",
        "shown_state",
        "accepted",
        "changed",
        "unchanged",
        "refused",
        "uploaded_by",
        "created_at",
    )
    list_filter = ("state",)
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name",)
    ordering = ("-id",)
    change_list_template = "admin/commitments/importbatch/change_list.html"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, batch: ImportBatch) -> SafeString:
        return state_badge(batch.state, batch.get_state_display())

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        """The file and its report are read only where one import is shown."""
        return super().get_queryset(request).defer("content", "report")

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            checked = self.admin_site.admin_view(view)
            return path(address, checked, name=f"commitments_importbatch_{name}")

        return [
            own("upload/", self.upload_view, "upload"),
            own("template.xlsx", self.template_view, "template"),
            own("<int:pk>/columns/", require_POST(self.columns_view), "columns"),
            own("<int:pk>/leave-out/", require_POST(self.leave_out_view), "leave_out"),
            own("<int:pk>/comparison.xlsx", self.comparison_view, "comparison"),
            own("<int:pk>/confirm/", require_POST(self.confirm_view), "confirm"),
            own("<int:pk>/discard/", require_POST(self.discard_view), "discard"),
            own("<int:pk>/refused.xlsx", self.refused_view, "refused"),
            own("<int:pk>/undo/", require_POST(self.undo_view), "undo"),
            *super().get_urls(),
        ]

    # --- Upload ---

    @method_decorator(limited("upload", methods=["POST"]))
    def upload_view(self, request: HttpRequest) -> HttpResponse:
        require(request.user, IMPORT)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid() and (batch := _checked(request, form)):
                return redirect("admin:commitments_importbatch_change", batch.pk)
        context = self._context(request, title=_("Import the register"), form=form)
        return TemplateResponse(request, "admin/commitments/importbatch/upload.html", context)

    @method_decorator(limited("export"))
    def template_view(self, request: HttpRequest) -> HttpResponse:
        require(request.user, IMPORT)
        response = HttpResponse(template_workbook(), content_type=XLSX)
        response["Content-Disposition"] = (
            "attachment; filename=\"register.xlsx\"; filename*=UTF-8''%E5%90%8D%E5%BD%95.xlsx"
        )
        return response

    # --- Preview and result: one page, as far as the import has come ---

    def record_page(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        return self._page(request, batch, ColumnsForm(report=batch.report))

    def _page(
        self,
        request: HttpRequest,
        batch: ImportBatch,
        columns_form: ColumnsForm,
        leaving: LeaveOutForm | None = None,
    ) -> HttpResponse:
        """Show the import; `leaving` is a choice of rows that could not be read."""
        preview = preview_of(batch, request.GET)
        ticked = preview.with_boxes & set(batch.leave_out) if leaving is None else set()
        may_import = request.user.has_perm(IMPORT)
        work = work_on(batch, request.user)
        is_at_work = bool(work) and work["run"].is_open
        is_waiting = batch.state == BatchState.UPLOADED and may_import and not is_at_work
        context = self._context(
            request,
            title=_("Import: %(file)s") % {"file": batch.file_name},
            batch=batch,
            state=self.shown_state(batch),
            preview=preview,
            ticked=ticked,
            leaving=leaving or LeaveOutForm.of(set(batch.leave_out) - ticked),
            is_open=batch.state == BatchState.PREVIEWED and may_import and not is_at_work,
            is_unclear=is_waiting and bool(columns_form.columns),
            is_left=is_waiting and not columns_form.columns,
            is_at_work=is_at_work,
            columns_form=columns_form if may_import and columns_form.columns else None,
            form=columns_form,
            may_fetch=may_import and returning.has_refused_rows(batch),
            brought=brought_by(batch),
            taking_back=None if is_at_work else taking_back(batch, may_import=may_import),
            **work,
        )
        return TemplateResponse(request, "admin/commitments/importbatch/batch.html", context)

    def columns_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.user, IMPORT)
        batch = get_object_or_404(ImportBatch, pk=pk)
        form = ColumnsForm(request.POST, report=batch.report)
        if not form.is_valid():
            return self._page(request, batch, form)
        if queueing.is_long_to_compare(batch):
            return self._queue(request, batch, "columns", **form.choice.as_json())
        try:
            importing.choose_columns(batch, form.choice, by=request.user, at=timezone.now())
        except (importing.BatchDecided, importing.ListRefused) as error:
            messages.error(request, str(error))
        return redirect("admin:commitments_importbatch_change", pk)

    def leave_out_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep which rows stay out, and show the page of rows that the query asks for."""
        require(request.user, IMPORT)
        batch = get_object_or_404(ImportBatch, pk=pk)
        leaving = LeaveOutForm.sent(request.POST)
        if not leaving.is_valid():
            return self._page(request, batch, ColumnsForm(report=batch.report), leaving)
        try:
            importing.leave_out(batch, leaving.cleaned_data["other_rows"])
        except importing.BatchDecided as error:
            messages.error(request, str(error))
        return redirect(_turned(request, pk))

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.user, IMPORT)
        batch = get_object_or_404(ImportBatch, pk=pk)
        leaving = LeaveOutForm.sent(request.POST)
        if not leaving.is_valid():
            return self._page(request, batch, ColumnsForm(report=batch.report), leaving)
        wish: dict[str, Any] = {
            "accept_good": "accept_good" in request.POST,
            "leave_out": leaving.cleaned_data["other_rows"],
        }
        if queueing.is_long_list(batch):
            return self._queue(request, batch, "confirm", **wish)
        try:
            importing.confirm(batch, by=request.user, at=timezone.now(), **wish)
        except (importing.RegisterMoved, importing.RowsRefused, importing.BatchDecided) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The list was imported."))
        return redirect("admin:commitments_importbatch_change", pk)

    @method_decorator(limited("export"))
    def refused_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list as it was sent, with what is wrong beside the cells."""
        require(request.user, IMPORT)
        batch = get_object_or_404(ImportBatch, pk=pk)
        if not returning.has_refused_rows(batch):
            raise Http404(_("The file of this import is no longer kept."))
        name, workbook = returning.returned(batch)
        response = HttpResponse(workbook, content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response

    @method_decorator(limited("export"))
    def comparison_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Every row of the list with what the comparison says of it."""
        batch = self.record_or_404(request, str(pk))
        require(request.user, "commitments.view_importbatch", batch)
        stem = batch.file_name.rpartition(".")[0]
        name = _("%(file)s - comparison.xlsx") % {"file": stem}
        response = FileResponse(comparison_workbook(batch), content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.user, IMPORT)
        batch = get_object_or_404(ImportBatch, pk=pk)
        try:
            importing.discard(batch, by=request.user)
        except importing.BatchDecided as error:
            messages.error(request, str(error))
            return redirect("admin:commitments_importbatch_change", pk)
        messages.success(request, _("The list was discarded; nothing was written."))
        return redirect("admin:commitments_importbatch_changelist")

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.user, IMPORT)
        batch = get_object_or_404(ImportBatch, pk=pk)
        form = UndoForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say why the import is taken back."))
            return redirect("admin:commitments_importbatch_change", pk)
        reason = form.cleaned_data["reason"]
        if queueing.is_long_list(batch):
            return self._queue(request, batch, "undo", reason=reason)
        try:
            importing.undo(batch, by=request.user, at=timezone.now(), reason=reason)
        except importing.UndoNotPossible as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The import was taken back: the register is as before."))
        return redirect("admin:commitments_importbatch_change", pk)

    def _queue(
        self, request: HttpRequest, batch: ImportBatch, what: str, **details: Any
    ) -> HttpResponse:
        queueing.request(batch, what, by=request.user, at=timezone.now(), **details)
        return redirect("admin:commitments_importbatch_change", batch.pk)

    def _context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        common = self.admin_site.each_context(request)
        return common | {"opts": self.opts, "may_import": request.user.has_perm(IMPORT), **more}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"may_import": request.user.has_perm(IMPORT)}
        return super().changelist_view(request, more | (extra_context or {}))


def _turned(request: HttpRequest, pk: int) -> str:
    """Give the address of the import with the pages of its sections that the query names."""
    pages = {verdict: request.GET[verdict] for verdict in VERDICTS if verdict in request.GET}
    address = reverse("admin:commitments_importbatch_change", args=[pk])
    section = request.GET.get("to", "")
    fragment = section if section in VERDICTS else "decision"
    return f"{address}?{urlencode(pages)}#{fragment}"


def _checked(request: HttpRequest, form: UploadForm) -> ImportBatch | None:
    """Check the file; what is wrong with it as a whole stands at the field."""
    file = form.cleaned_data["file"]
    data, now = file.read(), timezone.now()
    try:
        if not queueing.is_long_file(data):
            return importing.check(file.name, data, by=request.user, at=now)
        batch = importing.receive(file.name, data, by=request.user)
    except importing.ListRefused as error:
        form.add_error("file", str(error))
        return None
    queueing.request(batch, "check", by=request.user, at=now)
    return batch
