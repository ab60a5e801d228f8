"""What every page of the secretariat's workplace has in common; each app's admin builds on it."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib.admin import ShowFacets, display
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.forms import Media, ModelForm, Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rules.contrib.admin import ObjectPermissionsModelAdmin, ObjectPermissionsTabularInline

from core.changes import Change, Part, history_of, is_tracked, last_change_of, values_before
from core.choosing import ChoiceAsYouType
from core.forms import DayInput, RecordForm, RowsToRead
from core.history import because
from core.looks import look
from core.masked_columns import masked
from core.refusals import sentence_of
from core.saved_filters import WithSavedFilters
from core.tenure import span_text
from core.text import number_of

TAKE_BACK: Final = "take_back"


class CappedPaginator(Paginator):
    """Counts no further than people turn pages: a count of everything costs more than the page."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def is_capped(self) -> bool:
        return self._counted > self.most

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by().values("pk")[: self.most + 1].count()


class Refused:
    """A form once more, after the database refused what it would save."""

    sentence: str

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:  # type: ignore[attr-defined]
            self.add_error(None, self.sentence)  # type: ignore[attr-defined]


class FilledIn:
    """The form of a record with what its fields said before a change; saving takes that back."""

    before: Mapping[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**self.before, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class WithSpan:
    """A column "span" for every table whose records hold from a day to a day."""

    @display(description=gettext_lazy("from – to"), ordering="valid")
    def span(self, record: Any) -> str:
        return span_text(record.valid)


class RecordAdmin(WithSpan, WithSavedFilters, ObjectPermissionsModelAdmin):
    """A table of records: rights by rules, history by triggers, nothing deleted, counts capped."""

    # What is opened seldom stands on the first page and not in the menu of every page.
    in_menu: ClassVar[bool] = True
    form: type[ModelForm] = RecordForm
    change_form_template = "admin/core/change_form.html"
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    empty_value_display = "--"
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.DateField: {"widget": DayInput},
        models.TextField: {"widget": Textarea(attrs={"rows": 3, "class": "vLargeTextField"})},
        models.URLField: {"assume_scheme": "https"},
    }
    history_hidden: ClassVar[frozenset[str]] = frozenset()
    history_parts: ClassVar[tuple[Part, ...]] = ()
    history_words: ClassVar[Mapping[str, object]] = {}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_list_display(self, request: HttpRequest) -> Any:
        """Where many people stand, addresses are masked; each record's own page shows its own."""
        return masked(self.model, super().get_list_display(request))

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """A record that does not exist yet has no rows to be read."""
        return self.inlines if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", ChoiceAsYouType(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What a field points at is edited on its own page: no pencils beside fields."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def choice_label(self, obj: Any) -> str:
        """Name the record where one is chosen from a list as you type."""
        return str(obj)

    def record_or_404(self, request: HttpRequest, object_id: str) -> Any:
        """Give the record of the address as the admin writes it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        return record

    def changes_of(self, obj: Any) -> list[Change]:
        if not is_tracked(self.model):
            return []
        return history_of(
            obj,
            hidden=self.history_hidden,
            parts=self.history_parts,
            step_words=self.history_words,
        )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if refused := getattr(request, "refused", ""):
            return type(form.__name__, (Refused, form), {"sentence": refused})
        if before := self._taken_back(request, obj):
            return type(form.__name__, (FilledIn, form), {"before": before})
        return form

    def _taken_back(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Give what the fields said before the change that is to be taken back, if one is."""
        number = number_of(request.GET.get(TAKE_BACK, ""))
        if obj is None or request.method == "POST" or number is None:
            return {}
        return values_before(obj, number, hidden=self.history_hidden)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep what was typed, with who did it."""
        with because(by=request.user, source="edit"):
            super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        # Each fault is named above the form with its field: Django's own line says less.
        context["is_faulty"] = bool(form.errors)
        context["errors"] = () if form.errors else context["errors"]
        if obj := kwargs.get("obj"):
            if form.errors:  # the record in hand holds what was typed, not what is kept
                context["original"] = type(obj)._base_manager.get(pk=obj.pk)  # noqa: SLF001 -- as Django
                context["subtitle"] = str(context["original"])
            context["last_change"] = last_change_of(obj)
            context["is_filled_in"] = bool(self._taken_back(request, obj))
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.record_or_404(request, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        changes = self.changes_of(obj)
        before = look(obj, seen=len(changes), by=request.user, at=timezone.now())
        context = self.admin_site.each_context(request) | {
            "title": _("History"),
            "subtitle": str(obj),
            "changes": changes,
            "looked_at": before and before.looked_at,
            "new_changes": len(changes) - before.seen if before else 0,
            "is_tracked": is_tracked(self.model),
            "may_take_back": self.has_change_permission(request, obj),
            "object": obj,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/core/history.html", context | (extra_context or {}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What the database refuses is said above the form, with everything typed still in it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refused = sentence_of(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    @property
    def media(self) -> Media:
        """Only what our pages use: no pop-ups, no fields that fill others."""
        jquery = f"vendor/jquery/jquery{'' if settings.DEBUG else '.min'}.js"  # as Django has it
        scripts = (jquery, "jquery.init.js", "core.js", "actions.js")
        return Media(
            css={"all": ["css/admin-records.css", "css/changes.css"]},
            js=[f"admin/js/{name}" for name in scripts],
        )

    # The triggers keep the history: Django's own log would be a second, weaker one.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        return None

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> None:  # type: ignore[override]
        return None


class ReadingAdmin(RecordAdmin):
    """A table that is only read here: it is written by services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PageAdmin(ReadingAdmin):
    """A table whose records have a page of their own where others have a form."""

    @abstractmethod
    def record_page(self, request: HttpRequest, record: Any) -> HttpResponse:
        """Give the page of the record, to be read by somebody who may."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        record = self.record_or_404(request, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return self.record_page(request, record)


class ReadingInline(WithSpan, ObjectPermissionsTabularInline):
    """Rows that belong to a record, shown with a link to each and changed on their own page."""

    template = "admin/core/reading_inline.html"
    formset = RowsToRead
    extra = 0
    can_delete = False
    show_change_link = True

    @property
    def media(self) -> Media:
        return Media()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
