import datetime as dt

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from commitments.enums import (
    RECORDED_STATES,
    STEPS,
    Document,
    State,
)
from commitments.models import Commitment, ImportBatch
from commitments.tests.factories import CommitmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

PERMITTED = {(source, target) for sources, target in STEPS.values() for source in sources}
FIELDS = {
    State.DRAFT: {},
    State.TO_SIGN: {"approved_on": dt.date(2019, 12, 1), "approval_number": "责委〔2019〕1号"},
    State.IN_FORCE: {"signed_on": dt.date(2020, 1, 1)},
    State.SUSPENDED: {"signed_on": dt.date(2020, 1, 1)},
    State.ENDED: {
        "signed_on": dt.date(2020, 1, 1),
        "ended_on": dt.date(2021, 1, 1),
        "end_reason": "withdrawn",
    },
    State.DOUBLE: {},
}


def recorded(state):
    if state in (State.TO_SIGN, State.DOUBLE):
        draft = CommitmentFactory()
        update_by_sql(draft, state)
        return draft
    return CommitmentFactory(state=state, source="纸质名录", **FIELDS[state])


def update_by_sql(commitment, state):
    """Change the state past every piece of Python, with whatever else the constraints demand."""
    nothing = {"approved_on": None, "approval_number": "", "signed_on": None, "ended_on": None}
    values = nothing | {"end_reason": "", "double_of": None} | FIELDS[state]
    if state == State.DOUBLE:
        values["double_of"] = CommitmentFactory().pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE commitments_commitment SET state = %s, approved_on = %s, approval_number = %s,"
            " signed_on = %s, ended_on = %s, end_reason = %s, double_of_id = %s WHERE id = %s",
            [state, *values.values(), commitment.pk],
        )


@pytest.mark.parametrize("target", State)
@pytest.mark.parametrize("source", State)
def test_the_database_permits_exactly_the_named_steps(source, target):
    commitment = recorded(source)

    if (source, target) in PERMITTED or source == target:
        update_by_sql(commitment, target)
    else:
        with pytest.raises(InternalError, match="transition"):
            update_by_sql(commitment, target)

    commitment.refresh_from_db()
    is_open = (source, target) in PERMITTED or source == target
    assert commitment.state == (target if is_open else source)


@pytest.mark.parametrize("state", sorted(RECORDED_STATES))
def test_a_commitment_does_not_start_in_force_without_a_source(state):
    with pytest.raises(InternalError, match="Cannot insert"):
        CommitmentFactory(state=state, **FIELDS[state])


@pytest.mark.parametrize("state", sorted(RECORDED_STATES))
def test_a_historic_entry_starts_where_its_list_says(state):
    batch = ImportBatch.objects.create(file_name="名录.xlsx")

    commitment = CommitmentFactory(state=state, batch=batch, **FIELDS[state])

    assert Commitment.objects.get(pk=commitment.pk).state == state


def test_one_open_commitment_per_document():
    organisation = OrganisationFactory()
    CommitmentFactory(organisation=organisation, document=Document.LETTER)

    CommitmentFactory(organisation=organisation, document=Document.CHARTER)
    with pytest.raises(IntegrityError, match="one_open_commitment_per_document"):
        CommitmentFactory(organisation=organisation, document=Document.LETTER)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": State.IN_FORCE}, "what_is_signed_has_a_day_of_signing"),
        (
            {"state": State.ENDED, "signed_on": dt.date(2020, 1, 1)},
            "an_ended_commitment_has_day_and_reason",
        ),
        (
            {
                "state": State.ENDED,
                "signed_on": dt.date(2020, 1, 2),
                "ended_on": dt.date(2020, 1, 1),
                "end_reason": "revoked",
            },
            "no_commitment_ends_before_it_was_signed",
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        CommitmentFactory(source="纸质名录", **fields)


def test_a_certificate_number_is_given_once():
    CommitmentFactory(certificate_number="RC-1")

    with pytest.raises(IntegrityError, match="a_certificate_number_is_given_once"):
        CommitmentFactory(certificate_number="RC-1")


@pytest.mark.parametrize("statement", ["UPDATE {} SET state = 'draft'", "DELETE FROM {}"])
def test_history_cannot_be_rewritten(statement):
    CommitmentFactory()

    with (
        pytest.raises(InternalError, match="Cannot update or delete"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("commitments_commitmentevent"))
