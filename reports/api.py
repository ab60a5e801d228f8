"""The figures of a year for programs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.services import facts
from core.limits import as_json, limited
from core.pages import remembered
from reports.queries.figures import Year, year_of

Make = Callable[[], HttpResponseBase]


class FigureSerializer(serializers.Serializer[dict[str, Any]]):
    """One number; the total of a table has no dimensions."""

    key = serializers.CharField(help_text="The table, for instance signatories.enterprises.")
    name = serializers.CharField(help_text="What is counted, in the language of the portal.")
    value = serializers.IntegerField()
    unit = serializers.CharField()
    dimensions = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        help_text="kind, province (GB/T 2260) or industry (division of GB/T 4754) with its code; "
        "an empty code is 'not stated'.",
    )
    href = serializers.CharField(help_text="The list of the register that has `value` rows.")


class StatisticsSerializer(serializers.Serializer[dict[str, Any]]):
    """The current statistics of a year."""

    year = serializers.IntegerField()
    as_at = serializers.DateField(help_text="The day for which was counted.")
    rule = serializers.CharField(help_text="The counting rule in words.")
    snapshot = serializers.IntegerField(help_text="Cite it: it always gives the same rows.")
    figures = FigureSerializer(many=True)


@limited("open_data", answer=as_json)
@extend_schema(
    summary="The figures of a year, each with the list of the rows it counts",
    responses={
        200: StatisticsSerializer,
        404: OpenApiResponse(description="There are no statistics of this year."),
    },
)
@api_view(["GET"])
def statistics(request: Request, year: int) -> HttpResponseBase:
    make: Make = partial(_statistics, year)
    return remembered(request, make, version=facts.version(), is_kept=False)


def _statistics(year: int) -> Response:
    found = year_of(year)
    if found is None:
        raise NotFound(_("There are no statistics of %(year)s.") % {"year": year})
    document = {
        "year": found.snapshot.year,
        "as_at": found.snapshot.as_at,
        "rule": found.rule,
        "snapshot": found.snapshot.pk,
        "figures": _figures(found),
    }
    return Response(StatisticsSerializer(document).data)


def _figures(year: Year) -> list[dict[str, Any]]:
    return [
        {
            "key": table.definition.key,
            "name": _name(table.total.name, cell.name if dimension else ""),
            "value": cell.value,
            "unit": cell.unit,
            "dimensions": {dimension: cell.code} if dimension else {},
            "href": cell.href,
        }
        for table in year.tables.values()
        for dimension, cells in ({"": [table.total]} | dict(table.cells)).items()
        for cell in cells
    ]


def _name(table: str, cell: str) -> str:
    return _("%(table)s: %(cell)s") % {"table": table, "cell": cell} if cell else table
