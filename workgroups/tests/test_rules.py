"""Who may do what with a document, said a second time: the table that `rules.py` has to match."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import get_default_timezone

from workgroups.enums import DocumentKind, SubmissionState
from workgroups.models import Submission
from workgroups.queries.reviewing import steps_open_to
from workgroups.services import documents
from workgroups.tests.factories import (
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SubmissionFactory,
    UserFactory,
    YearFactory,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2022, 3, 10, 9, tzinfo=get_default_timezone())
REVIEWERS = {"staff", "head", "admin"}
HEADS = {"head", "admin"}
MAY = {
    "write": {"leader", "deputy", "liaison"},
    "answer": {"leader", "deputy", "liaison"},
    "submit": {"leader"},
    "recall": {"leader", "deputy"},
    "claim": REVIEWERS,
    "release": REVIEWERS,
    "remark": REVIEWERS,
    "send_back": REVIEWERS,
    "recommend": REVIEWERS,
    "accept": HEADS,  # of a plan; what needs no endorsement: REVIEWERS
    "decline": HEADS,
    "publish": REVIEWERS,
    "withdraw": HEADS,
    "republish": HEADS,
    "void": REVIEWERS | {"both"},
}
ROLES = (
    "stranger",
    "nobody",
    "leader",
    "deputy",
    "liaison",
    "representative",
    "other leader",
    "former leader",
    "staff",
    "head",
    "admin",
    "auditor",
    "both",
)


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def people(body):
    """One of everybody; `both` is secretariat staff and liaison officer of the body."""
    other = BodyFactory(code="caer", name="社区认知和应急响应工作组")
    leader = officer(body)
    seat = body.seats.get()
    both, former = staff(), PersonFactory()
    OfficeFactory(seat=seat, role="liaison", person=PersonFactory(user=both))
    OfficeFactory(
        seat=seat,
        role="deputy",
        person=former,
        valid=(dt.date(2020, 1, 1), dt.date(2021, 1, 1)),
        ended_reason="left",
    )
    return {
        "stranger": AnonymousUser(),
        "nobody": UserFactory(),
        "leader": leader,
        "deputy": officer(body, "deputy"),
        "liaison": officer(body, "liaison"),
        "representative": officer(body, "representative"),
        "other leader": officer(other),
        "former leader": former.user,
        "staff": staff(),
        "head": staff("head"),
        "admin": staff("admin"),
        "auditor": staff("auditor"),
        "both": both,
    }


def who_may(step, document, people):
    return {
        role
        for role, user in people.items()
        if user.has_perm(f"workgroups.{step}_submission", document)
    }


def test_every_role_may_what_the_table_says(body, people):
    plan = SubmissionFactory(body=body)

    seen = {step: who_may(step, plan, people) for step in MAY}

    # who serves the body as liaison officer writes there, whatever post he holds elsewhere
    writers = {step: MAY[step] | {"both"} for step in ("write", "answer")}
    assert seen == MAY | writers


@pytest.mark.parametrize("kind", ["sheet", "change"])
def test_what_needs_no_endorsement_staff_accepts(body, people, kind):
    plan = SubmissionFactory(body=body)
    more = {"sheet": {"quarter": 1}, "change": {"corrects": plan}}[kind]

    document = SubmissionFactory(body=body, kind=kind, **more)

    assert who_may("accept", document, people) == REVIEWERS


SECRETARIAT = {"staff", "head", "admin", "auditor"}
OWN = {"leader", "deputy", "liaison", "representative", "both"}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("draft", OWN),
        ("submitted", OWN | SECRETARIAT),
        ("accepted", OWN | SECRETARIAT | {"other leader"}),
    ],
)
def test_who_sees_a_document_as_the_rule_and_as_the_list(body, people, stage, expected):
    plan = documents.open_document("plan", body, YearFactory(), by=people["leader"], at=AT)
    if stage != "draft":
        documents.submit(plan, plan_content(), seen=0, by=people["leader"], at=AT)
    if stage == "accepted":
        documents.claim(plan, by=people["staff"], at=AT)
        documents.accept(plan, by=people["head"], at=AT)

    by_rule = who_may("view", plan, people)
    by_list = {
        role
        for role, user in people.items()
        if Submission.objects.visible_to(user).filter(pk=plan.pk).exists()
    }

    assert by_rule == expected
    assert by_list == expected


S = SubmissionState
BUTTONS = {
    S.DRAFT: ["void"],
    S.SUBMITTED: ["claim"],
    S.IN_REVIEW: ["recommend", "accept", "send_back", "release"],
    S.RETURNED: ["void"],
    S.RECOMMENDED: ["accept", "send_back"],
    S.ACCEPTED: ["publish"],
    S.DECLINED: [],
    S.PUBLISHED: ["withdraw"],
    S.WITHDRAWN: ["republish"],
    S.VOID: [],
}


@pytest.mark.parametrize("state", SubmissionState)
def test_the_heads_buttons_in_every_state(people, body, state):
    plan = Submission(kind=DocumentKind.PLAN, body=body, state=state)

    assert steps_open_to(people["head"], plan) == BUTTONS[state]


@pytest.mark.parametrize("state", SubmissionState)
def test_staff_has_the_buttons_that_need_no_head(people, body, state):
    plan = Submission(kind=DocumentKind.PLAN, body=body, state=state)
    heads_own = {"accept", "decline", "withdraw", "republish"}

    expected = [step for step in BUTTONS[state] if step not in heads_own]

    assert steps_open_to(people["staff"], plan) == expected
