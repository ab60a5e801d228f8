"""Records beside each other, what bringing them together would do, and taking that back."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.admin.duplicates import ADDRESS, PERMISSION, members_or_404, page_of
from commitments.forms.duplicates import ApartForm, UniteForm
from commitments.models import Organisation, RecordUnion
from commitments.services import uniting
from commitments.services.uniting import UnionNotPossible
from commitments.services.uniting.beside import belongings_of
from commitments.services.uniting.fields import CHOICES, label_of, shown
from core.admin import ReadingAdmin
from core.permissions import require


@dataclass(frozen=True)
class Cell:
    """What one record says in one line; `choice` is the button that lets it stay."""

    text: str
    choice: Any = None


@dataclass(frozen=True)
class Line:
    """One line of the table: what it is about, and a cell for each record."""

    label: str
    cells: list[Cell]
    differs: bool


def unite_view(model_admin: Any, request: HttpRequest, numbers: str) -> HttpResponse:
    """Show the records side by side, then what would happen, and do it when that was confirmed."""
    require(request.user, PERMISSION)
    members = members_or_404(numbers)
    form = UniteForm(request.POST if request.method == "POST" else None, records=members)
    context: dict[str, Any] = {"form": form, "members": members, "numbers": numbers}
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        try:
            if (seal := request.POST.get("seal", "")) and "look" not in request.POST:
                union = uniting.unite(
                    form.wish, reason=form.cleaned_data["reason"], seal=seal, **who
                )
                messages.success(request, _("The records were brought together."))
                return redirect("admin:commitments_recordunion_change", union.pk)
        except UnionNotPossible as error:
            form.add_error(None, str(error))
        context["foreseen"] = _foreseen(form, who)
    context |= {"lines": _lines(form, members), "belongings": belongings_of(members)}
    return page_of(model_admin, request, "unite", _("Bring records together"), context)


def _foreseen(form: UniteForm, who: dict[str, Any]) -> Any:
    """Say what would happen, or why it cannot."""
    try:
        return uniting.foresee(form.wish, **who)
    except UnionNotPossible as error:
        if str(error) not in form.non_field_errors():
            form.add_error(None, str(error))
        return None


def _lines(form: UniteForm, members: list[Organisation]) -> list[Line]:
    """Give a line for each thing that records say of themselves, unless none says anything."""
    lines = []
    for choice in CHOICES:
        texts = [shown(member, choice) for member in members]
        buttons = list(form[choice]) if choice in form.fields else [None] * len(members)
        if any(texts):
            cells = [Cell(*pair) for pair in zip(texts, buttons, strict=True)]
            lines.append(Line(label_of(choice), cells, choice in form.fields))
    return lines


@admin.register(RecordUnion)
class RecordUnionAdmin(ReadingAdmin):
    """What was brought together, by whom and why; it can be taken back."""

    in_menu = False
    change_form_template = "admin/commitments/recordunion/change_form.html"

    list_display = ("kept", "reason", "united_by", "united_at", "undone_at")
    list_select_related = ("kept", "united_by")
    search_fields = ("kept__name", "reason")
    ordering = ("-united_at", "-id")
    fields = (
        *("kept", "records", "sentences", "reason", "united_by", "united_at"),
        *("undone_by", "undone_at", "undone_because"),
    )
    readonly_fields = fields

    @admin.display(description=gettext_lazy("records"))
    def records(self, union: RecordUnion) -> str:
        return "\n".join(f"{each['name']} · {each['code']}" for each in union.members)

    @admin.display(description=gettext_lazy("what was done"))
    def sentences(self, union: RecordUnion) -> str:
        return "\n".join(union.done)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(take_back_view, self))
        name = "commitments_recordunion_take_back"
        return [path("<path:object_id>/take-back/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        union = kwargs["obj"]
        context["may_take_back"] = request.user.has_perm(PERMISSION) and not union.undone_at
        return super().render_change_form(request, context, *args, **kwargs)


def take_back_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask why, and take the records apart; what stands in the way is named."""
    require(request.user, PERMISSION)
    union = model_admin.record_or_404(request, object_id)
    form = ApartForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "form": form,
        "button": _("Take it back"),
        "hint": _(
            "Every record is then as it was before. What was entered for the kept one since stays "
            "with it."
        ),
        "back": reverse("admin:commitments_recordunion_change", args=[union.pk]),
    }
    if request.method == "POST" and form.is_valid():
        try:
            uniting.take_back(
                union, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except UnionNotPossible as error:
            form.add_error(None, str(error))
            context["obstacles"] = error.obstacles
        else:
            messages.success(request, _("The records are apart again."))
            return redirect(ADDRESS)
    title = _("Take back: %(succession)s") % {"succession": union}
    return page_of(model_admin, request, "different", title, context)
