"""A beat in a hurry: what is to run once a day or once a year is asked for every second."""

from rcportal.settings import *  # noqa: F403, TID251 -- everything, then the one difference

ONCE_A_PERIOD = (
    "reminders",
    "statistics-of-the-running-year",
    "statistics-of-the-year-before",
)
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_BEAT_SCHEDULE = {
    name: CELERY_BEAT_SCHEDULE[name] | {"schedule": 1.0}  # noqa: F405 -- of *
    for name in ONCE_A_PERIOD
}
