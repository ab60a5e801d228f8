"""The two practices of passwords, which contradict each other: docs/decisions/0014."""

from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured

DAYS: Final[dict[str, int | None]] = {"mlps": 90, "asvs": None}
_THEIRS: Final = "django.contrib.auth.password_validation."
_OURS: Final = "accounts.services.passwords."
BOTH: Final[list[dict[str, Any]]] = [
    {"NAME": f"{_THEIRS}UserAttributeSimilarityValidator"},
    {"NAME": f"{_THEIRS}MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_THEIRS}CommonPasswordValidator"},
    {"NAME": f"{_THEIRS}NumericPasswordValidator"},
    {"NAME": f"{_OURS}NoWordOfThePortal"},
]
MLPS: Final[list[dict[str, Any]]] = [
    {"NAME": f"{_OURS}SeveralKinds"},
    {"NAME": f"{_OURS}NoneOfTheLast"},
]


def rules_of(profile: str) -> tuple[int | None, list[dict[str, Any]]]:
    """Give how many days a password lasts, and what it must be. Raises ImproperlyConfigured."""
    if profile not in DAYS:
        raise ImproperlyConfigured("PORTAL_PASSWORD_PROFILE must be 'mlps' or 'asvs'.")
    return DAYS[profile], BOTH + (MLPS if profile == "mlps" else [])
