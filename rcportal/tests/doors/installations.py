"""The settings of a demonstration and of production, each loaded by a process of its own."""

import json
import os
import subprocess
import sys

from django.conf import settings as portal

HOST = "portal.example.com"
PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "a-key-of-this-test-alone-that-nobody-else-will-ever-use-0123456789",
    "ALLOWED_HOSTS": HOST,
}
OWN = ("PORTAL_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DJANGO_SETTINGS")
ON_ITS_OWN = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
PRINT = """
import json
from rcportal import settings
known = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
print(json.dumps(known, default=lambda value: type(value).__name__))
"""


def settings_of(**environment):
    """Give all settings that an installation with this environment loads."""
    ended = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=portal.BASE_DIR,
        env=ON_ITS_OWN | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout)


def settings_that_differ():
    """Give the settings that production alone has, or has otherwise than a demonstration."""
    demonstration, production = settings_of(PORTAL_ENV="demo"), settings_of(**PRODUCTION)
    return {
        name: value
        for name, value in production.items()
        if name not in demonstration or demonstration[name] != value
    }
