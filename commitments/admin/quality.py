"""What of the register is to be looked after: questions, numbers, and the lists behind them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commitments.admin.filters import LongFilter
from commitments.queries.quality import ANY, QUESTIONS, counts, organisations_with


class QualityFilter(LongFilter):
    title = gettext_lazy("to be looked after")
    parameter_name = "quality"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        questions = ((key, question.name) for key, question in QUESTIONS.items())
        return [(ANY, pgettext_lazy("to be looked after", "anything")), *questions]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        if asked is None or asked not in (ANY, *QUESTIONS):
            return queryset
        return queryset.filter(pk__in=organisations_with(asked).values("pk"))


def quality_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Show every question with the number of its organisations, faults first."""
    counted, address = counts(), reverse("admin:commitments_organisation_changelist")
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": _("Data to be looked after"),
        "rows": [
            (question, counted.found[key], f"{address}?{QualityFilter.parameter_name}={key}")
            for key, question in QUESTIONS.items()
        ],
        "committed": counted.committed,
    }
    return TemplateResponse(request, "admin/commitments/organisation/quality.html", context)
