from django.urls import path

from commitments import api
from commitments.views import certificates, detail, export, index, verify

app_name = "commitments"
urlpatterns = [
    path("", index.index, name="index"),
    path("export.csv", export.export, {"suffix": "csv"}, name="export_csv"),
    path("export.xlsx", export.export, {"suffix": "xlsx"}, name="export_xlsx"),
    path("export.json", export.export, {"suffix": "json"}, name="export_json"),
    path("<slug:code>/", detail.detail, name="detail"),
    path("<slug:code>/record/", detail.record, name="record"),
    path("<slug:code>/certificate/", certificates.certificate, name="certificate"),
    path(
        "<slug:code>/certificate/<slug:document>.pdf",
        certificates.certificate_file,
        {"suffix": "pdf"},
        name="certificate_pdf",
    ),
    path(
        "<slug:code>/certificate/<slug:document>.png",
        certificates.certificate_file,
        {"suffix": "png"},
        name="certificate_png",
    ),
]
verify_urlpatterns = [
    path("", verify.verify, name="verify"),
    path("<str:number>/", verify.verify_number, name="verify_number"),
]
api_urlpatterns = [
    path("organisations", api.organisations, name="api_organisations"),
    path("organisations/<slug:code>", api.organisation, name="api_organisation"),
]
