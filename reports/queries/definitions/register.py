"""The tables of the register: who was there on the day, who joined, left or was suspended."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from commitments.enums import (
    NOT_PARKS,
    SIGNATORY_KINDS,
    Kind,
    Status,
)
from reports.enums import Dimension, Unit
from reports.queries.definitions.base import Definition
from reports.queries.definitions.members import MemberTable

# Keys are public: reports and programs name their figures by them.
ENTERPRISES: Final = "signatories.enterprises"
PARKS: Final = "signatories.parks"
NEW_ENTERPRISES: Final = "signatories.new_enterprises"
NEW_PARKS: Final = "signatories.new_parks"
ENDED: Final = "signatories.ended"
SUSPENDED: Final = "signatories.suspended"

_PLACES: Final = (Dimension.PROVINCE, Dimension.CITY)
_FACTS: Final = (Dimension.INDUSTRY, Dimension.OWNERSHIP, Dimension.SIZE, Dimension.PARK)

REGISTER_TABLES: Final[tuple[Definition, ...]] = (
    MemberTable(
        key=ENTERPRISES,
        name=_("Enterprises and institutions (parks not included)"),
        short_name=_("Enterprises"),
        question=_("How many enterprises and institutions are committed?"),
        rule=_(
            "Counted are enterprises, central enterprise groups, trade associations and colleges "
            "with a commitment in force on the day. Chemical parks are counted by themselves."
        ),
        unit=Unit.ORGANISATIONS,
        kinds=NOT_PARKS,
        dimensions=(Dimension.KIND, *_PLACES, *_FACTS, Dimension.YEAR),
    ),
    MemberTable(
        key=PARKS,
        name=_("Chemical parks"),
        short_name=_("Parks"),
        question=_("How many chemical parks are committed?"),
        rule=_("Counted are chemical parks with a commitment in force on the day."),
        unit=Unit.PARKS,
        kinds=(Kind.PARK,),
        dimensions=(*_PLACES, Dimension.YEAR),
    ),
    MemberTable(
        key=NEW_ENTERPRISES,
        name=_("New enterprises and institutions (parks not included)"),
        short_name=_("New enterprises"),
        question=_("How many enterprises and institutions joined in the year?"),
        rule=_(
            "Of those in force on the day, those whose commitment counts from a day of the year. "
            "Whoever joined and left again in the same year is not among them."
        ),
        unit=Unit.ORGANISATIONS,
        kinds=NOT_PARKS,
        dimensions=(Dimension.KIND, *_PLACES, *_FACTS),
        only_new=True,
    ),
    MemberTable(
        key=NEW_PARKS,
        name=_("New chemical parks"),
        short_name=_("New parks"),
        question=_("How many chemical parks joined in the year?"),
        rule=_("Of the parks in force on the day, those that count from a day of the year."),
        unit=Unit.PARKS,
        kinds=(Kind.PARK,),
        dimensions=_PLACES,
        only_new=True,
    ),
    MemberTable(
        key=ENDED,
        name=_("Commitments ended in the year (parks included)"),
        short_name=_("Ended"),
        question=_("Whose commitment ended in the year?"),
        rule=_(
            "Counted is everybody whose last commitment ended on a day of the year and who has no "
            "other in force or suspended on the day. The day of the end is the first without it."
        ),
        unit=Unit.ORGANISATIONS,
        kinds=SIGNATORY_KINDS,
        status=Status.ENDED,
        dimensions=(Dimension.KIND, *_PLACES, *_FACTS, Dimension.YEAR),
    ),
    MemberTable(
        key=SUSPENDED,
        name=_("Suspended on the day (parks included)"),
        short_name=_("Suspended"),
        question=_("Whose commitment was suspended on the day?"),
        rule=_(
            "Counted is everybody with a commitment suspended on the day and none in force. They "
            "are in no other table: a suspended commitment does not count."
        ),
        unit=Unit.ORGANISATIONS,
        kinds=SIGNATORY_KINDS,
        status=Status.SUSPENDED,
        dimensions=(Dimension.KIND, *_PLACES, *_FACTS, Dimension.YEAR),
    ),
)
