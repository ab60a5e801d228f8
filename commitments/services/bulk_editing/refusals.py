from commitments.services.taking_back.refusing import ActNotPossible


class EditNotPossible(ActNotPossible):
    """The records cannot be edited together, or that not taken back; the text says why."""
