from django.urls import path

import core.converters  # noqa: F401 -- makes <year:…> known
from reports import api, views

app_name = "reports"
urlpatterns = [
    path("", views.statistics_index, name="statistics_index"),
    path("<year:year>/", views.statistics, name="statistics"),
    path("<year:year>/figures.csv", views.figures, name="figures"),
    path("<year:year>/<slug:slug>/", views.table, name="table"),
]
api_urlpatterns = [path("statistics/<year:year>", api.statistics, name="api_statistics")]
