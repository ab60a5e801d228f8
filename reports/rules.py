"""Who may do what with statistics and reports."""

import rules

from accounts.rules import holds_a_post, is_secretariat

view_rules = {"view": holds_a_post}

rules.add_perm("reports.build_statistics", is_secretariat)
