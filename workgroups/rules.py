from accounts.rules import holds_a_post, is_secretariat

edit_rules = {"view": holds_a_post, "add": is_secretariat, "change": is_secretariat}
