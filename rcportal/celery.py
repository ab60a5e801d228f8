"""The Celery application: `celery -A rcportal`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcportal.settings")

app = Celery("rcportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
