"""What somebody sent after the session had ended, offered again after the sign-in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.typed import kept


@login_required
@require_safe
def typed(request: HttpRequest, token: str) -> HttpResponse:
    """Show the texts, and send the form on when its author says so."""
    found = kept(token, request.user)
    if found is None:
        raise Http404
    return render(request, "rcportal/typed.html", {"typed": found})
