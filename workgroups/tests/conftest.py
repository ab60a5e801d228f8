"""A body with its leader, and their plan at each step of its life."""

import pytest

from workgroups.services import documents
from workgroups.tests.days import IN_MARCH
from workgroups.tests.factories import BodyFactory, YearFactory, officer, plan_content, staff


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


@pytest.fixture
def reviewer():
    return staff()


@pytest.fixture
def head():
    return staff("head")


@pytest.fixture
def submitted(plan, leader):
    documents.submit(plan, plan_content(), seen=0, by=leader, at=IN_MARCH)
    return plan


@pytest.fixture
def in_review(submitted, reviewer):
    documents.claim(submitted, by=reviewer, at=IN_MARCH)
    return submitted


@pytest.fixture
def accepted(in_review, reviewer, head):
    documents.recommend(in_review, by=reviewer, at=IN_MARCH)
    documents.accept(in_review, by=head, at=IN_MARCH)
    return in_review
