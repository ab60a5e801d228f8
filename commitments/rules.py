"""Who may do what in the register. When a step is open stands in `enums.STEPS`."""

from typing import Any

import rules
from django.utils import timezone

from accounts.rules import holds_a_post, is_secretariat

view_rules = {"view": holds_a_post}
edit_rules = {"view": holds_a_post, "add": is_secretariat, "change": is_secretariat}

application_rules = {
    "view": holds_a_post,
    "remark": is_secretariat,
    "take_up": is_secretariat,
    "refer": is_secretariat,
    "send_back": is_secretariat,
    "accept": is_secretariat,
    "decline": is_secretariat,
}

rules.add_perm("commitments.review_applications", holds_a_post)
rules.add_perm("commitments.import_register", is_secretariat)


def representations_of(user: Any) -> frozenset[tuple[int, str]]:
    """Give (organisation, role) of everything the user represents today: asked once a request."""
    if not getattr(user, "is_active", False):
        return frozenset()
    if not hasattr(user, "represents_today"):
        held = user.representations.open_on(timezone.localdate())
        user.represents_today = frozenset(held.values_list("organisation_id", "role"))
    found: frozenset[tuple[int, str]] = user.represents_today
    return found


def organisations_of(user: Any) -> frozenset[int]:
    """Give the organisations that the user represents today."""
    return frozenset(organisation for organisation, _role in representations_of(user))


@rules.predicate
def represents(user: Any, organisation: Any) -> bool:
    return organisation is not None and organisation.pk in organisations_of(user)


@rules.predicate
def leads_its_contacts(user: Any, organisation: Any) -> bool:
    return organisation is not None and (organisation.pk, "lead") in representations_of(user)


@rules.predicate
def represents_some(user: Any) -> bool:
    return bool(representations_of(user))


rules.add_perm("commitments.represent_some", represents_some)
rules.add_perm("commitments.see_contacts", represents | holds_a_post)
rules.add_perm("commitments.invite_contact", leads_its_contacts | is_secretariat)
rules.add_perm("commitments.invite_partner", leads_its_contacts | is_secretariat)
rules.add_perm("commitments.write_text", represents)
