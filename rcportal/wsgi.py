"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcportal.settings")

application = get_wsgi_application()

from rcportal.services import serving  # noqa: E402 -- its models need the applications loaded

serving.refuse_demonstration_accounts()
connections.close_all()  # the server's processes must not inherit it
