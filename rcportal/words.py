"""Strings of Django and of the sign-in library that this portal says better in Chinese.

Naming them here keeps our translations of them in the catalogue, which is asked before theirs.
"""

from django.utils.translation import gettext_noop as _

WORKPLACE = (
    _(":"),
    _("Add %(name)s"),
    _("Add %s"),
    _("Add another %(verbose_name)s"),
    _("Breadcrumbs"),
    _("Change %s"),
    _("Filter"),
    _("Save and add another"),
    _("Save as new"),
    _("Select %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Select all objects on this page for an action"),
    _("Select this object for an action - %(obj)s"),
    _("View %s"),
    _("View on site"),
)
SIGNING_IN = (
    _("Authenticator code"),
    _("Code"),
    _("Email"),
    _("Email address"),
    _("Incorrect code."),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
)
