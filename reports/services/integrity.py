"""What snapshots keep, counted once more from their own members and compared."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.models import Snapshot
from reports.queries.data import data_of


def differences() -> Iterator[str]:
    """Give one sentence for every snapshot whose figures are not those of its members."""
    for snapshot in Snapshot.objects.readable().order_by("year", "pk").iterator():
        if data_of(snapshot) != data_of(snapshot, is_counted_anew=True):
            words = {"year": snapshot.year, "number": snapshot.pk}
            sentence = _(
                "Statistics of %(year)s, snapshot %(number)s: its figures are not those of its "
                "rows."
            )
            yield sentence % words
