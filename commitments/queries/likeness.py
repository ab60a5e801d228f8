"""Which records of the register may be about one organisation: alike pairs, and clusters of them.

All pairs are found by joins over the whole register, once for each of its versions.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from commitments.enums import Likeness, NameKind
from commitments.models import Organisation, OrganisationName
from commitments.queries.pieces import Piece, fetch
from commitments.queries.quality import CHARACTERS, QUESTIONS
from commitments.queries.sources import PRESENT
from core.cache import remember
from core.text import comparison_key

SECONDS_KEPT: Final = 24 * 60 * 60

# No more neighbours than these are compared within one group of equals: a list that calls everybody
# by one name must not ask for the pairs of all.
NEIGHBOURS: Final = 12
# More records than these are hardly one organisation: a list with a wrong column is.
MOST_TOGETHER: Final = 12
# A slip in a credit code spoils its check character, so that only codes that are wrong are varied.
MOST_WRONG: Final = 1_000

# Two names are one when their letters and digits are; a slip in a code is one wrong sign, or two
# neighbours that have changed places. Signs 9 to 17 of a code are the number of the organisation
# itself: those before name the authority, which changes when an organisation moves.
_PAIRS: Final = """
    WITH present AS MATERIALIZED (
        SELECT id, city_id, uscc FROM {present} AS entry
    ), named AS MATERIALIZED (
        SELECT present.id, name.kind, name.key, name.pinyin, present.city_id,
               row_number() OVER (PARTITION BY name.key ORDER BY present.id) AS place,
               row_number() OVER (PARTITION BY present.city_id, name.pinyin, name.kind
                                  ORDER BY present.id) AS place_by_sound
        FROM commitments_organisationname AS name
        JOIN present ON present.id = name.organisation_id
        WHERE name.kind IN ('full', 'former', 'alias')
    ), numbered AS MATERIALIZED (
        SELECT id, substr(uscc, 9, 9) AS number,
               row_number() OVER (PARTITION BY substr(uscc, 9, 9) ORDER BY id) AS place
        FROM present WHERE uscc IS NOT NULL
    ), wrong AS MATERIALIZED (
        SELECT id, uscc FROM present WHERE {is_wrong} ORDER BY id DESC LIMIT {most_wrong}
    ), varied AS (
        SELECT id, overlay(uscc PLACING sign FROM place FOR 1) AS uscc
        FROM wrong, generate_series(1, 18) AS place, regexp_split_to_table('{signs}', '') AS sign
        UNION
        SELECT id, overlay(uscc PLACING reverse(substr(uscc, place, 2)) FROM place FOR 2)
        FROM wrong, generate_series(1, 17) AS place
    ), alike AS (
        SELECT one.id AS one, other.id AS other,
               CASE WHEN one.kind = 'full' AND other.kind = 'full' THEN 'name' ELSE 'former' END
               AS reason
        FROM named AS one
        JOIN named AS other ON other.key = one.key AND one.id < other.id
                           AND other.place - one.place <= {neighbours}
        UNION
        SELECT one.id, other.id, 'sound'
        FROM named AS one
        JOIN named AS other ON other.pinyin = one.pinyin AND other.city_id = one.city_id
                           AND one.key <> other.key AND one.id < other.id
                           AND other.place_by_sound - one.place_by_sound <= {neighbours}
        WHERE one.kind = 'full' AND other.kind = 'full'
        UNION
        SELECT one.id, other.id, 'code'
        FROM numbered AS one
        JOIN numbered AS other ON other.number = one.number AND one.id < other.id
                              AND other.place - one.place <= {neighbours}
        UNION
        SELECT least(varied.id, present.id), greatest(varied.id, present.id), 'code'
        FROM varied JOIN present ON present.uscc = varied.uscc AND present.id <> varied.id
    )
    SELECT one, other, array_agg(reason)
    FROM alike
    WHERE NOT EXISTS (SELECT FROM commitments_distinction AS apart
                      WHERE apart.one_id = alike.one AND apart.other_id = alike.other)
      AND NOT EXISTS (SELECT FROM commitments_succession AS succession
                      WHERE (predecessor_id, successor_id) IN ((one, other), (other, one)))
    GROUP BY one, other
"""


@dataclass(frozen=True)
class Pair:
    """Two records that are alike, and in what."""

    one: int
    other: int
    reasons: tuple[Likeness, ...]

    @property
    def strongest(self) -> Likeness:
        """The first of the reasons."""
        return self.reasons[0]


@dataclass(frozen=True)
class Cluster:
    """Records that may all be about one organisation: each is alike to another one of them."""

    members: tuple[int, ...]
    pairs: tuple[Pair, ...]

    @property
    def is_comparable(self) -> bool:
        """Whether so many records can be shown beside each other."""
        return len(self.members) <= MOST_TOGETHER

    @property
    def address(self) -> str:
        """How an address names it."""
        return "-".join(map(str, self.members))

    @property
    def strongest(self) -> Likeness:
        """The strongest reason of its pairs."""
        return min((pair.strongest for pair in self.pairs), key=_RANK.__getitem__)

    @property
    def reasons(self) -> frozenset[Likeness]:
        """All reasons of its pairs."""
        return frozenset(reason for pair in self.pairs for reason in pair.reasons)


_RANK: Final = {reason: rank for rank, reason in enumerate(Likeness)}


def pairs() -> list[Pair]:
    """Give every alike pair that nobody has told apart: one query over the whole register."""
    statement = _PAIRS.format(
        present=PRESENT,
        is_wrong=QUESTIONS["wrong_check"].condition,
        most_wrong=MOST_WRONG,
        signs=CHARACTERS,
        neighbours=NEIGHBOURS,
    )
    rows = fetch(Piece(statement))
    return [Pair(one, other, _in_order(reasons)) for one, other, reasons in rows]


def clusters_of(found: Iterable[Pair]) -> list[Cluster]:
    """Join the pairs into clusters: the strongest reasons first, among them the newest records."""
    found = list(found)
    leaders: dict[int, int] = {}

    def leader(member: int) -> int:
        while (above := leaders.setdefault(member, member)) != member:
            leaders[member] = leaders[above]
            member = above
        return member

    for pair in found:
        first, second = sorted((leader(pair.one), leader(pair.other)))
        leaders[second] = first
    members: dict[int, set[int]] = defaultdict(set)
    theirs: dict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        members[leader(pair.one)] |= {pair.one, pair.other}
        theirs[leader(pair.one)].append(pair)
    clusters = [
        Cluster(tuple(sorted(members[first])), tuple(sorted(theirs[first], key=_by_members)))
        for first in members
    ]
    return sorted(clusters, key=lambda each: (_RANK[each.strongest], -max(each.members)))


def clusters_at(version: int) -> list[Cluster]:
    """Give the clusters of the register at its present version, found once for each version."""
    return remember(f"likeness:{version}", SECONDS_KEPT, lambda: clusters_of(pairs()))


def with_their_facts(members: Collection[int]) -> dict[int, Organisation]:
    """Give the organisations with what tells them apart, by number: one query."""
    rows = Organisation.objects.filter(pk__in=members).select_related("province", "city")
    counted = rows.annotate(commitment_count=Count("commitments"))
    return {organisation.pk: organisation for organisation in counted}


def namesakes_of(name: str) -> list[Organisation]:
    """Give whom the register knows by just this full name, however it is typed. One query."""
    full = OrganisationName.objects.filter(kind=NameKind.FULL, key=comparison_key(name))
    found = Organisation.objects.filter(pk__in=full.values("organisation"))
    return list(found.order_by("pk")[:MOST_TOGETHER])


def _in_order(reasons: Collection[str]) -> tuple[Likeness, ...]:
    return tuple(sorted(map(Likeness, reasons), key=_RANK.__getitem__))


def _by_members(pair: Pair) -> tuple[int, int]:
    return pair.one, pair.other
