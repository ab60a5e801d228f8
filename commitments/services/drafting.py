"""Drafts of commitments: the only records that are ever deleted."""

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.enums import START_STATES
from commitments.models import Commitment
from core.history import because
from core.steps import StepNotOpen


def is_draft(commitment: Commitment) -> bool:
    """Tell whether the commitment has not been signed yet."""
    return commitment.state in START_STATES


@transaction.atomic
def discard(commitment: Commitment, *, by: object | None, reason: str = "") -> None:
    """Delete the draft; its history stays. Raises StepNotOpen if it was signed meanwhile."""
    with because(by=by, reason=reason, source="discard"):
        mine = Commitment.objects.filter(pk=commitment.pk, state__in=START_STATES)
        deleted, _tables = mine.delete()
    if not deleted:
        raise StepNotOpen(_("Only drafts are deleted, and this commitment was signed meanwhile."))
