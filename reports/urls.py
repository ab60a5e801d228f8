"""Public pages of statistics and reports, and the desk's addresses of the report builder."""

from django.urls import path

import core.converters  # noqa: F401 -- makes <year:…> known
from reports import api
from reports.views import annual, builder, chapters, coverage, statistics

app_name = "reports"
urlpatterns = [
    path("", statistics.statistics_index, name="statistics_index"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage.csv", coverage.coverage_file, name="coverage_file"),
    path("<year:year>/", statistics.statistics, name="statistics"),
    path("<year:year>/figures.csv", statistics.figures, name="figures"),
    path("<year:year>/<slug:slug>/", statistics.table, name="table"),
    path("<year:year>/<slug:slug>/lines/", statistics.lines, name="lines"),
]
api_urlpatterns = [path("statistics/<year:year>", api.statistics, name="api_statistics")]

# Included by the project at reports/, in the namespace `annual`.
annual_urlpatterns = [
    path("", annual.index, name="index"),
    path("<year:year>/", annual.report, name="report"),
    path("<year:year>/editions/<int:number>/", annual.edition, name="edition"),
    path("<year:year>/editions/<int:number>/<str:name>", annual.edition_file, name="edition_file"),
    path("<year:year>/<str:name>", annual.file, name="file"),
]

# Included by the project at desk/, in the namespace `desk`.
desk_urlpatterns = [
    path("reports/", builder.report_index, name="report_index"),
    path("reports/<int:pk>/", builder.edition, name="edition"),
    path("reports/<int:pk>/preview/", builder.report_preview, name="report_preview"),
    path("reports/<int:pk>/files/<str:name>", builder.report_file, name="report_file"),
    path("reports/<int:pk>/steps/<slug:step>/", builder.report_step, name="report_step"),
    path("reports/<int:pk>/do/<slug:act>/", builder.report_act, name="report_act"),
    path(
        "reports/<int:pk>/chapters/<int:chapter>/", chapters.report_chapter, name="report_chapter"
    ),
    path("reports/<int:pk>/groups/<slug:code>/", chapters.report_body, name="report_body"),
    path(
        "reports/<int:pk>/groups/<slug:code>/confirm/",
        chapters.report_confirm,
        name="report_confirm",
    ),
]
