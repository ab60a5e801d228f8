import pytest

from accounts.tests.clients import signed_in
from commitments.tests.factories import RegionFactory


@pytest.fixture
def staff():
    return signed_in("staff")


@pytest.fixture
def shandong():
    return RegionFactory()
