import pytest

from accounts.tests.clients import signed_in
from commitments.tests.factories import RegionFactory


@pytest.fixture
def staff(db):
    RegionFactory()
    return signed_in("staff")
