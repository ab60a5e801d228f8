"""How far each organisation is that brings others ("1+3"): for the secretariat."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.enums.bonds import BondState
from commitments.models import Bond

NOTHING_CAME_OF_IT = (
    BondState.EXPIRED,
    BondState.DECLINED,
    BondState.WITHDRAWN,
    BondState.NOT_COUNTED,
)


@dataclass(frozen=True)
class Inviter:
    """An organisation that brings others: how many of its partners are how far."""

    name: str
    code: str
    invited: int
    applied: int
    signed: int
    lost: int
    missing: int


def inviters_on(day: dt.date, *, wanted: int) -> list[Inviter]:
    """Give everybody who brings others, by name, with the states of the day. One query."""
    bonds = Bond.objects.on_day(day).order_by("inviter__name_sort", "inviter")
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name, code, state in bonds.values_list("inviter__name", "inviter__code", "state"):
        counted[name, code][state] += 1
    return [
        Inviter(
            name,
            code,
            invited=states[BondState.INVITED],
            applied=states[BondState.APPLIED],
            signed=states[BondState.SIGNED],
            lost=sum(states[each] for each in NOTHING_CAME_OF_IT),
            missing=max(0, wanted - states[BondState.SIGNED]),
        )
        for (name, code), states in counted.items()
    ]


def inviter_headings() -> list[str]:
    """Give the headings of the file, in the language of the page."""
    return [
        pgettext("partner", "brought by"),
        _("its portal code"),
        str(BondState.INVITED.label),
        str(BondState.APPLIED.label),
        str(BondState.SIGNED.label),
        pgettext("partners", "came to nothing"),
        pgettext("partners", "target reached"),
        pgettext("partners", "still missing"),
    ]


def inviter_rows(inviters: Iterable[Inviter]) -> list[list[Any]]:
    """Give the rows of the file."""
    return [
        [
            each.name,
            each.code,
            each.invited,
            each.applied,
            each.signed,
            each.lost,
            _("no") if each.missing else _("yes"),
            each.missing,
        ]
        for each in inviters
    ]
