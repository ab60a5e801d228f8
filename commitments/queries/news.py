"""What the register has learned last: signatures, take-overs, suspensions, ends, new names."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from commitments.enums import (
    RECORDED_STATES,
    Document,
    EndReason,
    State,
)
from commitments.queries.pieces import Piece, fetch

MOST: Final = 50
RENAMED: Final = "renamed"
RESUMED: Final = "resumed"
TAKEN_OVER: Final = "taken_over"
REINSTATED: Final = "reinstated"

# By the moment at which the register learned it, so that what is entered late is new too. What is
# in force came to it from the state it had before: the history tells by which step.
_STATEMENT: Final = """
    SELECT news.at, CASE WHEN news.what <> 'in_force' THEN news.what
                         WHEN news.state_before = 'suspended' THEN 'resumed'
                         WHEN news.state_before = 'ended' THEN 'reinstated'
                         WHEN news.continues_id IS NOT NULL THEN 'taken_over'
                         ELSE news.what END AS what,
           news.number, organisation.code, organisation.name, organisation.is_demo, news.document,
           CASE WHEN news.what = 'in_force' AND news.state_before = 'suspended'
                THEN coalesce((
                    SELECT max(upper(valid)) FROM commitments_suspension AS suspension
                    WHERE suspension.commitment_id = news.number), news.day)
                ELSE news.day END AS day,
           coalesce((
               SELECT predecessor.name FROM commitments_commitment AS continued
               JOIN commitments_organisation AS predecessor
                 ON predecessor.id = continued.organisation_id
               WHERE continued.id = news.continues_id), news.detail) AS detail
    FROM (
        (SELECT state_changed_at AS at, state AS what, commitment.id AS number, organisation_id,
                document,
                CASE state WHEN 'ended' THEN ended_on
                           WHEN 'suspended' THEN (
                               SELECT max(lower(valid)) FROM commitments_suspension AS suspension
                               WHERE suspension.commitment_id = commitment.id)
                           ELSE coalesce(held_from, signed_on) END AS day,
                end_reason AS detail,
                CASE WHEN state = 'in_force' THEN continues_id END AS continues_id,
                (SELECT before.state FROM commitments_commitmentevent AS before
                 WHERE before.pgh_obj_id = commitment.id AND before.pgh_id < (
                     SELECT min(step.pgh_id) FROM commitments_commitmentevent AS step
                     WHERE step.pgh_obj_id = commitment.id AND step.state = commitment.state
                       AND step.state_changed_at = commitment.state_changed_at)
                 ORDER BY before.pgh_id DESC LIMIT 1) AS state_before
         FROM commitments_commitment AS commitment
         WHERE state = ANY(%(recorded)s)
         ORDER BY state_changed_at DESC, commitment.id DESC LIMIT %(most)s)
        UNION ALL
        (SELECT event.pgh_created_at, 'renamed', name.id, name.organisation_id, '', name.until,
                name.text, NULL, NULL
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

    `what` is a state of the commitment, RESUMED, TAKEN_OVER, REINSTATED (its end was recorded by
    mistake) or RENAMED; `detail` the reason of an end, whose commitment was taken over or the
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
