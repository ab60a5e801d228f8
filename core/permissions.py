from typing import Any, Protocol

from django.core.exceptions import PermissionDenied


class Actor(Protocol):
    """Whoever asks: a signed-in user or an anonymous one."""

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


def require(user: Actor, permission: str, obj: object | None = None) -> None:
    """Raise PermissionDenied (a 403 page) unless the user holds the permission on the object."""
    if not user.has_perm(permission, obj):
        raise PermissionDenied
