"""How not to keep connections: nobody asks whether one still works before a request uses it."""

from rcportal.tests.database.settings_web import *  # noqa: F403 -- everything, and one difference

DATABASES["default"]["CONN_HEALTH_CHECKS"] = False  # noqa: F405 -- of *
