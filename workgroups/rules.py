"""Who may do what with the committee's bodies and the documents of their year.

Rights come from posts of the secretariat and from offices held today; nothing is mirrored into
groups. When a step is open stands in `enums.SUBMISSION_STEPS`.
"""

from collections.abc import Callable
from typing import Any

import rules
from django.utils import timezone

from accounts.rules import holds_a_post, is_head, is_secretariat
from workgroups.enums import ENDORSED_KINDS, OfficeRole

edit_rules = {"view": holds_a_post, "add": is_secretariat, "change": is_secretariat}
read_by_posts = {"view": holds_a_post}

LEADERS = frozenset({OfficeRole.LEADER})
WRITERS = frozenset({OfficeRole.LEADER, OfficeRole.DEPUTY, OfficeRole.LIAISON})
OFFICERS = frozenset(OfficeRole)


def offices_of(user: Any) -> frozenset[tuple[int, str]]:
    """Give (body, role) of every office the user holds today: asked once a request."""
    if not getattr(user, "is_active", False):
        return frozenset()
    if not hasattr(user, "offices_today"):
        person = getattr(user, "person", None)
        held = person.offices.open_on(timezone.localdate()) if person else None
        found = held.values_list("body_id", "role") if held is not None else ()
        user.offices_today = frozenset(found)
    return user.offices_today


def bodies_of(user: Any, roles: frozenset[str] = OFFICERS) -> frozenset[int]:
    """Give the bodies in which the user holds one of the offices today."""
    return frozenset(body for body, role in offices_of(user) if role in roles)


def bodies_led_or_served_by(user: Any) -> frozenset[int]:
    """Give the bodies whose documents the user may write."""
    return bodies_of(user, WRITERS)


def reads_all_submissions(user: Any) -> bool:
    return bool(holds_a_post(user))


def _holds(roles: frozenset[str]) -> Callable[[Any, Any], bool]:
    def holds(user: Any, document: Any) -> bool:
        return document is not None and document.body_id in bodies_of(user, roles)

    return holds


is_officer = rules.predicate(_holds(OFFICERS), name="is_officer")
is_writer = rules.predicate(_holds(WRITERS), name="is_writer")
is_deputy = rules.predicate(_holds(frozenset({OfficeRole.DEPUTY})), name="is_deputy")
is_leader = rules.predicate(_holds(LEADERS), name="is_leader")


@rules.predicate
def was_handed_in(user: Any, document: Any) -> bool:
    return document is not None and document.current_version_id is not None


@rules.predicate
def was_accepted(user: Any, document: Any) -> bool:
    return document is not None and document.accepted_version_id is not None


@rules.predicate
def serves_some_body(user: Any, document: Any) -> bool:
    return bool(bodies_led_or_served_by(user))


@rules.predicate
def asks_in_general(user: Any, document: Any) -> bool:
    """The lists of the admin ask without naming a document."""
    return document is None


@rules.predicate
def needs_endorsement(user: Any, document: Any) -> bool:
    return document is not None and document.kind in ENDORSED_KINDS


rules.add_perm("workgroups.review_documents", holds_a_post)
rules.add_perm("workgroups.see_board", holds_a_post | serves_some_body)
rules.add_perm("workgroups.see_reminders", holds_a_post)
rules.add_perm("workgroups.see_punctuality", holds_a_post)
reviews = is_secretariat & ~is_officer
endorses = is_head & ~is_officer

submission_rules = {
    "view": is_officer
    | holds_a_post & (asks_in_general | was_handed_in)
    | serves_some_body & was_accepted,
    "write": is_writer,
    "submit": is_leader,
    "recall": is_leader | is_deputy,
    "receipt": is_officer | holds_a_post,
    "answer": is_writer,
    "claim": reviews,
    "release": reviews,
    "remark": reviews,
    "send_back": reviews,
    "recommend": reviews,
    "accept": reviews & (~needs_endorsement | is_head),
    "decline": endorses,
    "publish": reviews,
    "withdraw": endorses,
    "republish": endorses,
    "void": is_secretariat,
}
