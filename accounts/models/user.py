import datetime as dt
from functools import cached_property
from typing import Any, ClassVar, Final

import pgtrigger
import rules
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.rules import holds_a_post, is_administrator
from core.history import keeps_history

# What stands where the name of an erased person stood, in every language: it is data, not a label.
NEUTRAL: Final = "(已注销账号)"
ERASED_HOST: Final = "erased.invalid"  # the address of an erased account leads nowhere


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


# The library keeps addresses beside ours and opens the account to each of them.
FORGETS_FORMER_ADDRESSES = pgtrigger.Trigger(
    name="a_changed_address_forgets_the_one_before",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("email"),
    condition=pgtrigger.Condition("OLD.email IS DISTINCT FROM NEW.email"),
    func="DELETE FROM account_emailaddress WHERE user_id = NEW.id; RETURN NULL;",
)


@keeps_history(exclude=["password", "last_login", "former_passwords", "password_set_at"])
class User(RulesModelMixin, AbstractBaseUser, metaclass=RulesModelBase):
    """Somebody who signs in by e-mail.

    Rights come from posts and seats valid today, never from groups.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(_("demonstration account"), default=False, editable=False)
    language = models.CharField(
        _("language of mails"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    former_passwords = ArrayField(
        models.CharField(max_length=128), default=list, blank=True, editable=False
    )
    password_set_at = models.DateTimeField(_("password set at"), db_default=Now(), editable=False)
    date_joined = models.DateTimeField(_("since"), db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        rules_permissions = {
            "view": holds_a_post,
            "add": is_administrator,
            "change": is_administrator,
        }
        triggers = [FORGETS_FORMER_ADDRESSES]

    def __str__(self) -> str:
        return gettext("(erased account)") if self.is_erased else self.email

    @property
    def is_erased(self) -> bool:
        """Were the values of its person erased? What it did in office stays."""
        return self.email.endswith(f"@{ERASED_HOST}")

    @cached_property
    def shown_name(self) -> str:
        """The name by which colleagues at the desk know the user; never shown to the public."""
        person = getattr(self, "person", None)
        return person.name if person else self.email

    @cached_property
    def roles_today(self) -> frozenset[str]:
        """The posts held today: asked once a request, as the user is loaded once a request."""
        return frozenset(self.posts.open_on(_today()).values_list("role", flat=True))

    @property
    def is_staff(self) -> bool:
        """May enter the admin: whoever holds a post of the secretariat today."""
        return self.is_active and bool(self.roles_today)

    @property
    def is_superuser(self) -> bool:
        """Nobody passes the rules by being a superuser."""
        return False

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        return self.is_active and bool(rules.has_perm(perm, self, obj))

    def has_perms(self, perm_list: list[str], obj: object | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and bool(rules.has_perm(app_label, self))


def _today() -> dt.date:
    return timezone.localdate()
