"""The history of a document on the desk: its own body and the secretariat read it."""

import pytest

from workgroups.tests import years
from workgroups.tests.desk import at_the_desk, to
from workgroups.tests.factories import BodyFactory, officer, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return officer(BodyFactory())


def test_every_step_is_named_with_whoever_took_it(leader):
    plan = years.published("plan", BodyFactory(), on="03-10", by=leader)

    changes = at_the_desk(leader).get(to("history", plan)).context["changes"]

    assert [change.step for change in changes][:4] == ["公开", "通过", "认领审核", "提交"]
    assert changes[3].who == leader.person.name


def test_no_address_of_a_colleague_stands_in_it(leader):
    plan = years.published("plan", BodyFactory(), on="03-10", by=leader)

    page = at_the_desk(leader).get(to("history", plan)).content.decode()

    assert leader.email not in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda: officer(BodyFactory(code="caer")), 403),
        (lambda: officer(BodyFactory(), "liaison"), 200),
        (lambda: staff("auditor"), 200),
    ],
    ids=["another group's leader", "the group's liaison officer", "an auditor"],
)
def test_who_may_read_it(leader, who, status):
    plan = years.published("plan", BodyFactory(), on="03-10", by=leader)

    assert at_the_desk(who()).get(to("history", plan)).status_code == status


def test_before_it_was_handed_in_the_secretariat_does_not_know_of_it(leader):
    plan = years.opened("plan", BodyFactory(), on="03-01", by=leader)

    assert at_the_desk(staff()).get(to("history", plan)).status_code == 404
    assert at_the_desk(leader).get(to("history", plan)).status_code == 200


@pytest.mark.parametrize("steps", [1, 2])
def test_it_asks_the_same_however_much_happened(leader, steps, django_assert_num_queries):
    plan = years.handed_in("plan", BodyFactory(), on="03-10", by=leader)
    if steps == 2:
        years.returned(plan, on="03-11", due_again=plan.due_on)
    client = at_the_desk(leader)

    with django_assert_num_queries(14):
        client.get(to("history", plan))
