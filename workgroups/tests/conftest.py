"""A body with its leader, and the plan that they have begun."""

import pytest

from workgroups.services import documents
from workgroups.tests.days import IN_MARCH
from workgroups.tests.factories import BodyFactory, YearFactory, officer


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def leader(body):
    return officer(body)


@pytest.fixture
def year():
    return YearFactory()


@pytest.fixture
def plan(body, year, leader):
    return documents.open_document("plan", body, year, by=leader, at=IN_MARCH)
