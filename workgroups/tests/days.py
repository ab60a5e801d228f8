"""The days on which the documents of these tests move."""

import datetime as dt

from django.utils.timezone import get_default_timezone

BEIJING = get_default_timezone()
IN_MARCH = dt.datetime(2022, 3, 10, 9, tzinfo=BEIJING)
IN_APRIL = dt.datetime(2022, 4, 10, 9, tzinfo=BEIJING)
NEXT_YEAR = dt.datetime(2023, 1, 10, 9, tzinfo=BEIJING)
SOON = dt.date(2022, 3, 20)
