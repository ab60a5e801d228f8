from django.urls import path

from commitments import api
from commitments.views import detail, export, index

app_name = "commitments"
urlpatterns = [
    path("", index.index, name="index"),
    path("export.csv", export.export, {"suffix": "csv"}, name="export_csv"),
    path("export.xlsx", export.export, {"suffix": "xlsx"}, name="export_xlsx"),
    path("export.json", export.export, {"suffix": "json"}, name="export_json"),
    path("<slug:code>/", detail.detail, name="detail"),
]
api_urlpatterns = [
    path("organisations", api.organisations, name="api_organisations"),
    path("organisations/<slug:code>", api.organisation, name="api_organisation"),
]
