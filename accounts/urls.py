"""The doors of one's own account, each by name: of the library only what is meant to be open.

Not among them: signing up, and changing one's own e-mail address, which the administrator does.
"""

from allauth.account import views
from django.urls import include, path, re_path

from accounts.views import ActivateSecondFactor
from core.limits import limited

a_password = limited("password", methods=["POST"])
a_reset = limited("reset", methods=["POST"])

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path(
        "password/change/",
        a_password(views.password_change),
        name="account_change_password",
    ),
    path(
        "password/set/",
        a_password(views.password_set),
        name="account_set_password",
    ),
    path(
        "password/reset/",
        a_reset(views.password_reset),
        name="account_reset_password",
    ),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        a_reset(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("sessions/", include("allauth.usersessions.urls")),
    path("2fa/totp/activate/", ActivateSecondFactor.as_view(), name="mfa_activate_totp"),
    path("2fa/", include("allauth.mfa.urls")),
]
