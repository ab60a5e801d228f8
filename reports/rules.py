"""Who may do what with statistics and reports."""

from typing import Any

import rules

from accounts.rules import holds_a_post, is_head, is_secretariat
from workgroups.rules import LEADERS, bodies_of

view_rules = {"view": holds_a_post}
edit_rules = {"view": holds_a_post, "add": is_secretariat, "change": is_secretariat}

rules.add_perm("reports.build_statistics", is_secretariat)
rules.add_perm("reports.see_editions", holds_a_post)
rules.add_perm("reports.open_edition", is_secretariat)


def bodies_led_by(user: Any) -> frozenset[int]:
    """Give the bodies whose chapters the user confirms: those led today."""
    return bodies_of(user, LEADERS)


@rules.predicate
def is_quoted_in(user: Any, edition: Any) -> bool:
    """Whether the edition quotes a document of a body that the user leads."""
    led = bodies_led_by(user)
    return bool(edition and led) and edition.pins.filter(body__in=led).exists()


@rules.predicate
def leads_the_body(user: Any, body: Any) -> bool:
    return body is not None and body.pk in bodies_led_by(user)


rules.add_perm("reports.confirm_chapter", leads_the_body)

# The committee decides in its meeting; the head of the secretariat enters its decision.
edition_rules = {
    "view": holds_a_post | is_quoted_in,
    "write": is_secretariat,
    "build": is_secretariat,
    "freeze": is_head,
    "reopen": is_head,
    "approve": is_head,
    "publish": is_head,
    "void": is_secretariat,
}
