"""Who may do what in the register. When a step is open stands in `enums.STEPS`."""

import rules

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
