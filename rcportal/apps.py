from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "rcportal"
    verbose_name = _("Responsible Care Portal")


class PortalAdminConfig(AdminConfig):
    default_site = "rcportal.admin_site.PortalAdminSite"
