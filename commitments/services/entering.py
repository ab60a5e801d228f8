"""New organisations and commitments, one at a time (many at once: `services.importing`)."""

from typing import Any

from django.db import transaction

from commitments.models import Commitment, Organisation
from commitments.services import facts, naming
from core.history import because


@transaction.atomic
def enter_organisation(
    organisation: Organisation,
    *,
    by: object | None,
    former: list[str] | None = None,
    reason: str = "",
) -> Organisation:
    """Keep a new organisation with its names and search keys."""
    naming.set_names(
        organisation,
        by=by,
        full=organisation.name,
        short=organisation.short_name,
        english=organisation.english_name,
        former=former or [],
        reason=reason,
    )
    return organisation


@transaction.atomic
def record(
    organisation: Organisation, *, by: object | None, source: str, **fields: Any
) -> Commitment:
    """Keep a commitment taken from paper or a list in the state it is known to have.

    `source` says which paper or list; `fields` carry `state`, `signed_on` and, if it ended, the
    day and the reason.
    """
    with because(by=by, reason=source, source="record"):
        commitment = Commitment.objects.create(organisation=organisation, source=source, **fields)
    facts.refresh([organisation.pk])
    return commitment
