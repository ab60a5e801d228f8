"""The desk's index: what waits for whoever is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core import outbox
from rcportal.waiting import waits_for
from workgroups import queries as workgroups

NOTICES_ON_A_PAGE = 30
NOTICES_ON_THE_DESK = 5


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    context = {
        "waiting": waits_for(request.user, at),
        "task_lists": workgroups.task_lists_for(request.user, at),
        "today": timezone.localdate(at),
        "notices": outbox.notices_of(request.user).filter(read_at=None)[:NOTICES_ON_THE_DESK],
    }
    return render(request, "desk/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """List what the portal told the reader; a button marks it as read, looking does not."""
    if request.method == "POST":
        count = outbox.mark_read(request.user, at=timezone.now())
        words = ngettext("%(count)s notice read.", "%(count)s notices read.", count)
        messages.success(request, words % {"count": count})
        return redirect("desk:notices")
    mine = outbox.notices_of(request.user)
    page = Paginator(mine, NOTICES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "has_unread": mine.filter(read_at=None).exists()}
    return render(request, "desk/notices.html", context)
