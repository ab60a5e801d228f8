"""What the register has learned last: who signed, was suspended, resumed, ended, was renamed."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from commitments.enums import RECORDED_STATES, Document, EndReason, State
from commitments.queries.pieces import Piece, fetch

MOST: Final = 50
RENAMED: Final = "renamed"
RESUMED: Final = "resumed"

# By the moment at which the register learned it, so that what is entered late is new too.
_STATEMENT: Final = """
    SELECT news.at, news.what, news.number, organisation.code, organisation.name,
           organisation.is_demo, news.document, news.day, news.detail
    FROM (
        (SELECT state_changed_at AS at,
                CASE WHEN state = 'in_force' AND EXISTS (
                         SELECT FROM commitments_suspension AS suspension
                         WHERE suspension.commitment_id = commitment.id)
                     THEN 'resumed' ELSE state END AS what,
                commitment.id AS number, organisation_id, document,
                CASE state WHEN 'ended' THEN ended_on
                           WHEN 'suspended' THEN (
                               SELECT max(lower(valid)) FROM commitments_suspension AS suspension
                               WHERE suspension.commitment_id = commitment.id)
                           ELSE coalesce(held_from, signed_on) END AS day,
                end_reason AS detail
         FROM commitments_commitment AS commitment
         WHERE state = ANY(%(recorded)s)
         ORDER BY state_changed_at DESC, commitment.id DESC LIMIT %(most)s)
        UNION ALL
        (SELECT event.pgh_created_at, 'renamed', name.id, name.organisation_id, '', name.until,
                name.text
         FROM commitments_organisationnameevent AS event
         JOIN commitments_organisationname AS name ON name.id = event.pgh_obj_id
         WHERE event.pgh_label = 'insert' AND name.kind = 'former' AND name.until IS NOT NULL
         ORDER BY event.pgh_created_at DESC, name.id DESC LIMIT %(most)s)
    ) AS news
    JOIN commitments_organisation AS organisation ON organisation.id = news.organisation_id
    WHERE organisation.same_as_id IS NULL
    ORDER BY news.at DESC, news.number DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class News:
    """One public fact and the moment at which the register learned it.

    `what` is a state of the commitment, RESUMED or RENAMED; `detail` the reason of an end or the
    former name; `day` the day from which it holds.
    """

    at: dt.datetime
    what: str
    number: int
    code: str
    name: str
    is_demo: bool
    document: str
    day: dt.date
    detail: str

    @property
    def document_label(self) -> str:
        """The document in words; nothing for a new name."""
        return str(Document(self.document).label) if self.document else ""

    @property
    def reason_label(self) -> str:
        """Why it ended, in words."""
        is_end = self.what == State.ENDED and self.detail
        return str(EndReason(self.detail).label) if is_end else ""


def latest_news() -> list[News]:
    """Give the last facts, the newest first: one query."""
    values = {"recorded": sorted(RECORDED_STATES), "most": MOST}
    return [News(*row) for row in fetch(Piece(_STATEMENT, values))]
