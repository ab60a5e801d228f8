"""A park gets other borders on a day, and may take in parks that then go on in it."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.enums import Kind
from commitments.enums.parks import ParkChange
from commitments.models import Organisation, ParkFact
from commitments.services import facts, lineage
from commitments.services.days import refuse_future
from commitments.services.lineage import LineageNotPossible
from core.history import because


@transaction.atomic
def extend(
    park: Organisation,
    *,
    change: ParkChange,
    taking_in: Collection[Organisation] = (),
    area: Decimal | None = None,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    document: str,
) -> ParkFact:
    """Give the park other borders from the day on; the area is the whole one, as the document says.

    The parks it takes in merge into it on the day: their pages lead to it, and their commitments go
    on as in any merger. Raises as `lineage.merge`, and where the park itself has merged into
    another; IntegrityError for a document that is entered.
    """
    refuse_future(on, at)
    for each in (park, *taking_in):
        if each.kind != Kind.PARK:
            raise LineageNotPossible(
                _("%(organisation)s is no chemical park: choose one.") % {"organisation": each}
            )
    parks = sorted(each.pk for each in (park, *taking_in))
    list(Organisation.objects.select_for_update().filter(pk__in=parks).order_by("pk"))
    lineage.refuse_merged(park)
    said = partial(because, by=by, reason=document, source="extend")
    with said():
        fact = ParkFact.objects.create(
            park=park, on=on, change=change, area=area, document=document
        )
    for each in taking_in:
        row = lineage.merge(each, into=park, by=by, at=at, on=on, source=document)
        row.extension = fact
        with said():
            row.save(update_fields=["extension"])
    facts.touch()
    return fact


@transaction.atomic
def take_back(fact: ParkFact, *, by: object | None, at: dt.datetime, reason: str) -> None:
    """Undo an extension that was recorded by mistake, with the mergers that came with it.

    Raises LineageNotPossible as `lineage.take_back`.
    """
    lineage.refuse_gone(fact)
    # The last one first: what came with one merger may have given way to the next.
    for row in fact.taken_in.select_related("predecessor", "successor").order_by("-pk"):
        lineage.take_back(row, by=by, at=at, reason=reason)
    with because(by=by, reason=reason, source="extension_undone"):
        fact.delete()
    facts.touch()
