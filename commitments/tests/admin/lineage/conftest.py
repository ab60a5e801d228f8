import pytest

from commitments.enums import Kind
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory


@pytest.fixture
def two():
    return signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")


@pytest.fixture
def parks():
    return [signed(f"{name}园区", "2015-03-01", kind=Kind.PARK) for name in "甲乙丙"]
