"""Who of a list has merged into another organisation, and from which day on it goes on there."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from commitments.enums import State, SuccessionKind
from commitments.models import Succession
from commitments.services.importing.endings import Fault
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.rows import Row
from commitments.services.lots import among_ids


class Mergers:
    """The mergers of these organisations, and those of their successors."""

    def __init__(self, organisations: Iterable[int]) -> None:
        self._later: dict[int, tuple[dt.date, int]] = {}
        asked = set(organisations)
        while asked:
            found = Succession.objects.filter(
                kind=SuccessionKind.MERGED, predecessor_id__in=among_ids(asked)
            )
            rows = list(found.values_list("predecessor_id", "on", "successor_id"))
            self._later |= {gone: (on, successor) for gone, on, successor in rows}
            asked = {successor for _gone, _on, successor in rows} - self._later.keys()

    def goes_on_in(self, organisation: int, day: dt.date) -> int:
        """Give where the organisation stood for itself on the day: itself, or a successor."""
        while organisation in self._later and self._later[organisation][0] <= day:
            organisation = self._later[organisation][1]
        return organisation

    def faults_of(self, row: Row, *, is_new: bool) -> Iterable[Fault]:
        """Give what the row would let its organisation hold after it had merged."""
        if row.target not in self._later:
            return
        on, _successor = self._later[row.target]
        words = {"day": on.isoformat()}
        if row.ended_on and row.ended_on > on:
            yield (
                "ended_on",
                CellRefused(
                    _("The organisation merged into another one on %(day)s, before this end.")
                    % words,
                    _("Enter the day of the merger, or an earlier one."),
                ),
            )
        elif is_new and row.signed_on and row.state != State.ENDED:
            yield (
                "name",
                CellRefused(
                    _("The organisation merged into another one on %(day)s and holds nothing more.")
                    % words,
                    _("Enter it for that one, or say by which day it had ended."),
                ),
            )
