"""The register for programs: the same addresses' parameters, the same rows, as JSON."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from commitments import filters
from commitments.enums import (
    Document,
    EndReason,
    Kind,
    Ownership,
    Size,
    State,
    Status,
)
from commitments.models import Region
from commitments.queries.keeping import SECONDS_KEPT, key_of
from commitments.queries.listing import PAGE_SIZE, Entry, count_of, page_of
from commitments.queries.profile import Profile, profile_of
from commitments.queries.public_facts import FormerName, Signed, Suspended
from commitments.queries.selection import NOT_KNOWN, ORDERS, Selection
from commitments.services import facts
from commitments.services.naming import split_names
from core.cache import remember
from core.limits import as_json, limited
from core.pages import remembered
from core.text import number_of

LARGEST_PAGE: Final = 100
Make = Callable[[], HttpResponseBase]

REPEAT: Final = "May be repeated."
PARAMETERS: Final = [
    OpenApiParameter("q", description="Part of a name, pinyin, initials or a code."),
    OpenApiParameter("kind", enum=Kind.values, many=True, description=REPEAT),
    OpenApiParameter("province", many=True, description=f"GB/T 2260, six digits. {REPEAT}"),
    OpenApiParameter(
        "industry", many=True, description=f"GB/T 4754; a code includes those below it. {REPEAT}"
    ),
    OpenApiParameter("status", enum=Status.values, many=True, description=REPEAT),
    OpenApiParameter("year", OpenApiTypes.INT, many=True, description=f"Year signed. {REPEAT}"),
    OpenApiParameter("city", many=True, description=f"GB/T 2260, six digits, or none. {REPEAT}"),
    OpenApiParameter(
        "ownership", enum=[*Ownership.values, NOT_KNOWN], many=True, description=REPEAT
    ),
    OpenApiParameter("size", enum=[*Size.values, NOT_KNOWN], many=True, description=REPEAT),
    OpenApiParameter("group", description="Code of a working group."),
    OpenApiParameter("park", description="Portal code of a chemical park, or none."),
    OpenApiParameter("as_at", OpenApiTypes.DATE, description="As at this day, as known today."),
    OpenApiParameter("snapshot", OpenApiTypes.INT, description="As this snapshot counted."),
    OpenApiParameter("sort", enum=ORDERS),
    OpenApiParameter("page", OpenApiTypes.INT),
    OpenApiParameter(
        "page_size", OpenApiTypes.INT, description=f"{PAGE_SIZE}, at most {LARGEST_PAGE}."
    ),
]


class EntrySerializer(serializers.Serializer[dict[str, Any]]):
    """One organisation as it stands in the list asked for."""

    code = serializers.CharField(help_text="The portal's code; it never changes.")
    name = serializers.CharField()
    short_name = serializers.CharField(allow_blank=True)
    english_name = serializers.CharField(allow_blank=True)
    former_names = serializers.ListField(child=serializers.CharField())
    kind = serializers.ChoiceField(Kind.choices)
    uscc = serializers.CharField(allow_null=True, help_text="Unified social credit code.")
    province = serializers.CharField(allow_null=True, help_text="GB/T 2260, six digits.")
    province_name = serializers.CharField(allow_null=True)
    city = serializers.CharField(allow_null=True, help_text="GB/T 2260, six digits.")
    city_name = serializers.CharField(allow_null=True)
    industry = serializers.CharField(allow_null=True, help_text="GB/T 4754-2017.")
    status = serializers.ChoiceField(Status.choices)
    signed_on = serializers.DateField(allow_null=True)
    url = serializers.URLField(help_text="The page for people.")


class PageSerializer(serializers.Serializer[dict[str, Any]]):
    """A page of the list."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EntrySerializer(many=True)


class FaultSerializer(serializers.Serializer[dict[str, Any]]):
    """What could not be used; nothing is left aside in silence."""

    detail = serializers.CharField()
    faults = serializers.ListField(child=serializers.CharField())


class FormerNameSerializer(serializers.Serializer[FormerName]):
    """A name the organisation bore."""

    name = serializers.CharField()
    until = serializers.DateField(allow_null=True)


class SuspensionSerializer(serializers.Serializer[Suspended]):
    """A time in which the commitment did not count: from its first day to before its last."""

    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class CommitmentSerializer(serializers.Serializer[Signed]):
    """One signed document."""

    document = serializers.ChoiceField(Document.choices)
    state = serializers.ChoiceField(State.choices)
    signed_on = serializers.DateField()
    held_from = serializers.DateField(
        allow_null=True, help_text="Of one taken over by a merger or split: counts here from then."
    )
    occasion = serializers.CharField(allow_blank=True)
    ended_on = serializers.DateField(allow_null=True)
    end_reason = serializers.ChoiceField(EndReason.choices, allow_blank=True)
    suspensions = SuspensionSerializer(many=True)


class OrganisationSerializer(EntrySerializer):
    """One organisation with its commitments, as known today."""

    former_names = FormerNameSerializer(many=True)  # type: ignore[assignment]
    website = serializers.URLField(allow_blank=True)
    park = serializers.CharField(allow_null=True, help_text="Code of the park it stands in.")
    merged_into = serializers.CharField(
        allow_null=True, help_text="Code of the organisation it has gone on in."
    )
    is_demo = serializers.BooleanField(help_text="Invented, for demonstration.")
    commitments = CommitmentSerializer(many=True)


class Refused(Exception):
    """Something in the address could not be used; the arguments are the sentences."""


@limited("open_data", answer=as_json)
@extend_schema(
    operation_id="organisations_list",
    summary="The register: a page of the list that the same address shows to people",
    parameters=PARAMETERS,
    responses={200: PageSerializer, 400: FaultSerializer},
)
@api_view(["GET"])
def organisations(request: Request) -> HttpResponseBase:
    version = facts.version()
    make: Make = partial(_list, request, version)
    return remembered(request, make, version=version, is_kept=False)


@limited("open_data", answer=as_json)
@extend_schema(
    summary="One organisation",
    responses={
        200: OrganisationSerializer,
        404: OpenApiResponse(description="The register has no organisation with this code."),
    },
)
@api_view(["GET"])
def organisation(request: Request, code: str) -> HttpResponseBase:
    make: Make = partial(_one, request, code)
    return remembered(request, make, version=facts.version(), is_kept=False)


def _list(request: Request, version: int) -> Response:
    try:
        selection, size = _read(request, version)
    except (Refused, filters.TooMuchAsked) as why:
        return Response({"detail": why.args[0], "faults": list(why.args)}, status=400)
    entries = page_of(selection, size=size)
    if selection.page > 1 and not entries:
        raise NotFound(_("The list has no page %(page)s.") % {"page": selection.page})
    count = _count(selection, version)
    document = {
        "count": count,
        "next": _neighbour(request, selection, size, 1 if selection.page * size < count else 0),
        "previous": _neighbour(request, selection, size, -1 if selection.page > 1 else 0),
        "results": [_entry(request, entry) for entry in entries],
    }
    return Response(PageSerializer(document).data)


def _one(request: Request, code: str) -> HttpResponseBase:
    profile = profile_of(code)
    if profile is None:
        raise NotFound(
            _("The register has no organisation with the code “%(code)s”.") % {"code": code}
        )
    if profile.same_as:
        return redirect("api_organisation", profile.same_as)
    return Response(OrganisationSerializer(_organisation(request, profile)).data)


def _read(request: Request, version: int) -> tuple[Selection, int]:
    size = number_of(request.query_params.get("page_size", str(PAGE_SIZE))) or 0
    today = timezone.localdate()
    try:
        reading = filters.read(
            request.query_params, today=today, version=version, also=("page_size",)
        )
    except Http404 as why:
        raise NotFound(str(why)) from why
    faults = list(reading.faults)
    if not 1 <= size <= LARGEST_PAGE:
        faults.append(_("page_size is a number from 1 to %(most)s.") % {"most": LARGEST_PAGE})
    if faults:
        raise Refused(*faults)
    return reading.selection, size


def _count(selection: Selection, version: int) -> int:
    key = key_of("count", version, selection.address(without=("sort", "page")))
    return remember(key, SECONDS_KEPT, partial(count_of, selection))


def _neighbour(request: Request, selection: Selection, size: int, step: int) -> str | None:
    if not step:
        return None
    asked = selection.parameters(without=("page",))
    asked += [("page_size", str(size))] if size != PAGE_SIZE else []
    asked += [("page", str(selection.page + step))]
    return request.build_absolute_uri(f"{request.path}?{urlencode(asked)}")


def _entry(request: Request, entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "short_name": entry.short_name,
        "english_name": entry.english_name,
        "former_names": split_names(entry.former_names),
        "kind": entry.kind,
        "uscc": entry.uscc,
        "province": entry.province_id,
        "province_name": entry.province_name,
        "city": entry.city_id,
        "city_name": entry.city_name,
        "industry": entry.industry_id,
        "status": entry.status,
        "signed_on": entry.signed_on,
        "url": _url(request, entry.code),
    }


def _organisation(request: Request, profile: Profile) -> dict[str, Any]:
    found = profile.organisation
    return {
        "code": found.code,
        "name": found.name,
        "short_name": found.short_name,
        "english_name": found.english_name,
        "former_names": profile.former_names,
        "kind": found.kind,
        "uscc": found.uscc,
        "province": found.province_id,
        "province_name": _name(found.province),
        "city": found.city_id,
        "city_name": _name(found.city),
        "industry": found.industry_id,
        "status": found.status,
        "signed_on": found.signed_on,
        "url": _url(request, found.code),
        "website": found.website,
        "park": found.park.code if found.park else None,
        "merged_into": profile.merged_into.code if profile.merged_into else None,
        "is_demo": found.is_demo,
        "commitments": profile.commitments,
    }


def _name(region: Region | None) -> str | None:
    return region.short_name if region else None


def _url(request: Request, code: str) -> str:
    return request.build_absolute_uri(reverse("commitments:detail", args=[code]))
