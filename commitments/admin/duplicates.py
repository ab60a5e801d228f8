"""Records that look alike: listed with the reason, told apart, or brought together."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.enums import Likeness
from commitments.forms.duplicates import AskAgainForm, DifferentForm
from commitments.models import Distinction, Organisation
from commitments.queries.likeness import (
    MOST_TOGETHER,
    Cluster,
    Pair,
    clusters_at,
    with_their_facts,
)
from commitments.services import distinctions, facts
from core.admin import ReadingAdmin
from core.permissions import require
from core.text import number_of

PERMISSION: Final = "commitments.change_organisation"
VIEW: Final = "commitments.view_organisation"
CLUSTERS_A_PAGE: Final = 20
ADDRESS: Final = "admin:commitments_organisation_duplicates"


@dataclass(frozen=True)
class ShownPair:
    """Two records and what is alike in them, in words."""

    one: Organisation
    other: Organisation
    words: str
    address: str


@dataclass(frozen=True)
class ShownCluster:
    """A cluster as the page lists it."""

    address: str
    is_comparable: bool
    members: list[Organisation]
    pairs: list[ShownPair]


def duplicates_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """List the clusters, those with the strongest reason first."""
    require(request.user, VIEW)
    every = clusters_at(facts.version())
    reason = request.GET.get("reason", "")
    chosen = [each for each in every if not reason or reason in each.reasons]
    if of := request.GET.get("of", ""):
        chosen = [each for each in chosen if of in map(str, each.members)]
    page = Paginator(chosen, CLUSTERS_A_PAGE).get_page(request.GET.get("page"))
    known = with_their_facts([pk for cluster in page.object_list for pk in cluster.members])
    context = {
        "clusters": [_shown(cluster, known) for cluster in page.object_list],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "asked": urlencode([(k, v) for k, v in (("reason", reason), ("of", of)) if v]),
        "reasons": _reasons(every, reason),
        "of": known.get(number_of(of) or 0),
        "may_change": request.user.has_perm(PERMISSION),
    }
    title = _("Records that may be double")
    return page_of(model_admin, request, "duplicates", title, context)


def different_view(model_admin: Any, request: HttpRequest, numbers: str) -> HttpResponse:
    """Ask why records that look alike are different, and note it."""
    require(request.user, PERMISSION)
    members = members_or_404(numbers)
    form = DifferentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        count = distinctions.tell_apart(
            members, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
        )
        said = ngettext(
            "%(count)s pair is on record as different and is not shown any more.",
            "%(count)s pairs are on record as different and are not shown any more.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect(ADDRESS)
    context = {
        "form": form,
        "members": members,
        "button": _("These are different"),
        "hint": _(
            "The pair is not shown any more. That can be taken back, and the history keeps it."
        ),
        "back": reverse(ADDRESS),
    }
    return page_of(model_admin, request, "different", _("These are different"), context)


def members_or_404(numbers: str) -> list[Organisation]:
    """Give the organisations that an address names by their numbers, in that order."""
    wanted = [int(each) for each in numbers.split("-") if each.isdecimal() and len(each) < 18]
    known = with_their_facts(wanted)
    if not 2 <= len(known) == len(numbers.split("-")) <= MOST_TOGETHER:
        raise Http404
    return [known[number] for number in wanted]


def count_alike(organisation: Organisation) -> int:
    """Give how many records look like this one, themselves or through another."""
    found = [
        cluster for cluster in clusters_at(facts.version()) if organisation.pk in cluster.members
    ]
    return sum(len(cluster.members) - 1 for cluster in found)


def page_of(
    model_admin: Any, request: HttpRequest, name: str, title: str, context: dict[str, Any]
) -> HttpResponse:
    """Draw one of the pages about duplicates."""
    media = model_admin.media + context["form"].media if "form" in context else model_admin.media
    context |= model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": title,
        "media": media,
    }
    return TemplateResponse(request, f"admin/commitments/organisation/{name}.html", context)


def _shown(cluster: Cluster, known: dict[int, Organisation]) -> ShownCluster:
    return ShownCluster(
        cluster.address,
        cluster.is_comparable,
        [known[pk] for pk in cluster.members],
        [_shown_pair(pair, known[pair.one], known[pair.other]) for pair in cluster.pairs],
    )


def _shown_pair(pair: Pair, one: Organisation, other: Organisation) -> ShownPair:
    words = [*(str(reason.label) for reason in pair.reasons), _codes_in_words(one, other)]
    return ShownPair(one, other, _("; ").join(words), f"{one.pk}-{other.pk}")


def _codes_in_words(one: Organisation, other: Organisation) -> str:
    """Say what the credit codes tell: a second code is the best sign of a second organisation."""
    if one.uscc and other.uscc:
        return _("each has a credit code of its own")
    if one.uscc or other.uscc:
        return _("only one has a credit code")
    return _("neither has a credit code")


def _reasons(every: list[Cluster], chosen: str) -> list[dict[str, Any]]:
    """Give the ways to narrow the list, each with how many it gives."""
    address = reverse(ADDRESS)
    found = [{"label": _("all"), "count": len(every), "href": address, "is_chosen": not chosen}]
    for reason in Likeness:
        count = sum(reason in cluster.reasons for cluster in every)
        found.append(
            {
                "label": reason.label,
                "count": count,
                "href": f"{address}?reason={reason}",
                "is_chosen": reason == chosen,
            }
        )
    return found


@admin.register(Distinction)
class DistinctionAdmin(ReadingAdmin):
    """Pairs that were told apart."""

    in_menu = False
    change_form_template = "admin/commitments/distinction/change_form.html"

    list_display = ("__str__", "reason", "noted_by", "noted_at")
    list_select_related = ("one", "other", "noted_by")
    search_fields = ("one__name", "other__name", "reason")
    ordering = ("-noted_at", "-id")
    fields = ("one", "other", "reason", "noted_by", "noted_at")
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(ask_again_view, self))
        name = "commitments_distinction_take_back"
        return [path("<path:object_id>/take-back/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_take_back"] = request.user.has_perm(PERMISSION)
        return super().render_change_form(request, context, *args, **kwargs)


def ask_again_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask why a pair is to be asked about again, and take the distinction back."""
    require(request.user, PERMISSION)
    distinction = model_admin.record_or_404(request, object_id)
    form = AskAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        distinctions.take_back(distinction, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("It was taken back: the pair is shown again."))
        return redirect(ADDRESS)
    context = {
        "form": form,
        "members": [distinction.one, distinction.other],
        "button": _("Take it back"),
        "hint": distinction.reason,
        "back": reverse("admin:commitments_distinction_change", args=[distinction.pk]),
    }
    title = _("Take back: %(succession)s") % {"succession": distinction}
    return page_of(model_admin, request, "different", title, context)
