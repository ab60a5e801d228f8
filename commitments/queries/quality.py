"""What the register should say and does not, or says twice: each question with its organisations.

Conditions on `commitments_organisation`, asked of whole tables at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

ANY: Final = "any"
_HOLDS: Final = "commitments_organisation.status IN ('in_force', 'suspended')"
# GB 32100-2015: 17 characters with weights 3^i mod 31; the 18th makes the sum a multiple of 31.
CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SUM: Final = " + ".join(
    f"(strpos('{CHARACTERS}', substr(uscc, {place + 1}, 1)) - 1) * {pow(3, place, 31)}"
    for place in range(17)
)
_CHECK: Final = f"strpos('{CHARACTERS}', substr(uscc, 18, 1)) - 1"


@dataclass(frozen=True)
class Question:
    """One thing to be looked after: what is wrong, what to do, and the condition in SQL.

    What is no fault of a record but an aim for all who have committed is told as a part of them:
    it holds of most until the aim is near, and would drown the faults among ANY.
    """

    name: "StrPromise"
    remedy: "StrPromise"
    condition: str
    is_fault: bool = True


QUESTIONS: Final[Mapping[str, Question]] = {
    "no_code": Question(
        _("Committed, without a credit code"),
        _("Look the code up and enter it: without one a list finds the organisation by name only."),
        f"{_HOLDS} AND uscc IS NULL AND kind <> 'committee'",
    ),
    "wrong_check": Question(
        _("A credit code with a wrong check character"),
        _("Compare the code with the business licence: one character was mistyped."),
        f"mod(({_SUM}) + ({_CHECK}), 31) <> 0",
    ),
    "other_place": Question(
        _("Credit code and province disagree"),
        _("The code names where it was registered: right after a move, else one of them is wrong."),
        "substr(uscc, 3, 2) NOT IN ('10', left(commitments_organisation.province_id, 2))",
    ),
    "no_province": Question(
        _("Committed, without a province"),
        _("Enter the province: the figures by province leave it aside."),
        f"{_HOLDS} AND commitments_organisation.province_id IS NULL",
    ),
    "no_industry": Question(
        _("A committed enterprise without an industry"),
        _("Enter the code of GB/T 4754-2017: the figures by industry leave it aside."),
        f"{_HOLDS} AND kind = 'enterprise' AND industry_id IS NULL",
    ),
    "signed_twice": Question(
        _("The same document twice at the same time"),
        _("Compare the two entries: one of them was recorded by mistake."),
        """EXISTS (
            SELECT FROM commitments_commitment AS one
            JOIN commitments_commitment AS other
              ON other.organisation_id = one.organisation_id
             AND other.document = one.document AND other.id > one.id
            WHERE one.organisation_id = commitments_organisation.id
              AND one.state IN ('in_force', 'suspended', 'ended')
              AND other.state IN ('in_force', 'suspended', 'ended')
              AND daterange(coalesce(one.held_from, one.signed_on), one.ended_on)
                  && daterange(coalesce(other.held_from, other.signed_on), other.ended_on))""",
    ),
    "gone_park": Question(
        _("Stands in a park that has ended or merged"),
        _("Ask where it stands today, and record the move."),
        f"""{_HOLDS} AND EXISTS (
            SELECT FROM commitments_organisation AS park
            WHERE park.id = commitments_organisation.park_id
              AND (park.status = 'ended' OR EXISTS (
                  SELECT FROM commitments_succession AS succession
                  WHERE succession.predecessor_id = park.id AND succession.kind = 'merged')))""",  # noqa: S608 -- fixed texts
    ),
    "no_contact": Question(
        _("Committed, without a contact"),
        _("Invite somebody to speak for it: nobody gets its reminders."),
        f"""{_HOLDS} AND NOT EXISTS (
            SELECT FROM commitments_representative AS contact
            WHERE contact.organisation_id = commitments_organisation.id
              AND upper_inf(contact.valid))""",
        is_fault=False,
    ),
}


def organisations_with(question: str) -> QuerySet[Organisation]:
    """Give the organisations to be looked after for this question, or for ANY fault."""
    faults = (each for each in QUESTIONS.values() if each.is_fault)
    asked = faults if question == ANY else [QUESTIONS[question]]
    condition = " OR ".join(f"({each.condition})" for each in asked)
    return Organisation.objects.extra(where=[condition])  # noqa: S610 -- fixed texts


@dataclass(frozen=True)
class Counts:
    """How many organisations each question names, and of how many who have committed."""

    found: Mapping[str, int]
    committed: int


def counts() -> Counts:
    """Count the organisations of every question, and all committed or suspended: one query."""
    conditions = [each.condition for each in QUESTIONS.values()]
    columns = ", ".join(f"count(*) FILTER (WHERE {each})" for each in [*conditions, _HOLDS])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM commitments_organisation WHERE same_as_id IS NULL"  # noqa: S608 -- fixed texts
        )
        *found, committed = cursor.fetchone()
    return Counts(dict(zip(QUESTIONS, found, strict=True)), committed)
