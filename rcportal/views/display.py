from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import cookies
from core.middleware import CARE_ON

ONE_YEAR = 365 * 24 * 3600


# Without a token, so that public pages carry none: nothing but the look of pages changes.
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(_way_back(request))
    if (language := request.POST.get("language")) in dict(settings.LANGUAGES):
        _remember(response, cookies.LANGUAGE, language)
    if care := request.POST.get("care"):
        _remember(response, cookies.CARE, CARE_ON if care == CARE_ON else "off")
    return response


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


def _remember(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookies.named(cookie),
        value,
        max_age=ONE_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
