from django.urls import URLPattern, URLResolver, path

from commitments import api
from commitments.views import (
    applications,
    bonds,
    certificates,
    detail,
    export,
    index,
    invitations,
    open_data,
    organisations,
    verify,
)
from commitments.views.applying import form, handing_in, start

app_name = "commitments"
urlpatterns = [
    path("", index.index, name="index"),
    path("export.csv", export.export, {"suffix": "csv"}, name="export_csv"),
    path("export.xlsx", export.export, {"suffix": "xlsx"}, name="export_xlsx"),
    path("export.json", export.export, {"suffix": "json"}, name="export_json"),
    path("parks.csv", export.park_export, {"suffix": "csv"}, name="parks_csv"),
    path("parks.xlsx", export.park_export, {"suffix": "xlsx"}, name="parks_xlsx"),
    path("parks.json", export.park_export, {"suffix": "json"}, name="parks_json"),
    path("data/", open_data.dictionary, name="data"),
    path("news.atom", open_data.news, name="news"),
    path("apply/", start.start, name="apply"),
    path("apply/sent/", start.sent, name="apply_sent"),
    path("apply/open/<str:token>/", start.open_link, name="apply_open"),
    path("apply/mine/", start.mine, name="apply_mine"),
    path("apply/begin/", start.begin, name="apply_begin"),
    path("apply/letter/", start.letter, name="apply_letter"),
    path("apply/lookup/", start.lookup, name="apply_lookup"),
    path("apply/<int:pk>/", form.form, name="apply_form"),
    path("apply/<int:pk>/check/", handing_in.check, name="apply_check"),
    path("apply/<int:pk>/submit/", handing_in.submit, name="apply_submit"),
    path("apply/<int:pk>/receipt/<int:number>/", handing_in.receipt, name="apply_receipt"),
    path("apply/<int:pk>/status/", handing_in.status, name="apply_status"),
    path("apply/<int:pk>/scans/", handing_in.bring, name="apply_bring"),
    path("apply/<int:pk>/withdraw/", handing_in.withdraw, name="apply_withdraw"),
    path("apply/<int:pk>/files/<uuid:name>/", form.file, name="apply_file"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("partner/<str:token>/", bonds.partner, name="partner"),
    path("<slug:code>/", detail.detail, name="detail"),
    path("<slug:code>/badge.svg", open_data.badge, name="badge"),
    path("<slug:code>/embed/", open_data.embed, name="embed"),
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
# Included by the project at desk/, in the namespace `desk`.
desk_urlpatterns: list[URLPattern | URLResolver] = [
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/remarks/", applications.remark, name="application_remark"),
    path(
        "applications/<int:pk>/remarks/<int:remark>/close/",
        applications.close,
        name="application_close",
    ),
    path("applications/<int:pk>/files/<uuid:name>/", applications.file, name="application_file"),
    path("applications/<int:pk>/review/<slug:step>/", applications.step, name="application_review"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:code>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:code>/invite/", organisations.invite, name="contact_invite"),
    path("organisations/<slug:code>/hand-over/", organisations.hand_over, name="contact_hand_over"),
    path("organisations/<slug:code>/text/", organisations.write, name="text_write"),
    path(
        "organisations/<slug:code>/contacts/<int:pk>/leave/",
        organisations.leave,
        name="contact_leave",
    ),
    path(
        "organisations/<slug:code>/invitations/<int:pk>/withdraw/",
        organisations.withdraw,
        name="contact_withdraw",
    ),
    path("organisations/<slug:code>/partners/", bonds.partners, name="partners"),
    path("organisations/<slug:code>/partners/invite/", bonds.invite, name="partner_invite"),
    path("organisations/<slug:code>/partners/<int:pk>/again/", bonds.again, name="partner_again"),
    path(
        "organisations/<slug:code>/partners/<int:pk>/withdraw/",
        bonds.withdraw,
        name="partner_withdraw",
    ),
    path("texts/<int:pk>/", organisations.text, name="text"),
    path("texts/<int:pk>/<slug:step>/", organisations.decide, name="text_decide"),
]
verify_urlpatterns = [
    path("", verify.verify, name="verify"),
    # Numbers given before the portal may have strokes: 责承/2015/012.
    path("<path:number>/", verify.verify_number, name="verify_number"),
]
api_urlpatterns = [
    path("organisations", api.organisations, name="api_organisations"),
    path("organisations/<slug:code>", api.organisation, name="api_organisation"),
]
