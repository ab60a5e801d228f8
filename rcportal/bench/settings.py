"""Settings of the web servers that `bench list` starts: the portal's, with two views more."""

from rcportal.settings import *  # noqa: F403, TID251 -- everything, then the few differences

ROOT_URLCONF = "rcportal.bench.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {"version": 1, "disable_existing_loggers": True}
# One visitor asks as often as it can.
LIMITS = dict.fromkeys(LIMITS, (10**9, 60))  # noqa: F405 -- of *
