"""Invented bonds of "1+3" between invented enterprises, so that every page has something."""

from itertools import cycle
from typing import Final

from django.db import transaction

from commitments.enums import Kind, Status
from commitments.enums.bonds import Relation
from commitments.models import Bond, Organisation
from commitments.services import facts
from core.history import because
from core.text import comparison_key

SOURCE: Final = "演示数据"
# Who brings whom, by the order of signing: a tree of three steps.
PAIRS: Final = ((0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (4, 6), (7, 8))


@transaction.atomic
def give_bonds() -> int:
    """Let the first invented enterprises have brought later ones; answer how many were made."""
    invented = Organisation.objects.filter(
        is_demo=True, kind=Kind.ENTERPRISE, status=Status.IN_FORCE
    )
    first = invented.order_by("pk").first()
    if first is None or Bond.objects.exists():
        return 0
    later = invented.exclude(pk=first.pk).order_by("signed_on", "pk")[: max(map(max, PAIRS))]
    chosen = [first, *later]
    pairs = [(chosen[a], chosen[b]) for a, b in PAIRS if max(a, b) < len(chosen)]
    with because(by=None, source="demonstration"):
        for (inviter, partner), relation in zip(pairs, cycle(Relation), strict=False):
            Bond.objects.create(
                inviter=inviter,
                partner=partner,
                partner_name=partner.name,
                partner_key=comparison_key(partner.name),
                relation=relation,
                source=SOURCE,
            )
    facts.touch()
    return len(pairs)
