"""The pages of core's jobs, mails and filters, registered here: core knows nobody to read them."""

from rcportal.admin_filters import SavedFilterAdmin
from rcportal.admin_jobs import JobRunAdmin
from rcportal.admin_mails import OutboxMailAdmin

__all__ = ["JobRunAdmin", "OutboxMailAdmin", "SavedFilterAdmin"]
