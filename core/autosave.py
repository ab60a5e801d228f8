"""What a form that saves itself while it is typed is answered (static/js/autosave.js).

Any form can have it: it carries `data-autosave`, a hidden `seen`, and its view answers a request
that `is_autosave` with one of the answers below, having saved as its button "save" does.
"""

from typing import Final

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

HEADER: Final = "X-Autosave"
SIGNED_OUT, OVERTAKEN = 401, 409


def is_autosave(request: HttpRequest) -> bool:
    """Tell whether the form sent itself, and nobody pressed a button."""
    return request.headers.get(HEADER) == "yes"


def saved(number: int, said: str) -> JsonResponse:
    """Answer that it is saved; `number` is what the page has seen from now on."""
    return JsonResponse({"seen": number, "said": said})


def not_saved(said: str) -> JsonResponse:
    """Answer why it cannot be saved any more: the page stops, and a person decides."""
    return JsonResponse({"said": said}, status=OVERTAKEN)


def signed_out() -> JsonResponse:
    """Answer that nobody is signed in: the page keeps the text and waits."""
    return JsonResponse({"said": _("You are not signed in any more.")}, status=SIGNED_OUT)
