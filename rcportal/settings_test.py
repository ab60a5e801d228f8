"""Settings of the tests: production's, on servers and folders of this run alone (conftest.py)."""

import os

from rcportal.tests import environment, migrated

environment.prepare()

from rcportal.settings import *  # noqa: E402, F403, TID251 -- the one permitted star

if not os.environ.get("PORTAL_TEST_DATABASE_URL"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": migrated.NAME}  # noqa: F405 -- from the star

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES |= {  # noqa: F405 -- of the star
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # nothing was collected
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
