from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "rcportal"
    verbose_name = _("Responsible Care Portal")

    def ready(self) -> None:
        # Not in rcportal/__init__.py: what only needs rcportal.services must not wait for Celery.
        from rcportal import celery  # noqa: F401, PLC0415 -- makes ours the current Celery application


class PortalAdminConfig(AdminConfig):
    default_site = "rcportal.admin_site.PortalAdminSite"
