"""The portal's settings for a web server of a test: its static files were not collected."""

from rcportal.settings import *  # noqa: F403, TID251 -- everything, then the one difference

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
