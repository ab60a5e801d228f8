"""The register as at a day, read from the dated tables: names, kinds, parks and standings as then.

Each source is a FROM item called "entry" with the columns of `sources`. There are several, because
no one plan serves all: `everybody` reads whole tables once and is for counting and exporting;
`each_looked_up` asks for one organisation at a time and is for a page of known ones; `in_parts` and
`by_signing` are known to indexes, so that a page reads no more than itself.
docs/decisions/0026-as-at.md has the figures.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from commitments.enums import Kind, Status
from commitments.queries.pieces import Piece

# What comes from the organisation whatever the source; what a source may have of its own.
OF_ORGANISATION: Final = (
    "code", "uscc", "short_name", "english_name", "former_names",
    "grams", "name_keys", "latin", "initials",
)  # fmt: skip
OWN: Final = (
    "name", "name_sort", "kind", "province_id", "city_id", "industry_id", "ownership",
    "staff_count", "park_id",
)  # fmt: skip
BEST_FIRST: Final = [Status.IN_FORCE.value, Status.SUSPENDED.value, Status.ENDED.value]

# What was given up after the day: the first of these is what held on it.
_CALLED: Final = """
    SELECT {distinct} organisation_id, text, pinyin || ' ' || key AS name_sort
    FROM commitments_organisationname
    WHERE kind = 'former' AND until > %(day)s
"""
_EARLIER: Final = """
    SELECT {distinct} organisation_id, kind, park_id
    FROM commitments_earlierfact
    WHERE until > %(day)s
"""
_OF_SET: Final = "DISTINCT ON (organisation_id)"
_OF_EACH: Final = "AND organisation_id = organisation.id"
PAST: Final = f"""
    LEFT JOIN ({_CALLED.format(distinct=_OF_SET)} ORDER BY organisation_id, until, id) AS called
           ON called.organisation_id = organisation.id
    LEFT JOIN ({_EARLIER.format(distinct=_OF_SET)} ORDER BY organisation_id, until) AS earlier
           ON earlier.organisation_id = organisation.id
"""
_PAST_OF_EACH: Final = f"""
    LEFT JOIN LATERAL
        ({_CALLED.format(distinct="")} {_OF_EACH} ORDER BY until, id LIMIT 1) AS called ON true
    LEFT JOIN LATERAL
        ({_EARLIER.format(distinct="")} {_OF_EACH} ORDER BY until LIMIT 1) AS earlier ON true
"""
_OTHERWISE_THEN: Final = f"""
    organisation.id IN (SELECT organisation_id FROM ({_CALLED.format(distinct="")}) AS called
                        UNION SELECT organisation_id FROM ({_EARLIER.format(distinct="")}) AS kinds)
"""  # noqa: S608 -- only pieces of our own
_AS_TODAY: Final = f"""
    NOT EXISTS ({_CALLED.format(distinct="")} {_OF_EACH})
    AND NOT EXISTS ({_EARLIER.format(distinct="")} {_OF_EACH})
"""
AS_IT_WAS: Final[Mapping[str, str]] = {
    "name": "coalesce(called.text, organisation.name)",
    "name_sort": "coalesce(called.name_sort, organisation.name_sort)",
    "kind": "coalesce(earlier.kind, organisation.kind)",
    "park_id": (
        "CASE WHEN earlier.kind IS NULL THEN organisation.park_id ELSE earlier.park_id END"
    ),
}

# From when on a commitment counts for its organisation: its signing, or a merger or split.
HELD_THEN: Final = """
    commitment.signed_on <= %(day)s
    AND (commitment.held_from IS NULL OR commitment.held_from <= %(day)s)
"""
# What a commitment was on a day; the values are those of `Status`.
STATUS_THEN: Final = """
    CASE WHEN commitment.ended_on <= %(day)s THEN 'ended'
         WHEN EXISTS (SELECT FROM commitments_suspension AS suspension
                      WHERE suspension.commitment_id = commitment.id
                        AND suspension.valid @> %(day)s::date) THEN 'suspended'
         ELSE 'in_force' END
"""
_SIGNED: Final = f"""
    (SELECT commitment.organisation_id, commitment.id, commitment.signed_on, {STATUS_THEN} AS status
     FROM commitments_commitment AS commitment
     WHERE commitment.state IN ('in_force', 'suspended', 'ended') AND {HELD_THEN}) AS signed
"""  # noqa: S608
# The best state of its commitments on the day, and the first signing among those in that state. A
# working body is no signatory, whatever stands beside it.
_BEST: Final = "array_position(%(best_first)s, status), signed_on, id"
_IS_SIGNATORY: Final = f"organisation.kind <> '{Kind.COMMITTEE.value}'"
_BEST_OF_ALL: Final = f"""
    LEFT JOIN (SELECT DISTINCT ON (organisation_id) * FROM {_SIGNED}
               ORDER BY organisation_id, {_BEST}) AS best
           ON best.organisation_id = organisation.id AND {_IS_SIGNATORY}
"""  # noqa: S608
_BEST_OF_EACH: Final = f"""
    LEFT JOIN LATERAL (SELECT * FROM {_SIGNED} WHERE {_IS_SIGNATORY} {_OF_EACH}
                       ORDER BY {_BEST} LIMIT 1) AS best ON true
"""  # noqa: S608
# One row for each commitment, and whether it is the best one of its organisation. That is said
# inside, where the planner does not take those that are for one in a million and sorts them all.
_BEST_BY_SIGNING: Final = f"""
    JOIN commitments_commitment AS signing
      ON signing.organisation_id = organisation.id AND signing.signed_on <= %(day)s
    {_BEST_OF_EACH.replace("SELECT *", "SELECT *, id = signing.id AS is_this")}
"""
_THEN: Final = """
    (SELECT organisation.id, {columns},
            coalesce(best.status, 'none') AS status,
            {signed_on} AS signed_on, extract(year FROM best.signed_on)::int AS sign_year
     FROM commitments_organisation AS organisation
     {past} {best}
     WHERE organisation.same_as_id IS NULL AND {only}) AS entry
"""


def everybody(day: dt.date) -> Piece:
    """Give all organisations as they were on the day, from one reading of each table."""
    return _then(day, past=PAST, best=_BEST_OF_ALL)


def each_looked_up(day: dt.date) -> Piece:
    """Give the same, to be joined with a few numbers of organisations."""
    return _then(day, past=_PAST_OF_EACH, best=_BEST_OF_EACH)


def in_parts(day: dt.date) -> list[Piece]:
    """Give the same in parts: those who are called and stand as today, and the few others.

    The names of the first part are in the indexes, so that its first rows are soon found.
    """
    return [
        _then(day, past="", best=_BEST_OF_EACH, only=_AS_TODAY),
        _then(day, past=_PAST_OF_EACH, best=_BEST_OF_EACH, only=_OTHERWISE_THEN),
    ]


def by_signing(day: dt.date) -> Piece:
    """Give those who had signed by the day, in an order of signing that an index knows."""
    return _then(
        day,
        past=_PAST_OF_EACH,
        best=_BEST_BY_SIGNING,
        only="best.is_this",
        signed_on="signing.signed_on",
    )


def _then(
    day: dt.date, *, past: str, best: str, only: str = "true", signed_on: str = "best.signed_on"
) -> Piece:
    own = AS_IT_WAS if past else {}
    columns = [f"{own.get(name, f'organisation.{name}')} AS {name}" for name in OWN]
    columns += [f"organisation.{name}" for name in OF_ORGANISATION]
    sql = _THEN.format(
        columns=", ".join(columns), past=past, best=best, only=only, signed_on=signed_on
    )
    return Piece(sql, {"day": day, "best_first": BEST_FIRST})
