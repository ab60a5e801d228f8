"""What holds from a day to a day: seats, posts, offices, memberships.

A span of days is a `DateRange` that does not include its last day, so that one that ends on a day
and one that begins on it meet without a gap. Overlaps are refused by the database alone: views and
services need no check before they write, only the sentence that comes back.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rules.contrib.models import RulesModel

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

M = TypeVar("M", bound=models.Model)
Sentence: TypeAlias = "str | _StrPromise"


class NotHeldThen(ValueError):
    """The day lies outside the time for which the record holds; the text says which."""


def span(first: dt.date, until: dt.date | None = None) -> DateRange:
    """Give the days from the first one to the one before `until`, or to no end."""
    return DateRange(first, until)


def last_day(valid: DateRange) -> dt.date | None:
    """Give the last day that is included; None for a span without an end."""
    return valid.upper - dt.timedelta(days=1) if valid.upper else None


def span_text(valid: DateRange) -> str:
    """Write a span as people read it: since when, or from when to before when."""
    if valid.upper is None:
        return _("since %(first)s") % {"first": valid.lower}
    return _("from %(first)s to before %(last)s") % {"first": valid.lower, "last": valid.upper}


class TenureQuerySet(models.QuerySet[M]):
    """Rows of a table with `valid`, as at any day."""

    def open_on(self, day: dt.date) -> Self:
        """Give the rows that hold on the day: the table as it was, is or will be then."""
        return self.filter(valid__contains=day)

    def overlapping(self, valid: DateRange) -> Self:
        """Give the rows that hold on at least one day of the span."""
        return self.filter(valid__overlap=valid)

    def ended_by(self, day: dt.date) -> Self:
        """Give the rows that held before the day and hold on it no more."""
        return self.filter(valid__endswith__lte=day)


class Tenure(RulesModel):
    """Anything that holds from a day to a day."""

    valid = DateRangeField(
        gettext_lazy("from – to"), help_text=gettext_lazy("The last day is not included.")
    )

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        return day in self.valid


# --- Rules of the database, each with the sentence that people read ---


def one_at_a_time(
    *same: str, name: str, says: Sentence, only: models.Q | None = None, may_swap: bool = False
) -> ExclusionConstraint:
    """Refuse two rows that are alike in the fields `same` and hold on the same day.

    `only` limits the rule to some rows. With `may_swap` it is asked at the end of the transaction,
    so that two rows may change places (see `at_once`).
    """
    alike: list[tuple[str, str]] = [(field, RangeOperators.EQUAL) for field in same]
    return ExclusionConstraint(
        name=name,
        expressions=[*alike, ("valid", RangeOperators.OVERLAPS)],
        condition=only,
        deferrable=models.Deferrable.DEFERRED if may_swap else None,
        violation_error_message=says,
    )


def has_a_first_day(*, name: str, says: Sentence) -> models.CheckConstraint:
    """Refuse a span without a beginning or without a single day."""
    return models.CheckConstraint(
        condition=models.Q(valid__startswith__isnull=False),
        name=name,
        violation_error_message=says,
    )


def has_both_end_and(field: str, *, name: str, says: Sentence) -> models.CheckConstraint:
    """Refuse an end without its reason in `field`, and a reason without an end."""
    return models.CheckConstraint(
        condition=models.Q(valid__endswith__isnull=True, **{field: ""})
        | models.Q(valid__endswith__isnull=False) & ~models.Q(**{field: ""}),
        name=name,
        violation_error_message=says,
    )


# --- Changes of hands ---


@contextmanager
def at_once() -> Iterator[None]:
    """Judge what the body leaves at its end, not row by row: rows may change places.

    Raises IntegrityError here, where a service can still answer, not when the request commits.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # for what the same transaction does next


def change_places(one: Any, other: Any, *fields: str) -> None:
    """Let two rows exchange the values of the fields, in one transaction and whatever the order."""
    with at_once():
        for field in fields:
            ours, theirs = getattr(one, field), getattr(other, field)
            setattr(one, field, theirs)
            setattr(other, field, ours)
        for row in (one, other):
            row.save(update_fields=fields)


@transaction.atomic
def end(row: Any, *, on: dt.date, **why: object) -> None:
    """Let the row hold up to the day before `on`, with the fields that say why it ended.

    Raises NotHeldThen if it does not hold then.
    """
    locked = type(row).objects.select_for_update().get(pk=row.pk)
    if not locked.holds_on(on) or on == locked.valid.lower:
        raise NotHeldThen(_not_held(locked, on))
    row.valid = span(locked.valid.lower, on)
    for field, value in why.items():
        setattr(row, field, value)
    row.save(update_fields=["valid", *why])


@transaction.atomic
def succeed(row: M, *, on: dt.date, why: Mapping[str, object], **changes: object) -> M:
    """End the row and give its successor: the same from `on` with some fields changed.

    `why` fills the fields that say why it ended. Raises NotHeldThen if it does not hold then.
    """
    changes |= {"valid": span(on, row.valid.upper)}  # type: ignore[attr-defined]
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in changes and not field.primary_key
    }
    end(row, on=on, **why)
    successor = type(row)(**kept, **changes)
    successor.save()
    return successor


def _not_held(row: Any, day: dt.date) -> str:
    return _("“%(record)s” cannot end on %(day)s: it holds %(span)s.") % {
        "record": row,
        "day": day,
        "span": span_text(row.valid),
    }
