"""Pages that say something about the portal itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "rcportal/about.html", {"heading": _("About the portal")})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "rcportal/accessibility.html", {"heading": _("Accessibility")})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "rcportal/privacy.html", {"heading": _("Personal information")})


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "rcportal/sitemap.html", {"heading": _("Site map")})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "rcportal/contact.html", {"heading": _("Contact the secretariat")})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain")
