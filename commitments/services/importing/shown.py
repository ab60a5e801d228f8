"""Values as a report shows them: labels instead of codes, days as typed."""

import datetime as dt
from typing import Final

from django.db.models import TextChoices

from commitments.enums import (
    Document,
    EndReason,
    Kind,
    Ownership,
    State,
)
from commitments.services.importing.industries import Industries
from commitments.services.importing.places import Places
from commitments.services.naming import SEPARATORS

_CHOICES: Final[dict[str, type[TextChoices]]] = {
    "kind": Kind,
    "ownership": Ownership,
    "document": Document,
    "state": State,
    "end_reason": EndReason,
}
_REGIONS: Final = ("province", "city", "county")


class Shown:
    """Writes the value of a column for a reader."""

    def __init__(self, places: Places, industries: Industries) -> None:
        self._places = places
        self._industries = industries

    def __call__(self, key: str, value: object) -> str:
        """Give the text of a value; nothing for none."""
        if value is None or value == "":
            return ""
        if key in _CHOICES:
            return str(_CHOICES[key](str(value)).label)
        if key in _REGIONS:
            return self._places.label(str(value))
        if key == "industry":
            return self._industries.label(str(value))
        if isinstance(value, tuple):
            return SEPARATORS[0].join(value)
        return value.isoformat() if isinstance(value, dt.date) else str(value)
