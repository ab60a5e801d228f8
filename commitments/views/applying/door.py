"""Who is applying: whoever opened a personal link in this browser, or is signed in.

A form carries a pass of its own, so that what was typed is saved even when the session has ended
meanwhile.
"""

from typing import Any, Final

from django.core import signing
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from commitments.models import Application

SESSION: Final = "applicant"
SALT: Final = "commitments.applying.pass"
PASS_SECONDS: Final = 24 * 3600


def email_of(request: HttpRequest) -> str:
    """Give the address for which this browser may act; empty if there is none."""
    if request.user.is_authenticated:
        return str(request.user.email)
    return str(request.session.get(SESSION, ""))


def let_in(request: HttpRequest, email: str) -> None:
    """Let this browser act for the address until the session ends."""
    request.session.cycle_key()
    request.session[SESSION] = email


def actor_of(request: HttpRequest) -> Any:
    """Give the account that acts, or None for whoever came by a link."""
    return request.user if request.user.is_authenticated else None


def pass_for(application: Application) -> str:
    """Give the text by which a form of this application is known."""
    return signing.dumps(application.pk, salt=SALT)


def application_of(request: HttpRequest, pk: int) -> Application:
    """Give the application if it is this browser's own. Raises Http404, as for one that is not."""
    found = Application.objects.select_related("current_version", "organisation").filter(pk=pk)
    mine = found.of(email_of(request)) if not _has_pass(request, pk) else found
    application = mine.first()
    if application is None:
        raise Http404(
            _("There is no such application here. Ask for a new link with your e-mail address.")
        )
    return application


def _has_pass(request: HttpRequest, pk: int) -> bool:
    text = request.POST.get("pass", "")
    try:
        known: int = signing.loads(text, salt=SALT, max_age=PASS_SECONDS) if text else 0
    except signing.BadSignature:
        return False
    return known == pk
