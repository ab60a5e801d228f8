"""The pages of core's jobs and mails, registered here: core knows nobody who could read them."""

from rcportal.admin_jobs import JobRunAdmin
from rcportal.admin_mails import OutboxMailAdmin

__all__ = ["JobRunAdmin", "OutboxMailAdmin"]
