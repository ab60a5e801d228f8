"""Who may do what with statistics and reports."""

import rules

from accounts.rules import holds_a_post, is_secretariat

view_rules = {"view": holds_a_post}
edit_rules = {"view": holds_a_post, "add": is_secretariat, "change": is_secretariat}

rules.add_perm("reports.build_statistics", is_secretariat)
