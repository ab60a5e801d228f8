"""What the portal does by itself, and when (Beijing time)."""

from typing import Final

from celery.schedules import crontab

TASKS: Final[dict[str, dict[str, object]]] = {
    # They expire, so that they do not pile up while there is no worker.
    "requeue-stalled-jobs": {
        "task": "core.tasks.requeue_stalled_jobs",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Also writes the mails of the morning, at the first run after nine o'clock.
    "send-what-waits": {
        "task": "core.tasks.send_what_waits",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sweep-accounts": {
        "task": "accounts.tasks.sweep",
        "schedule": crontab(hour="3", minute="20"),
    },
    "forget-imported-lists": {
        "task": "commitments.tasks.forget_lists",
        "schedule": crontab(hour="3", minute="40"),
    },
    "forget-invited-contacts": {
        "task": "commitments.tasks.forget_contacts",
        "schedule": crontab(hour="3", minute="50"),
    },
    # Before the mail of the morning, which carries what the secretariat is told; every hour of the
    # day, so that a portal that was off makes up for it. Written once a day (kind, period).
    "reminders": {
        "task": "workgroups.tasks.request_reminders",
        "schedule": crontab(hour="8-18", minute="50"),
    },
    "statistics-of-the-running-year": {
        "task": "reports.tasks.build_running_year",
        "schedule": crontab(hour="2", minute="20"),
    },
    # Every night of January, so that a portal that was off on the first day makes up for it.
    "statistics-of-the-year-before": {
        "task": "reports.tasks.build_year_before",
        "schedule": crontab(month_of_year="1", hour="0", minute="30"),
    },
}
