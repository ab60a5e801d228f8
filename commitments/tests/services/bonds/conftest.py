import pytest

from commitments.tests.entries import signed


@pytest.fixture
def inviter():
    return signed("甲化工")
