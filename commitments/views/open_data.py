"""The register for other sites and programs: what is new, what columns mean, badge and list."""

from functools import partial
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import exports, filters
from commitments.enums import Kind, State, Status
from commitments.exports import parks
from commitments.queries.listing import count_of, page_of
from commitments.queries.news import (
    REINSTATED,
    RENAMED,
    RESUMED,
    TAKEN_OVER,
    News,
    latest_news,
)
from commitments.queries.profile import Profile, profile_of, profile_or_404
from commitments.services import facts
from commitments.services.importing.column_words import explained
from commitments.views.badges import drawn
from core.embedding import embeddable
from core.limits import limited
from core.pages import remembered

MOST_LISTED: Final = 200
FEED: Final = "application/atom+xml; charset=utf-8"
ENGLISH: Final = "en"


@require_safe
def dictionary(request: HttpRequest) -> HttpResponseBase:
    """Explain every column of the files, and where programs find the same."""
    return remembered(request, partial(_dictionary, request), version=facts.version())


@require_safe
@limited("open_data")
def news(request: HttpRequest) -> HttpResponseBase:
    """Tell as an Atom feed what the register has learned last."""
    return remembered(request, partial(_feed, request), version=facts.version())


@require_safe
@embeddable
@limited("open_data")
def badge(request: HttpRequest, code: str) -> HttpResponseBase:
    """Draw the status of today for the organisation's own site."""
    with _language_of(request):
        return remembered(request, partial(_badge, code), version=facts.version())


@require_safe
@embeddable
@limited("open_data")
def embed(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show whom a chemical park counts among the committed, for a frame in the park's own site."""
    with _language_of(request):
        return remembered(request, partial(_embed, request, code), version=facts.version())


def _language_of(request: HttpRequest) -> override:
    """On another site there is no cookie of ours: the address says the language."""
    is_english = request.GET.get("lang") == ENGLISH
    return override(ENGLISH if is_english else get_language())


def _dictionary(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "columns": explained(exports.KEYS),
        "version": exports.COLUMNS_VERSION,
    }
    context |= {"park_columns": parks.explained(), "park_version": parks.COLUMNS_VERSION}
    return render(request, "commitments/data.html", context)


def _feed(request: HttpRequest) -> HttpResponse:
    home = request.build_absolute_uri(reverse("commitments:index"))
    feed = Atom1Feed(
        title=_("Register of Responsible Care commitments: what is new"),
        link=home,
        description=_("Who has signed, was suspended, goes on, has ended or has a new name."),
        feed_url=request.build_absolute_uri(),
        language=get_language(),
    )
    for each in latest_news():
        page = request.build_absolute_uri(reverse("commitments:detail", args=[each.code]))
        feed.add_item(
            title=_title(each),
            link=page,
            description=_since(each),
            updateddate=each.at,
            pubdate=each.at,
            unique_id=f"{page}#{each.what}-{each.number}-{each.at:%Y%m%dT%H%M%S%f}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=FEED)


def _title(news: News) -> str:
    words: dict[str, str] = {
        State.IN_FORCE: _("%(name)s has signed: %(document)s"),
        TAKEN_OVER: _("%(name)s has taken over from %(predecessor)s: %(document)s"),
        State.SUSPENDED: _("%(name)s: suspended (%(document)s)"),
        RESUMED: _("%(name)s: in force again (%(document)s)"),
        State.ENDED: _("%(name)s: ended, %(reason)s (%(document)s)"),
        REINSTATED: _("%(name)s: has not ended, its end was a mistake (%(document)s)"),
        RENAMED: _("%(name)s: new name, formerly %(former)s"),
    }
    title = words[news.what] % {
        "name": news.name,
        "document": news.document_label,
        "reason": news.reason_label,
        "former": news.detail,
        "predecessor": news.detail,
    }
    return _("%(title)s [demonstration]") % {"title": title} if news.is_demo else title


def _since(news: News) -> str:
    return _("Holds since %(day)s.") % {"day": news.day.isoformat()}


def _badge(code: str) -> HttpResponse:
    profile = _profile(code)
    return HttpResponse(drawn(profile), content_type="image/svg+xml")


def _embed(request: HttpRequest, code: str) -> HttpResponse:
    park = _profile(code).organisation
    if park.kind != Kind.PARK:
        raise Http404(
            _("Only a chemical park has such a list: “%(code)s” is none.") % {"code": code}
        )
    asked = QueryDict(f"park={code}&status={Status.IN_FORCE}")
    selection = filters.read(asked, today=timezone.localdate(), version=facts.version()).selection
    context: dict[str, Any] = {
        "park": park,
        "entries": page_of(selection, size=MOST_LISTED),
        "count": count_of(selection),
        "most": MOST_LISTED,
        "all": f"{reverse('commitments:index')}?{selection.address()}",
        "today": timezone.localdate(),
    }
    return render(request, "commitments/embed.html", context)


def _profile(code: str) -> Profile:
    profile = profile_or_404(code)
    if profile.same_as:  # on a site of its own the old code stands for years
        return profile_of(profile.same_as) or profile
    return profile
