"""Accounts to try the portal with. They exist in the demonstration only; a banner says so."""

import datetime as dt
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.enums import PostRole
from accounts.models import StaffPost, User

GROUP_CODES = ("pp", "caer", "prod", "ohs", "ps", "ds", "pub", "park", "edu")
SECRETARIAT = {
    "admin@example.com": PostRole.ADMIN,
    "head@example.com": PostRole.HEAD,
    "staff@example.com": PostRole.STAFF,
    "auditor@example.com": PostRole.AUDITOR,
}
OFFICES = ("lead", "deputy", "liaison")
OTHERS = [f"{office}-{code}@example.com" for code in GROUP_CODES for office in OFFICES]
OTHERS.append("contact@example.com")
POSTS_SINCE = dt.date(2021, 1, 1)


def password_kept_in(path: Path, *, wished: str = "") -> str:
    """Give this installation's password: the wished one, the one kept in the file, or a new one."""
    if wished:
        return wished
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = (line.split()[-1] for line in lines if line.startswith("password"))
    return next(kept, "") or secrets.token_urlsafe(12)


@transaction.atomic
def make_accounts(password: str) -> Mapping[str, str]:
    """Create the accounts that are missing, all with this password; answer what each is."""
    known = {user.email: user for user in User.objects.filter(is_demo=True)}
    encoded = _encoded(password, known)
    accounts: dict[str, str] = {}
    for email in [*SECRETARIAT, *OTHERS]:
        user = known.get(email) or User(email=email, is_demo=True)
        if user.password != encoded:
            user.password = encoded
            user.save()
        accounts[email] = _post_of(user)
    return accounts


def _encoded(password: str, known: Mapping[str, User]) -> str:
    """Give one hash for all of them: hashing each alone would take half a minute a start."""
    kept = next(iter(known.values())).password if known else ""
    return kept if kept and check_password(password, kept) else make_password(password)


def write_sign_ins(path: Path, accounts: Mapping[str, str], password: str) -> None:
    """Write the sign-ins to a file that only the owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"password  {password}", *(f"{email:28} {what}" for email, what in accounts.items())]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _post_of(user: User) -> str:
    role = SECRETARIAT.get(user.email)
    if role is None:
        return user.email.partition("@")[0]
    StaffPost.objects.get_or_create(
        user=user, role=role, defaults={"valid": DateRange(POSTS_SINCE, None)}
    )
    return role.value
