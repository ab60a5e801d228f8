from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    """The secretariat's workplace. Signing in is allauth's; a stranger to the secretariat gets 403."""

    site_header = _("Responsible Care Portal")
    site_title = _("Secretariat")
    index_title = _("The secretariat's workplace")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.enter_admin")

    login = secure_admin_login(admin.AdminSite.login)  # type: ignore[assignment]
