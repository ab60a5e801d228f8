"""Browsers that are signed in, for tests of pages."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts.models import StaffPost, User

SINCE = DateRange(dt.date(2020, 1, 1), None)


def signed_in(role: str) -> Client:
    """Give a browser of somebody who holds the post; of somebody without any for ""."""
    user = User.objects.create_user(f"{role or 'nobody'}@example.com")
    if role:
        StaffPost.objects.create(user=user, role=role, valid=SINCE)
    client = Client()
    client.force_login(user)
    return client


def said(response) -> list[str]:
    """Give the messages of an answer that followed its redirect."""
    return [str(message) for message in response.context["messages"]]
