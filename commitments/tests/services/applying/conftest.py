import pytest

from commitments.tests.factories import StaffPostFactory


@pytest.fixture
def staff():
    return StaffPostFactory().user
