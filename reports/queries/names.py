"""What the cells of a table are called, in the language of the page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from commitments.enums import Kind, Ownership, Size
from commitments.queries.reference import Reference, city_names, load_reference
from reports.enums import Carried, Dimension, Evident, Planned
from workgroups.enums import ItemKind, ProgressStatus, ResultGrade
from workgroups.queries.groups import group_names

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

CHOICES: Final[Mapping[str, type[TextChoices]]] = {
    Dimension.KIND: Kind,
    Dimension.OWNERSHIP: Ownership,
    Dimension.SIZE: Size,
    Dimension.ITEM_KIND: ItemKind,
    Dimension.PROGRESS: ProgressStatus,
    Dimension.GRADE: ResultGrade,
    Dimension.CARRIED: Carried,
    Dimension.EVIDENCE: Evident,
    Dimension.PLANNED: Planned,
}
NOT_STATED: Final[Mapping[str, "StrPromise"]] = {
    Dimension.PROVINCE: _("province not stated"),
    Dimension.CITY: _("city not stated"),
    Dimension.INDUSTRY: _("industry not stated"),
    Dimension.OWNERSHIP: _("ownership not stated"),
    Dimension.SIZE: _("number of employees not stated"),
    Dimension.PARK: _("in no park of the register"),
    Dimension.GRADE: _("not graded"),
    Dimension.PLANNED: _("no plan of the year on record"),
}


@dataclass
class Names:
    """The words for codes. Cities and parks are known only as far as they were counted."""

    reference: Reference = field(default_factory=Reference)
    cities: Mapping[str, str] = field(default_factory=dict)
    parks: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def of(self, dimension: str, code: str) -> str:
        """Give the name of the cell; "" is the name of what is not known."""
        if not code:
            return str(NOT_STATED.get(dimension, ""))
        if dimension in CHOICES:
            return str(CHOICES[dimension](code).label)
        if dimension == Dimension.PROVINCE:
            return self.reference.province(code)
        if dimension == Dimension.INDUSTRY:
            return self.reference.industry(code)
        known = {
            Dimension.CITY: self.cities,
            Dimension.PARK: self.parks,
            Dimension.GROUP: self.groups,
        }
        return known.get(Dimension(dimension), {}).get(code, code)


def load_names(
    cities: Collection[str], parks: Mapping[str, str], *, with_groups: bool = False
) -> Names:
    """Read the names of provinces, industries, these cities and the groups: a query for each."""
    groups = group_names() if with_groups else {}
    return Names(load_reference(), city_names(cities), parks, groups)
