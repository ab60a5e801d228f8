"""Parts of addresses that several apps take. Importing this makes them known to Django."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class YearConverter(IntConverter):
    regex = "[0-9]{4}"


register_converter(YearConverter, "year")
