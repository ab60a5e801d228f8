"""The board: what the secretariat sees, and what an officer sees of the others."""

import pytest
from django.test import Client
from django.utils import timezone

from workgroups.models import PlanItem
from workgroups.services.demonstration import _windows
from workgroups.tests import years
from workgroups.tests.factories import BodyFactory, YearFactory, officer, staff

pytestmark = pytest.mark.django_db

BOARD = "/desk/board/2022/"
CODES = ["pp", "caer", "prod", "ohs", "ps", "ds", "pub", "park", "edu"]


def as_(user):
    client = Client()
    client.force_login(user, backend="accounts.adapters.SignInBackend")
    return client


def board(user):
    response = as_(user).get(BOARD)
    assert response.status_code == 200
    return response.context["board"]


@pytest.fixture
def groups():
    """Our group with a drafted plan; another with an accepted one whose items are in trouble."""
    YearFactory()
    ours = BodyFactory(code="pp", position=10)
    others = BodyFactory(code="ds", name="储运安全工作组", position=11)
    years.opened("plan", ours, on="03-01")
    years.accepted("plan", others, on="03-10")
    return ours, others


def in_trouble(body, **said):
    content = years.sheet_content(body, status="at_risk", note="进展", **said)
    return years.handed_in("sheet", body, on="04-10", quarter=1, content=content)


def shown(user):
    return [
        [cell.stand and str(cell.stand.status) for cell in row.cells[:2]]
        for row in board(user).rows
    ]


def test_the_secretariat_sees_every_group(groups):
    assert shown(staff()) == [["overdue", "not_open"], ["accepted", "overdue"]]


def test_an_officer_sees_the_own_group_and_what_was_accepted_of_others(groups):
    ours, _others = groups

    assert shown(officer(ours)) == [["overdue", "not_open"], ["accepted", None]]


def hrefs(user):
    return [[cell.href for cell in row.cells[:1]] for row in board(user).rows]


def test_a_status_leads_to_a_document_the_reader_may_open(groups):
    ours, others = groups
    draft, plan = ours.submissions.get(), others.submissions.get()
    pages = [f"/desk/documents/{each.pk}/" for each in (draft, plan)]

    assert hrefs(officer(ours)) == [[pages[0]], [pages[1]]]
    assert hrefs(staff()) == [[""], [pages[1]]]  # a draft is its group's own


@pytest.mark.parametrize(
    ("said", "officer_sees"),
    [
        ({"needs_help": True, "is_shared": True, "problems": "缺讲师"}, 1),
        ({"needs_help": True, "is_shared": False, "problems": "缺讲师"}, 0),
    ],
)
def test_difficulties_reach_the_other_groups_by_choice_alone(groups, said, officer_sees):
    ours, others = groups
    in_trouble(others, **said)

    counts = [
        (len(found.help_wanted), len(found.at_risk))
        for found in map(board, (staff(), officer(ours)))
    ]

    assert counts == [(1, 1), (officer_sees, officer_sees)]


def test_what_went_well_again_is_no_trouble_any_more(groups):
    _ours, others = groups
    in_trouble(others, needs_help=True)
    years.handed_in("sheet", others, on="07-10", quarter=2)

    assert board(staff()).at_risk == []


@pytest.mark.parametrize("groups_there", [1, 9])
def test_the_board_costs_twelve_queries(groups_there, django_assert_num_queries):
    YearFactory()
    for position, code in enumerate(CODES[:groups_there]):
        body = BodyFactory(code=code, position=10 + position)
        years.accepted("plan", body, on="03-10")
        in_trouble(body, needs_help=True)
    client = as_(staff())

    with django_assert_num_queries(12 + 3):
        client.get(BOARD)


def test_items_of_others_are_done_when_that_was_accepted(groups):
    ours, others = groups
    item = PlanItem.objects.get(body=others)
    proof = [str(years.evidence_of(item).pk)]
    content = years.sheet_content(others, status="done", grade="full", note="完成", evidence=proof)
    years.handed_in("sheet", others, on="04-10", quarter=1, content=content)

    rows = [board(user).rows[1] for user in (staff(), officer(ours))]

    assert [(row.done, row.items) for row in rows] == [(1, 1), (0, 1)]


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 200), ("leader", 200), ("representative", 403), ("", 403)]
)
def test_who_may_see_the_board(groups, who, status):
    users = {
        "auditor": lambda: staff("auditor"),
        "leader": lambda: officer(groups[0]),
        "representative": lambda: officer(groups[0], "representative"),
        "": lambda: staff("auditor").__class__.objects.create_user("nobody@example.com"),
    }

    assert as_(users[who]()).get(BOARD).status_code == status


def test_without_a_year_the_board_leads_to_the_running_one(groups):
    today = timezone.localdate()
    YearFactory(year=today.year, **_windows(today.year))

    response = as_(staff()).get("/desk/board/")

    assert response.url == BOARD


def test_a_year_that_is_none_is_not_found(groups):
    assert as_(staff()).get("/desk/board/2019/").status_code == 404


def test_the_order_is_the_committees(groups):
    BodyFactory(code="caer", position=9)

    assert [row.body.code for row in board(staff()).rows] == ["caer", "pp", "ds"]
