from django.contrib import admin
from django.utils.translation import gettext_lazy, pgettext

from core.admin import RecordAdmin
from reports.forms import TemplateChapterForm
from reports.models import TemplateChapter
from reports.queries.report.sources import name_of


@admin.register(TemplateChapter)
class TemplateChapterAdmin(RecordAdmin):
    """The chapters with which an annual report begins; editions that are open stay as they are."""

    in_menu = False
    form = TemplateChapterForm
    list_display = ("position", "heading", "kind", "shown_sources", "is_annex", "is_used")
    list_display_links = ("heading",)
    list_filter = ("kind", "is_used")
    ordering = ("position", "pk")
    fields = ("position", "heading", "kind", "is_annex", "sources", "text", "is_used")

    @admin.display(description=gettext_lazy("takes in"))
    def shown_sources(self, chapter: TemplateChapter) -> str:
        parting = pgettext("between items of a list", ", ")
        return parting.join(name_of(chapter.kind, key) for key in chapter.sources)
