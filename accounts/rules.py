"""Who somebody is today. Predicates over the signed-in user; most ignore the object."""

from typing import Any

import rules

from accounts.enums import EDITING_ROLES, PostRole


@rules.predicate
def holds_a_post(user: Any) -> bool:
    return bool(_roles(user))


@rules.predicate
def is_secretariat(user: Any) -> bool:
    return bool(_roles(user) & EDITING_ROLES)


@rules.predicate
def is_head(user: Any) -> bool:
    return bool(_roles(user) & {PostRole.HEAD, PostRole.ADMIN})


@rules.predicate
def is_administrator(user: Any) -> bool:
    return PostRole.ADMIN in _roles(user)


@rules.predicate
def is_its_recipient(user: Any, notice: Any) -> bool:
    return notice is not None and notice.recipient_id == user.pk


@rules.predicate
def saved_it(user: Any, saved: Any) -> bool:
    return saved is None or saved.owner_id == user.pk


@rules.predicate
def is_shared_with_all(user: Any, saved: Any) -> bool:
    return saved is not None and saved.is_shared


def _roles(user: Any) -> frozenset[str]:
    if not getattr(user, "is_active", False):
        return frozenset()
    return user.roles_today


rules.add_perm("accounts.enter_admin", holds_a_post)
for _label in ("core", "accounts", "commitments", "workgroups", "reports"):
    rules.add_perm(_label, holds_a_post)
rules.add_perm("core.view_jobrun", holds_a_post)
rules.add_perm("core.cancel_jobrun", is_secretariat)
rules.add_perm("core.restart_jobrun", is_secretariat)
rules.add_perm("core.view_outboxmail", holds_a_post)
for _step in ("release", "try_again", "cancel"):
    rules.add_perm(f"core.{_step}_outboxmail", is_secretariat)
rules.add_perm("core.view_notice", is_its_recipient)

_may_change = holds_a_post & saved_it | is_secretariat & is_shared_with_all
rules.add_perm("core.view_savedfilter", holds_a_post & (saved_it | is_shared_with_all))
rules.add_perm("core.add_savedfilter", holds_a_post)
rules.add_perm("core.change_savedfilter", _may_change)
rules.add_perm("core.delete_savedfilter", _may_change)
rules.add_perm("core.share_savedfilter", is_secretariat)
