"""Which records of the register may be about one organisation: alike pairs, and clusters of them.

All pairs are found by joins over the whole register, once for each of its versions.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from commitments.enums import Likeness
from commitments.models import Organisation
from commitments.queries.pieces import Piece, fetch
from commitments.queries.sources import PRESENT
from core.cache import remember

SECONDS_KEPT: Final = 24 * 60 * 60

# Two names are one when their letters and digits are; a slip in a credit code is one wrong sign, or
# two neighbours that have changed places. Each way of cutting a code leaves both halves of a slip
# in one part, so that the other parts find it. Signs 9 to 17 are the number of the organisation
# itself: those before name the authority, which changes when an organisation moves.
_PAIRS: Final = """
    WITH present AS MATERIALIZED (
        SELECT id, city_id, uscc FROM {present} AS entry
    ), named AS MATERIALIZED (
        SELECT present.id, name.kind, name.key, name.pinyin, present.city_id
        FROM commitments_organisationname AS name
        JOIN present ON present.id = name.organisation_id
        WHERE name.kind IN ('full', 'former', 'alias')
    ), near AS (
        {near}
    ), alike AS (
        SELECT one.id AS one, other.id AS other,
               CASE WHEN one.kind = 'full' AND other.kind = 'full' THEN 'name' ELSE 'former' END
               AS reason
        FROM named AS one JOIN named AS other ON other.key = one.key AND one.id < other.id
        UNION
        SELECT one.id, other.id, 'sound'
        FROM named AS one
        JOIN named AS other ON other.pinyin = one.pinyin AND other.city_id = one.city_id
                           AND one.key <> other.key AND one.id < other.id
        WHERE one.kind = 'full' AND other.kind = 'full'
        UNION
        SELECT near.one, near.other, 'code'
        FROM near
        CROSS JOIN LATERAL (
            SELECT count(*) AS signs, min(place) AS first, max(place) AS last
            FROM generate_series(1, 18) AS place
            WHERE substr(one_code, place, 1) <> substr(other_code, place, 1)
        ) AS differ
        WHERE substr(one_code, 9, 9) = substr(other_code, 9, 9)
           OR signs = 1
           OR signs = 2 AND last = first + 1
              AND substr(one_code, first, 1) = substr(other_code, last, 1)
              AND substr(one_code, last, 1) = substr(other_code, first, 1)
    )
    SELECT one, other, array_agg(reason)
    FROM alike
    WHERE NOT EXISTS (SELECT FROM commitments_distinction AS apart
                      WHERE apart.one_id = alike.one AND apart.other_id = alike.other)
      AND NOT EXISTS (SELECT FROM commitments_succession AS succession
                      WHERE (predecessor_id, successor_id) IN ((one, other), (other, one)))
    GROUP BY one, other
"""
_NEAR: Final = """
    SELECT one.id AS one, other.id AS other, one.uscc AS one_code, other.uscc AS other_code
    FROM present AS one JOIN present AS other ON one.id < other.id AND {same}
"""
# What two codes have in common, one way for each place in which a slip may be.
_IN_COMMON: Final = (
    ("substr({}.uscc, 9, 9)",),
    ("right({}.uscc, 12)",),
    ("left({}.uscc, 6)", "right({}.uscc, 6)"),
    ("left({}.uscc, 12)",),
    ("left({}.uscc, 5)", "right({}.uscc, 11)"),
    ("left({}.uscc, 11)", "right({}.uscc, 5)"),
)


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
    near = " UNION ".join(_NEAR.format(same=_same(parts)) for parts in _IN_COMMON)
    rows = fetch(Piece(_PAIRS.format(near=near, present=PRESENT)))
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


def _same(parts: Iterable[str]) -> str:
    return " AND ".join(f"{part.format('one')} = {part.format('other')}" for part in parts)


def _in_order(reasons: Collection[str]) -> tuple[Likeness, ...]:
    return tuple(sorted(map(Likeness, reasons), key=_RANK.__getitem__))


def _by_members(pair: Pair) -> tuple[int, int]:
    return pair.one, pair.other
