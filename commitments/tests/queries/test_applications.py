import pytest

from commitments.queries.applications import alike
from commitments.queries.mergers import Standing
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.uniting import CODE, SLIP, unite

pytestmark = pytest.mark.django_db


def test_code_and_names_of_a_united_record_lead_to_the_kept_one():
    kept = OrganisationFactory(name="甲化工", uscc=SLIP)
    other = OrganisationFactory(name="甲化工厂", uscc=CODE)
    unite(kept, other)

    found = [alike(name="", uscc=CODE), alike(name="甲化工厂", uscc="")]

    assert found == [[Standing(kept)], [Standing(kept)]]


def test_each_is_given_once_and_nobody_else():
    known = signed("甲化工", uscc=CODE, former=["甲化工厂"])
    OrganisationFactory(name="乙化工")

    found = [alike(name=name, uscc=CODE) for name in ("甲化工", "甲化工厂", "丙")]

    assert found == [[Standing(known)]] * 3
    assert alike(name="", uscc="") == []
