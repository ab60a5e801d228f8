from django.urls import path, register_converter
from django.urls.converters import IntConverter

from reports import api, views


class YearConverter(IntConverter):
    regex = "[0-9]{4}"


register_converter(YearConverter, "year")

app_name = "reports"
urlpatterns = [
    path("", views.statistics_index, name="statistics_index"),
    path("<year:year>/", views.statistics, name="statistics"),
    path("<year:year>/figures.csv", views.figures, name="figures"),
    path("<year:year>/<slug:slug>/", views.table, name="table"),
]
api_urlpatterns = [path("statistics/<year:year>", api.statistics, name="api_statistics")]
