"""Who may do what in the register. When a step is open stands in `enums.STEPS`."""

import rules

from accounts.rules import holds_a_post, is_secretariat

view_rules = {"view": holds_a_post}
edit_rules = {"view": holds_a_post, "add": is_secretariat, "change": is_secretariat}

rules.add_perm("commitments.import_register", is_secretariat)
