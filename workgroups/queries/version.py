"""The version of everything the public pages of the bodies show."""

from typing import Final

from django.db import connection, models

from accounts.models import Person
from commitments.services import facts
from workgroups.models import Body, Evidence, Office, PlanItem, Seat, Submission, Term, Year

# Progress and lines of summaries are written by steps of their documents, which stand here.
SHOWN: Final[tuple[type[models.Model], ...]] = (
    Body,
    Term,
    Seat,
    Office,
    Person,
    Year,
    Submission,
    PlanItem,
    Evidence,
)


def public_version() -> tuple[object, ...]:
    """Give a value that differs after every change of what the pages show: one query.

    Changes are counted in the histories that triggers write, whatever path they took; the highest
    number alone would miss a change that committed late.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION)
        return (facts.version(), *cursor.fetchone())


def _history_of(model: type[models.Model]) -> str:
    history: type[models.Model] = model.pgh_event_models["insert"]  # type: ignore[attr-defined]
    return history._meta.db_table


_COUNTS: Final = [
    f"(SELECT count(*) FROM {_history_of(model)})"  # noqa: S608 -- tables of our own
    for model in SHOWN
]
_QUESTION: Final = f"SELECT {', '.join(_COUNTS)}"
