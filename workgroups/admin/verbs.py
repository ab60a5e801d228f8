"""The page between a button and a change of hands: who, from which day, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin
from core.permissions import require
from workgroups.forms.tenure import ChangeForm
from workgroups.services.refusals import ChangeNotPossible

Words = str | Promise


@dataclass(frozen=True)
class Verb:
    """A change as the secretariat reads it; `name` is the service's, the address' and the test's.

    `is_offered` says for which records there is a button.
    """

    name: str
    take: Callable[..., Any]
    form: type[ChangeForm]
    button: Words
    question: Words
    hint: Words
    done: Words
    is_offered: Callable[[Any], bool] = lambda _record: True


@dataclass(frozen=True)
class Button:
    label: str
    href: str


class WithVerbs(RecordAdmin):
    """A table whose records change hands by verbs, each on a page of its own."""

    verbs: Mapping[str, Verb] = {}
    change_form_template = "admin/workgroups/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        own = [self._own(verb) for verb in self.verbs.values()]
        return [*own, *super().get_urls()]

    def _own(self, verb: Verb) -> URLPattern:
        def view(request: HttpRequest, pk: str) -> HttpResponse:
            return take(self, request, pk, verb)

        address = f"<path:pk>/{verb.name}/"
        return path(address, self.admin_site.admin_view(view), name=_name(self, verb.name))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj and request.user.has_perm(_permission(self), obj):
            context["buttons"] = self.buttons_of(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def buttons_of(self, record: Any) -> list[Button]:
        return [
            Button(str(verb.button), reverse(f"admin:{_name(self, verb.name)}", args=[record.pk]))
            for verb in self.verbs.values()
            if verb.is_offered(record)
        ]


def take(model_admin: Any, request: HttpRequest, pk: str, verb: Verb) -> HttpResponse:
    """Ask, make the change, lead back to the record; what is refused is said, and asked again."""
    record = model_admin.record_or_404(request, pk)
    require(request.user, _permission(model_admin), record)
    form = verb.form(
        request.POST if request.method == "POST" else None,
        initial={"on": timezone.localdate()},
        record=record,
    )
    if request.method == "POST" and form.is_valid():
        try:
            verb.take(record, by=request.user, at=timezone.now(), **form.arguments())
        except ChangeNotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, str(verb.done))
            return redirect(back_to(model_admin, record))
    context = page_context(model_admin, request, record, str(verb.question)) | {
        "form": form,
        "verb": verb,
    }
    return TemplateResponse(request, "admin/workgroups/verb.html", context)


def page_context(model_admin: Any, request: HttpRequest, record: Any, title: str) -> dict[str, Any]:
    """Give what every page about a record has."""
    return model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": title,
        "record": record,
        "back": back_to(model_admin, record),
    }


def back_to(model_admin: Any, record: Any) -> str:
    """Give the address of the record's own page."""
    return reverse(f"admin:{_name(model_admin, 'change')}", args=[record.pk])


def _name(model_admin: Any, name: str) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_{name}"


def _permission(model_admin: Any) -> str:
    return f"{model_admin.opts.app_label}.change_{model_admin.opts.model_name}"


HISTORY_WORDS: Mapping[str, Words] = {
    "take_seat": _("take a seat"),
    "appoint": _("appoint"),
    "end": _("end"),
    "replace": _("replace"),
    "hand_over_lead": _("hand over the lead"),
    "change_term": _("change of term"),
}
