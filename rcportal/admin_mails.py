"""The outbox in the workplace: what was written to whom, how far it is, what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from core import outbox
from core.admin import PageAdmin
from core.enums import MAIL_STEPS, MailState
from core.models import OutboxMail
from core.models.outbox import OutboxMailQuerySet
from core.outbox import kinds
from core.permissions import require
from core.steps import sources_of

MOST_AT_ONCE: Final = 2000
SHOWN_IN_PREVIEW: Final = 20
TONES: Final[dict[str, str]] = {
    MailState.SENT: "good",
    MailState.FAILED: "bad",
    MailState.HELD: "warn",
    MailState.RETRY: "warn",
    MailState.QUEUED: "info",
    MailState.SENDING: "info",
}


@dataclass(frozen=True)
class Step:
    """A step as the secretariat reads it: the button, the question, the answer afterwards."""

    name: str
    take: Callable[..., int]
    button: str | Promise
    question: str | Promise
    hint: str | Promise
    done: Any
    asks_why: bool = False

    @property
    def permission(self) -> str:
        return f"core.{self.name}_outboxmail"

    @property
    def address(self) -> str:
        return reverse("admin:core_outboxmail_step", args=[self.name])


STEPS: Final = {
    step.name: step
    for step in (
        Step(
            "release",
            outbox.release,
            pgettext_lazy("mail", "Let go"),
            gettext_lazy("Let held mails go"),
            gettext_lazy("They leave within a minute and cannot be called back."),
            ngettext_lazy("%(count)d mail was let go.", "%(count)d mails were let go.", "count"),
        ),
        Step(
            "try_again",
            outbox.try_again,
            pgettext_lazy("mail", "Try again"),
            gettext_lazy("Try again to send"),
            gettext_lazy("They are tried at once, and again later if that fails."),
            ngettext_lazy(
                "%(count)d mail is tried again.", "%(count)d mails are tried again.", "count"
            ),
        ),
        Step(
            "cancel",
            outbox.cancel_mails,
            pgettext_lazy("mail", "Cancel the mail"),
            gettext_lazy("Cancel mails that have not left"),
            gettext_lazy(
                "They will not be sent, and the notices of them disappear. That is for good."
            ),
            ngettext_lazy(
                "%(count)d mail was cancelled.", "%(count)d mails were cancelled.", "count"
            ),
            asks_why=True,
        ),
    )
}


class StepForm(forms.Form):
    """Why; only of a step that asks for it."""

    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Stands in the history. A short sentence understood in ten years."),
    )

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["reason"]


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, str(label)) for kind, label in kinds.known().items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(PageAdmin):
    """Mails are written by the portal; here they are read, let go, tried again or cancelled."""

    list_display = ("subject", "address", "shown_kind", "shown_state", "created_at", "sent_at")
    list_filter = ("state", KindFilter, "created_at")
    search_fields = ("subject", "address")
    search_help_text = gettext_lazy("Words of the heading, or address.")
    ordering = ("-id",)
    sortable_by = ("created_at", "sent_at")
    actions = ("release", "try_again", "cancel")
    history_words: ClassVar[Any] = {name: step.button for name, step in STEPS.items()}

    @admin.display(description=gettext_lazy("kind"))
    def shown_kind(self, mail: OutboxMail) -> str:
        return outbox.label_of(mail.kind)

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, mail: OutboxMail) -> SafeString:
        context = {"label": mail.get_state_display(), "tone": TONES.get(mail.state, "")}
        return render_to_string("components/_badge.html", context)

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"core_outboxmail_{name}")

        return [
            own("step/<slug:step>/", self.step_view, "step"),
            own("<int:pk>/page/", self.page_view, "page"),
            *super().get_urls(),
        ]

    # --- One mail ---

    def record_page(self, request: HttpRequest, mail: OutboxMail) -> HttpResponse:
        context = self._context(
            request,
            title=mail.subject,
            mail=mail,
            kind=outbox.label_of(mail.kind),
            state=self.shown_state(mail),
            steps=[step for step in STEPS.values() if is_open(step, mail, request.user)],
            about=page_about(mail),
        )
        return TemplateResponse(request, "admin/core/outboxmail/mail.html", context)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail as a page, as mail programs show it; nothing in it can run or load."""
        mail = get_object_or_404(OutboxMail.objects.exclude(html=""), pk=pk)
        require(request.user, "core.view_outboxmail", mail)
        return HttpResponse(mail.html)

    # --- Steps, for one mail or for several: first a look at what will leave, and to whom ---

    @admin.action(description=gettext_lazy("Let the selected mails go …"), permissions=["release"])
    def release(self, request: HttpRequest, queryset: OutboxMailQuerySet) -> HttpResponse | None:
        return self._ask(request, queryset, STEPS["release"])

    @admin.action(
        description=gettext_lazy("Try the selected mails again …"), permissions=["try_again"]
    )
    def try_again(self, request: HttpRequest, queryset: OutboxMailQuerySet) -> HttpResponse | None:
        return self._ask(request, queryset, STEPS["try_again"])

    @admin.action(description=gettext_lazy("Cancel the selected mails …"), permissions=["cancel"])
    def cancel(self, request: HttpRequest, queryset: OutboxMailQuerySet) -> HttpResponse | None:
        return self._ask(request, queryset, STEPS["cancel"])

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(STEPS["release"].permission)

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(STEPS["try_again"].permission)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(STEPS["cancel"].permission)

    def step_view(self, request: HttpRequest, step: str) -> HttpResponse:
        asked = STEPS.get(step)
        if asked is None:
            raise Http404
        require(request.user, asked.permission)
        mails = chosen_in(request)
        form = StepForm(request.POST or None, asks_why=asked.asks_why)
        if request.method != "POST" or not form.is_valid():
            return self._preview(request, mails, asked, form)
        count = asked.take(mails, by=request.user, at=timezone.now(), **form.cleaned_data)
        if count:
            messages.success(request, asked.done % {"count": count})
        else:
            messages.error(request, _("Nothing was done: the mails had gone on meanwhile."))
        return redirect(back_from(mails))

    def _ask(
        self, request: HttpRequest, chosen: OutboxMailQuerySet, step: Step
    ) -> HttpResponse | None:
        ids = list(chosen.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(ids) > MOST_AT_ONCE:
            text = _("Choose at most %(most)d mails at a time: filter the list first.")
            self.message_user(request, text % {"most": MOST_AT_ONCE}, messages.ERROR)
            return None
        mails = OutboxMail.objects.filter(pk__in=ids)
        return self._preview(request, mails, step, StepForm(asks_why=step.asks_why))

    def _preview(
        self, request: HttpRequest, mails: OutboxMailQuerySet, step: Step, form: StepForm
    ) -> HttpResponse:
        open_ones = mails.filter(state__in=sources_of(MAIL_STEPS, step.name)).order_by("pk")
        ids = list(open_ones.values_list("pk", flat=True))
        by_kind = open_ones.order_by("kind").values_list("kind").annotate(Count("pk"))
        context = self._context(
            request,
            title=step.question,
            lead=step.hint,
            form=form,
            button=step.button,
            action=step.address,
            ids=",".join(map(str, ids)),
            count=len(ids),
            closed=mails.count() - len(ids),
            by_kind=[(outbox.label_of(kind), number) for kind, number in by_kind],
            shown=open_ones[:SHOWN_IN_PREVIEW],
            more=max(len(ids) - SHOWN_IN_PREVIEW, 0),
            example=open_ones.first(),
            back=back_from(mails),
        )
        return TemplateResponse(request, "admin/core/outboxmail/step.html", context)

    def _context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts, **more}


def is_open(step: Step, mail: OutboxMail, user: Any) -> bool:
    """Tell whether the user may take the step with this mail now."""
    return mail.state in sources_of(MAIL_STEPS, step.name) and user.has_perm(step.permission, mail)


def page_about(mail: OutboxMail) -> str:
    """Give the workplace's page of what the mail is about, if it has one."""
    name = mail.about_model.replace(".", "_")
    try:
        return reverse(f"admin:{name}_change", args=[mail.about_pk]) if name else ""
    except NoReverseMatch:
        return ""


def chosen_in(request: HttpRequest) -> OutboxMailQuerySet:
    """Give the mails that the request names, or answer 404."""
    asked_for = request.POST if request.method == "POST" else request.GET
    ids = [text for text in asked_for.get("ids", "").split(",") if text.isdecimal()]
    mails = OutboxMail.objects.filter(pk__in=[int(text[:18]) for text in ids])
    if not 0 < len(ids) <= MOST_AT_ONCE or not mails.exists():
        raise Http404
    return mails


def back_from(mails: OutboxMailQuerySet) -> str:
    ids = list(mails.values_list("pk", flat=True)[:2])
    if len(ids) == 1:
        return reverse("admin:core_outboxmail_change", args=ids)
    return reverse("admin:core_outboxmail_changelist")
