"""Bringing records together that are about one organisation, and taking that back."""

from commitments.services.uniting.doing import Wish, foresee, unite
from commitments.services.uniting.refusals import UnionNotPossible
from commitments.services.uniting.taking_back import obstacles_of, take_back

__all__ = ["UnionNotPossible", "Wish", "foresee", "obstacles_of", "take_back", "unite"]
