"""What every row asks its trigger first has an answer (decision 10)."""

import pgtrigger
import pytest
from django.db import connection

from commitments.tests.factories import CommitmentFactory

ASKED = "SELECT current_setting('pgtrigger.ignore', true)"
TRIGGER = "commitments.Commitment:no_entry_for_a_record_that_is_the_same"


def answer():
    with connection.cursor() as cursor:
        cursor.execute(ASKED)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_no_trigger_rests_from_the_first_row_of_a_connection_on():
    connection.close()

    assert answer() == "{}"


@pytest.mark.django_db
def test_none_rests_again_after_one_rested():
    commitment = CommitmentFactory()

    with pgtrigger.ignore(TRIGGER):
        commitment.save()
        while_it_rests = answer()

    assert "no_entry_for_a_record" in while_it_rests
    assert answer() == "{}"
