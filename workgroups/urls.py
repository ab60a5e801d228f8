"""The desk's addresses of the documents that the bodies write and the secretariat reviews."""

from django.urls import URLPattern, URLResolver

# Included by the project at desk/, in the namespace `desk`.
desk_urlpatterns: list[URLPattern | URLResolver] = []
