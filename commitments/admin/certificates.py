"""Certificates in the workplace: issuing them, their wording, how their numbers are formed."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commitments.admin import steps
from commitments.enums import State
from commitments.forms import IssueForm, WordingForm
from commitments.models import CertificateWording, Commitment, RegisterSettings
from commitments.services import certificates, facts
from commitments.services.certificates import CertificateNotOpen, waits_for_certificate
from commitments.services.days import DayNotPossible
from commitments.services.printing import LAYOUT, specimen_of
from core.admin import RecordAdmin
from core.history import because
from core.limits import limited
from core.outbox.addresses import link
from core.permissions import require
from core.typesetting import typeset

ISSUE = "commitments.issue_commitment"


def links_of(commitment: Commitment, user: Any) -> list[steps.Button]:
    """Give what can be done about the certificate of this commitment: issue it, or print it."""
    found = []
    if waits_for_certificate(commitment) and user.has_perm(ISSUE, commitment):
        address = f"{reverse('admin:commitments_commitment_issue')}?ids={commitment.pk}"
        found.append(steps.Button("issue", _("Issue certificate"), address))
    if commitment.certificate_number and commitment.state == State.IN_FORCE:
        address = reverse("commitments:certificate", args=[commitment.organisation.code])
        found.append(steps.Button("print", _("Print certificate"), address))
    return found


def issue_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Ask for the day of issue, give each commitment its number, show again what was refused."""
    require(request.user, ISSUE)
    chosen = steps.chosen_in(request)
    form = IssueForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    if request.method != "POST" or not form.is_valid():
        return _page(model_admin, request, chosen, form)
    refused = _issue(request, chosen, form)
    return _page(model_admin, request, refused, form) if refused else steps.afterwards(chosen)


def _issue(request: HttpRequest, chosen: Iterable[Commitment], form: IssueForm) -> list[Commitment]:
    """Issue one after the other; answer those whose day was refused."""
    numbers, refused = [], []
    for commitment in chosen:
        try:
            numbers.append(
                certificates.issue(
                    commitment, by=request.user, at=timezone.now(), on=form.cleaned_data["on"]
                )
            )
        except CertificateNotOpen as error:
            messages.error(request, str(error))
        except DayNotPossible as error:
            refused.append(commitment)
            form.add_error(
                "on", _("%(commitment)s: %(error)s") % {"commitment": commitment, "error": error}
            )
    if numbers:
        messages.success(request, _issued(numbers))
    return refused


def _issued(numbers: list[str]) -> str:
    text = ngettext(
        "%(count)s certificate was issued: %(numbers)s.",
        "%(count)s certificates were issued: %(numbers)s.",
        len(numbers),
    )
    shown = numbers[0] if len(numbers) == 1 else f"{numbers[0]} – {numbers[-1]}"
    return text % {"count": len(numbers), "numbers": shown}


def _page(
    model_admin: Any, request: HttpRequest, chosen: list[Commitment], form: IssueForm
) -> HttpResponse:
    waiting = [each for each in chosen if waits_for_certificate(each)]
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": _("Issue certificates"),
        "waiting": waiting,
        "left_out": [each for each in chosen if not waits_for_certificate(each)],
        "ids": ",".join(str(each.pk) for each in waiting),
        "lead": _(
            "Each commitment gets its number; the certificate can be printed from then on, "
            "by everybody."
        ),
        "form": form,
        "button": _("Issue certificates"),
        "back": steps.back_of(chosen),
    }
    return TemplateResponse(request, "admin/commitments/commitment/issue.html", context)


@admin.register(CertificateWording)
class CertificateWordingAdmin(RecordAdmin):
    """What is printed on certificates; a specimen shows it before it is confirmed."""

    in_menu = False

    form = WordingForm
    list_display = ("document", "title", "issuer", "is_confirmed", "specimen")
    ordering = ("document",)
    change_form_template = "admin/commitments/certificatewording/change_form.html"
    kept = (
        (None, {"fields": ("document", "is_confirmed")}),
        (gettext_lazy("Chinese"), {"fields": ("title", "body", "issuer", "note")}),
        (
            gettext_lazy("English"),
            {"fields": ("title_english", "body_english", "issuer_english", "note_english")},
        ),
    )

    @admin.display(description=gettext_lazy("specimen"))
    def specimen(self, wording: CertificateWording) -> SafeString:
        address = reverse("admin:commitments_certificatewording_specimen", args=[wording.pk])
        return SafeString(f'<a href="{address}">PDF</a>')

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return self.kept
        return (*self.kept, (_("Change"), {"fields": ("reason",)}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("document",) if obj else ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Both documents have their wording from the beginning."""
        return False

    def get_urls(self) -> list[URLPattern]:
        specimen = path(
            "<int:pk>/specimen.pdf",
            self.admin_site.admin_view(self.specimen_view),
            name="commitments_certificatewording_specimen",
        )
        return [specimen, *super().get_urls()]

    @method_decorator(limited("export"))
    def specimen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        wording = get_object_or_404(CertificateWording, pk=pk)
        require(request.user, "commitments.view_certificatewording", wording)
        now = timezone.now()
        address = link(reverse("verify"))
        words = specimen_of(wording, address=address, on=timezone.localdate(now))
        response = HttpResponse(typeset(LAYOUT, words, at=now), content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="specimen.pdf"'
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with because(by=request.user, reason=form.cleaned_data["reason"]):
            super().save_model(request, obj, form, change)
        facts.touch()  # printed certificates are kept until the register changes


@admin.register(RegisterSettings)
class RegisterSettingsAdmin(RecordAdmin):
    """One record: what holds for the register as a whole."""

    in_menu = False

    list_display = ("__str__", "certificate_pattern", "serial_digits")
    ordering = ("pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
