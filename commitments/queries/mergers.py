"""Where organisations go on that have merged into another one."""

from collections.abc import Iterable

from commitments.enums import SuccessionKind
from commitments.models import Organisation, Succession


def as_they_go_on(organisations: Iterable[Organisation]) -> list[Organisation]:
    """Give each organisation once, and for who has merged the one that stands today."""
    found = list(organisations)
    mergers = Succession.objects.filter(kind=SuccessionKind.MERGED).select_related("successor")
    while rows := mergers.filter(predecessor__in=found) if found else ():
        later = {row.predecessor_id: row.successor for row in rows}
        found = list(dict.fromkeys(later.get(each.pk, each) for each in found))
    return found
