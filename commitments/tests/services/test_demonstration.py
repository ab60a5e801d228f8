import datetime as dt
from random import Random

import pytest
from stdnum.cn import uscc

from commitments.enums import Kind
from commitments.models import Commitment, Organisation
from commitments.services import demonstration, integrity
from commitments.services.founding import load_reference_tables


@pytest.fixture
def register(db):
    load_reference_tables()
    demonstration.load()


def counted(day, *, since=dt.date(1900, 1, 1)):
    """Organisations with a commitment in force on the day, signed since: others, parks."""
    rows = Commitment.objects.in_force_on(day).filter(signed_on__gte=since)
    parks = rows.filter(organisation__kind=Kind.PARK).count()
    return rows.count() - parks, parks


def test_the_end_of_2021_counts_as_the_committee_reported(register):
    day = dt.date(2021, 12, 31)

    assert counted(day) == (699, 70)
    assert counted(day, since=dt.date(2021, 1, 1)) == (69, 6)


def test_what_is_invented_is_whole_and_marked(register):
    assert not Organisation.objects.filter(is_demo=False).exists()
    assert Organisation.objects.values("name").distinct().count() == Organisation.objects.count()
    assert integrity.differences() == []


def test_the_same_register_comes_out_every_time(db):
    load_reference_tables()

    first = [(each.names, each.signed_on) for each in demonstration.inventions(Random(1))]
    second = [(each.names, each.signed_on) for each in demonstration.inventions(Random(1))]

    assert first == second


def test_credit_codes_have_a_right_check_character_and_belong_to_nobody(db):
    codes = [demonstration.credit_code(each) for each in demonstration.inventions(Random(1))]

    assert all(uscc.is_valid(code) for code in codes)
    assert {code[8:10] for code in codes} == {"DE"}
    assert len(set(codes)) == len(codes)


def test_a_register_of_any_size_has_that_size(db):
    assert sum(1 for _each in demonstration.inventions(Random(1), 2_600)) == 2_600
