from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from rules.contrib.admin import ObjectPermissionsTabularInline

from commitments.services import facts
from core.admin import RecordAdmin
from core.changes import Part
from core.templatetags.numbers import number
from reports.models import Quotation, QuotedNumber
from reports.queries.quotations import Beside, beside_computed


class NumbersInline(ObjectPermissionsTabularInline):
    model = QuotedNumber
    fields = ("subject", "bound", "value")
    extra = 2

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A number that is not in the sentence is taken out; the sentence itself stays."""
        return self.has_change_permission(request, obj)


@admin.register(Quotation)
class QuotationAdmin(RecordAdmin):
    """Published sentences with figures, each beside what the portal counts."""

    list_display = ("as_at", "wording", "shown_numbers", "source", "is_shown")
    list_display_links = ("wording",)
    list_filter = ("is_shown",)
    search_fields = ("wording", "source", "explanation")
    search_help_text = gettext_lazy("Wording, source or explanation.")
    ordering = ("-as_at", "-pk")
    inlines = (NumbersInline,)
    fields = ("as_at", "is_about", "wording", "source", "url", "explanation", "is_shown")
    history_parts = (Part(QuotedNumber, "quotation", "subject"),)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """A sentence and its numbers are typed together."""
        return self.inlines

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("computed",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields[:5], "computed", *self.fields[5:]) if obj else self.fields

    @admin.display(description=gettext_lazy("numbers"))
    def shown_numbers(self, quotation: Quotation) -> str:
        parting = pgettext("between items of a list", ", ")
        return parting.join(map(str, quotation.numbers.all()))

    @admin.display(description=gettext_lazy("published and computed"))
    def computed(self, quotation: Quotation) -> SafeString:
        (quoted,) = beside_computed([quotation])
        return format_html_join(
            mark_safe("<br>"), "{}", ((_line(each),) for each in quoted.numbers)
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quotation]:
        return super().get_queryset(request).prefetch_related("numbers")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        facts.touch()  # the pages of the statistics show it


def _line(beside: Beside) -> str:
    words = {
        "subject": beside.number.get_subject_display(),
        "published": beside.number.words,
        "computed": number(beside.computed),
    }
    return _("%(subject)s: %(published)s, computed %(computed)s") % words
