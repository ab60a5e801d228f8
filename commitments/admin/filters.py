"""Filters with fixed choices: none of them scans a table to find its values."""

from typing import Any, Final

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.enums import BatchState, Kind, RegionLevel
from commitments.models import ImportBatch, Region
from commitments.queries.batches import commitments_of, organisations_of

FIRST_YEAR: Final = 2005


class LongFilter(admin.SimpleListFilter):
    """So many choices that they are shown when asked for, or when one is chosen."""

    template = "admin/core/long_filter.html"
    note: object = ""  # said below the choices, where they are not all


class ProvinceFilter(LongFilter):
    title = _("province")
    parameter_name = "province"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        provinces = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code")
        return [(province.code, province.label) for province in provinces]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(province=self.value()) if self.value() else queryset


class YearFilter(LongFilter):
    """The year of signing; `field` is where the list keeps it."""

    title = _("signed in")
    parameter_name = "year"
    field = "sign_year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        this_year = timezone.localdate().year
        return [(str(year), str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return self.of_year(queryset, self.year) if self.year else queryset.none()

    @property
    def year(self) -> int | None:
        """The year of the address; None when it is none."""
        typed = self.value() or ""
        return int(typed) if typed.isdecimal() and len(typed) == 4 else None

    def of_year(self, queryset: QuerySet[Any], year: int) -> QuerySet[Any]:
        return queryset.filter(**{self.field: year})


class DocumentYearFilter(YearFilter):
    field = "signed_on__year"


class BatchFilter(LongFilter):
    """What one import entered or changed; `found` gives the rows of the list that it touched."""

    title = _("import")
    parameter_name = "batch"
    most = 30

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        done = ImportBatch.objects.filter(state=BatchState.IMPORTED).defer("content", "report")
        batches = list(done.order_by("-pk")[: self.most])
        asked = self.used_parameters.get(self.parameter_name) or ""
        if asked.isdecimal() and asked not in {str(batch.pk) for batch in batches}:
            batches += ImportBatch.objects.filter(pk=asked[:18]).defer("content", "report")
        return [(str(batch.pk), str(batch)) for batch in batches]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if not value.isdecimal():
            return queryset.none()
        batch = ImportBatch.objects.filter(pk=value[:18]).defer("content", "report").first()
        return queryset.filter(pk__in=self.found(batch).values("pk")) if batch else queryset.none()

    def found(self, batch: ImportBatch) -> QuerySet[Any]:
        return organisations_of(batch)


class DocumentBatchFilter(BatchFilter):
    def found(self, batch: ImportBatch) -> QuerySet[Any]:
        return commitments_of(batch)


class CreditCodeFilter(admin.SimpleListFilter):
    title = _("credit code")
    parameter_name = "credit_code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("missing")), ("present", _("present"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "missing":
            return queryset.filter(~Q(kind=Kind.COMMITTEE), uscc=None)
        return queryset.exclude(uscc=None) if self.value() == "present" else queryset
