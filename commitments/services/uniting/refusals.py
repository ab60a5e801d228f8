from commitments.services.taking_back.refusing import ActNotPossible


class UnionNotPossible(ActNotPossible):
    """The records cannot be brought together, or not taken apart; the text says why."""
