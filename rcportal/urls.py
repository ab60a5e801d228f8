from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularJSONAPIView

from commitments.urls import api_urlpatterns as register_api
from commitments.urls import desk_urlpatterns as applications_desk
from commitments.urls import verify_urlpatterns
from core.limits import as_json, limited
from rcportal.views import desk, display, health, home, pages, typed
from reports.urls import annual_urlpatterns
from reports.urls import api_urlpatterns as statistics_api
from reports.urls import desk_urlpatterns as reports_desk
from workgroups.urls import api_urlpatterns as workgroups_api
from workgroups.urls import desk_urlpatterns

# The index asks every app what waits for somebody, so it stands above them all.
desk_own = [
    path("", desk.index, name="index"),
    path("notices/", desk.notices, name="notices"),
]

openapi = limited("open_data", answer=as_json)

urlpatterns = [
    path("", home.home, name="home"),
    path("commitments/", include("commitments.urls")),
    path("verify/", include(verify_urlpatterns)),
    path("workgroups/", include("workgroups.urls")),
    path("statistics/", include("reports.urls")),
    path("reports/", include((annual_urlpatterns, "annual"))),
    path(
        "desk/",
        include(([*desk_own, *desk_urlpatterns, *reports_desk, *applications_desk], "desk")),
    ),
    path("typed/<str:token>/", typed.typed, name="typed"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("sitemap/", pages.sitemap, name="sitemap"),
    path("contact/", pages.contact, name="contact"),
    path("preferences/", display.preferences, name="preferences"),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include(register_api)),
    path("api/v1/", include(statistics_api)),
    path("api/v1/", include(workgroups_api)),
    path("api/v1/openapi.json", openapi(SpectacularJSONAPIView.as_view()), name="openapi"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg"), name="favicon"),
]

handler400 = "rcportal.views.errors.bad_request"
handler403 = "rcportal.views.errors.forbidden"
handler404 = "rcportal.views.errors.not_found"
handler500 = "rcportal.views.errors.server_error"
