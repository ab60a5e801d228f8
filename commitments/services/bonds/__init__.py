"""Who brought whom ("1+3"): inviting, entering, following what becomes of it, forgetting."""
