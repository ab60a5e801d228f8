"""The bodies for programs: who leads them today, and of which years something is public."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from core.pages import remembered
from workgroups.enums import BodyKind, Track
from workgroups.models import Seat
from workgroups.queries.roster import RosterLine, roster
from workgroups.queries.version import public_version

Make = Callable[[], HttpResponseBase]


class SeatSerializer(serializers.Serializer[dict[str, Any]]):
    """An organisation that leads, and since when it is known to."""

    name = serializers.CharField()
    code = serializers.CharField(help_text="Its portal code: see /api/v1/organisations.")
    since = serializers.DateField()
    url = serializers.URLField(help_text="The page for people.")


class YearSerializer(serializers.Serializer[dict[str, Any]]):
    """A year of which something is published."""

    year = serializers.IntegerField()
    documents = serializers.ListField(
        child=serializers.CharField(), help_text="plan, summary or correction."
    )
    url = serializers.URLField(help_text="The page for people.")


class WorkgroupSerializer(serializers.Serializer[dict[str, Any]]):
    """The committee, its secretariat, or one of the working groups."""

    code = serializers.CharField()
    name = serializers.CharField()
    english_name = serializers.CharField()
    kind = serializers.ChoiceField(BodyKind.choices)
    track = serializers.ChoiceField(Track.choices, allow_blank=True)
    lead = SeatSerializer(allow_null=True)
    deputies = SeatSerializer(many=True)
    members = serializers.IntegerField(help_text="Organisations with a seat today.")
    years = YearSerializer(many=True)
    url = serializers.URLField(help_text="The page for people.")


class RosterSerializer(serializers.Serializer[dict[str, Any]]):
    """All bodies, in the committee's fixed order: the order is no ranking."""

    as_at = serializers.DateField(help_text="The day for which the seats are told.")
    results = WorkgroupSerializer(many=True)


@extend_schema(
    summary="The committee, its secretariat and the nine working groups",
    responses={200: RosterSerializer},
)
@api_view(["GET"])
def workgroups(request: Request) -> HttpResponseBase:
    make: Make = partial(_workgroups, request)
    return remembered(request, make, version=public_version(), is_kept=False)


def _workgroups(request: Request) -> Response:
    today = timezone.localdate()
    results = [_line(request, line) for line in roster(on=today)]
    return Response(RosterSerializer({"as_at": today, "results": results}).data)


def _line(request: Request, line: RosterLine) -> dict[str, Any]:
    body = line.body
    return {
        "code": body.code,
        "name": body.name,
        "english_name": body.english_name,
        "kind": body.kind,
        "track": body.track,
        "lead": _seat(request, line.lead) if line.lead else None,
        "deputies": [_seat(request, seat) for seat in line.deputies],
        "members": line.members,
        "years": [
            {
                "year": year,
                "documents": kinds,
                "url": request.build_absolute_uri(
                    reverse("workgroups:year", args=[body.code, year])
                ),
            }
            for year, kinds in line.years.items()
        ],
        "url": request.build_absolute_uri(body.get_absolute_url()),
    }


def _seat(request: Request, seat: Seat) -> dict[str, Any]:
    organisation = seat.organisation
    return {
        "name": organisation.name,
        "code": organisation.code,
        "since": seat.valid.lower,
        "url": request.build_absolute_uri(organisation.get_absolute_url()),
    }
