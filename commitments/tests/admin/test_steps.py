import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import said, signed_in
from commitments.enums import EndReason, State, Status
from commitments.models import Commitment
from commitments.services import lifecycle
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from core.steps import take_step

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/commitment/"
SIGNED = dt.date(2024, 3, 1)
STEPS_OF = {
    State.DRAFT: ["approve", "sign"],
    State.TO_SIGN: ["take_back", "sign"],
    State.IN_FORCE: ["suspend", "end", "issue"],
    State.SUSPENDED: ["resume", "end"],
    State.ENDED: ["reinstate"],
    State.DOUBLE: [],
}


@pytest.fixture
def staff():
    return signed_in("staff")


def in_state(state, name="烟台示例化工有限公司"):
    commitment = CommitmentFactory(organisation=OrganisationFactory(name=name))
    now = timezone.now()
    if state == State.TO_SIGN:
        lifecycle.approve(commitment, by=None, at=now, on=SIGNED, number="责委〔2024〕1号")
    elif state != State.DRAFT:
        lifecycle.sign(commitment, by=None, at=now, on=SIGNED)
    if state == State.SUSPENDED:
        lifecycle.suspend(commitment, by=None, at=now, on=dt.date(2024, 4, 1), reason="核查")
    if state == State.DOUBLE:
        counts = CommitmentFactory(organisation=OrganisationFactory())
        take_step("set_aside", commitment, by=None, at=now, double_of=counts)
    if state == State.ENDED:
        why = EndReason.WITHDRAWN
        lifecycle.end(commitment, by=None, at=now, on=dt.date(2024, 4, 1), why=why, reason="来函")
    return commitment


def take(client, verb, *commitments, **fields):
    ids = ",".join(str(commitment.pk) for commitment in commitments)
    typed = {"ids": ids, "on": "2024-05-06", "why": "withdrawn", "reason": "来函"}
    typed |= {"number": "责委〔2024〕3号"} | fields
    return client.post(f"{LIST}step/{verb}/", typed, follow=True)


def state_of(commitment):
    return Commitment.objects.values_list("state", flat=True).get(pk=commitment.pk)


@pytest.mark.parametrize(
    ("verb", "start", "state", "status"),
    [
        ("approve", State.DRAFT, State.TO_SIGN, Status.NONE),
        ("take_back", State.TO_SIGN, State.DRAFT, Status.NONE),
        ("sign", State.DRAFT, State.IN_FORCE, Status.IN_FORCE),
        ("sign", State.TO_SIGN, State.IN_FORCE, Status.IN_FORCE),
        ("suspend", State.IN_FORCE, State.SUSPENDED, Status.SUSPENDED),
        ("resume", State.SUSPENDED, State.IN_FORCE, Status.IN_FORCE),
        ("end", State.IN_FORCE, State.ENDED, Status.ENDED),
        ("end", State.SUSPENDED, State.ENDED, Status.ENDED),
        ("reinstate", State.ENDED, State.IN_FORCE, Status.IN_FORCE),
    ],
)
def test_a_step_is_taken_from_its_page(staff, verb, start, state, status):
    commitment = in_state(start)

    response = take(staff, verb, commitment)

    commitment.organisation.refresh_from_db()
    assert (state_of(commitment), commitment.organisation.status) == (state, status)
    assert response.redirect_chain == [(f"{LIST}{commitment.pk}/change/", 302)]


def test_an_end_is_not_taken_back_after_a_new_signing_and_the_reason_stays(staff):
    commitment = in_state(State.ENDED)
    anew = CommitmentFactory(organisation=commitment.organisation, document=commitment.document)
    lifecycle.sign(anew, by=None, at=timezone.now(), on=dt.date(2024, 5, 1))

    response = take(staff, "reinstate", commitment, reason="登记有误，并未退出")

    page = response.content.decode()
    assert "该单位已有同类承诺文件且尚未结束" in page
    assert "登记有误，并未退出" in page
    assert (response.status_code, state_of(commitment)) == (200, State.ENDED)


def test_the_history_says_who_ended_it_when_and_why(staff):
    commitment = in_state(State.IN_FORCE)

    take(staff, "end", commitment, reason="来函退出")

    change = staff.get(f"{LIST}{commitment.pk}/history/").context["changes"][0]
    fields = {field.label: field.new for field in change.rows[0].fields}
    assert (change.who, change.step, change.why) == ("staff@example.com", "结束", "来函退出")
    assert fields == {
        "状态": "已结束",
        "结束日期": "2024-05-06",
        "结束原因": "主动退出",
        "结束决定文号": "责委〔2024〕3号",
    }


@pytest.mark.parametrize("state", list(State))
def test_the_buttons_are_the_open_steps(staff, state):
    commitment = in_state(state)

    response = staff.get(f"{LIST}{commitment.pk}/change/")

    assert [button.verb for button in response.context["steps"]] == STEPS_OF[state]


@pytest.mark.parametrize("state", list(State))
def test_the_auditor_has_no_buttons(state):
    commitment = in_state(state)

    response = signed_in("auditor").get(f"{LIST}{commitment.pk}/change/")

    assert response.context["steps"] == []


@pytest.mark.parametrize("verb", ["approve", "sign", "suspend", "resume", "end"])
def test_an_action_of_the_list_leads_to_the_page_of_the_step(staff, verb):
    first, second = in_state(State.DRAFT), in_state(State.DRAFT, "乙")
    chosen = {"action": verb, "_selected_action": [first.pk, second.pk]}

    response = staff.post(LIST, chosen)

    assert response.url == f"{LIST}step/{verb}/?ids={second.pk},{first.pk}"


def test_several_are_done_at_once_and_counted(staff):
    commitments = [in_state(State.DRAFT, name) for name in "甲乙丙"]

    response = take(staff, "sign", *commitments)

    assert [state_of(each) for each in commitments] == [State.IN_FORCE] * 3
    assert said(response) == ["已签署 3 份承诺。"]


def test_one_refused_day_does_not_hold_up_the_others_and_keeps_what_was_typed(staff):
    early = in_state(State.IN_FORCE, "早签")
    late = in_state(State.DRAFT, "晚签")
    lifecycle.sign(late, by=None, at=timezone.now(), on=dt.date(2024, 6, 1))

    response = take(staff, "suspend", early, late, reason="逾期未报")

    form = response.context["form"]
    assert [state_of(each) for each in (early, late)] == [State.SUSPENDED, State.IN_FORCE]
    assert said(response) == ["已暂停 1 份承诺。"]
    assert response.context["commitments"] == [late]
    assert form["reason"].value() == "逾期未报"
    assert form.errors == {"on": ["晚签 · 承诺书：2024-05-06 过早：最早可填 2024-06-01。"]}


def test_a_refused_resumption_is_offered_again_as_it_is(staff):
    commitment = in_state(State.SUSPENDED)

    response = take(staff, "resume", commitment, on="2024-03-15")

    assert response.context["commitments"] == [commitment]
    assert state_of(commitment) == State.SUSPENDED


def test_a_step_that_closed_meanwhile_names_the_record(staff):
    commitment = in_state(State.ENDED)

    response = take(staff, "end", commitment)

    assert said(response) == [
        "此步骤现在不可办理：“烟台示例化工有限公司 · 承诺书”当前为“已结束”。请刷新页面。"
    ]


@pytest.mark.parametrize(
    ("verb", "start", "fields", "where"),
    [
        ("suspend", State.IN_FORCE, {"reason": ""}, ["reason"]),
        ("end", State.IN_FORCE, {"reason": ""}, ["reason"]),
        ("end", State.IN_FORCE, {"why": ""}, ["why"]),
        ("approve", State.DRAFT, {"number": " "}, ["number"]),
        ("end", State.IN_FORCE, {"why": "revoked", "number": ""}, ["number"]),
        ("sign", State.DRAFT, {"on": ""}, ["on"]),
        ("sign", State.DRAFT, {"on": "2999-01-01"}, ["on"]),
        ("suspend", State.IN_FORCE, {"on": "2024-02-30"}, ["on"]),
    ],
)
def test_what_is_missing_is_said_at_its_field(staff, verb, start, fields, where):
    commitment = in_state(start)

    response = take(staff, verb, commitment, **fields)

    assert (list(response.context["form"].errors), state_of(commitment)) == (where, start)


@pytest.mark.parametrize(("verb", "start"), [("sign", State.DRAFT), ("resume", State.SUSPENDED)])
def test_signing_and_resuming_need_no_reason(staff, verb, start):
    commitment = in_state(start)

    take(staff, verb, commitment, reason="")

    assert state_of(commitment) == State.IN_FORCE


def test_too_many_at_once_are_not_begun(staff):
    organisation = OrganisationFactory()
    Commitment.objects.bulk_create(
        Commitment(
            organisation=organisation, state=State.ENDED, source="名单", signed_on=SIGNED,
            ended_on=SIGNED, end_reason=EndReason.MERGED,
        )
        for _number in range(201)
    )  # fmt: skip
    chosen = {"action": "end", "_selected_action": ["1"], "select_across": "1"}

    response = staff.post(LIST, chosen, follow=True)

    assert said(response) == ["一次最多选择 200 份承诺：请先筛选列表。"]


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=x", "?ids=999999"])
def test_a_step_for_nothing_is_not_found(staff, query):
    assert staff.get(f"{LIST}step/end/{query}").status_code == 404


def test_a_step_nobody_knows_is_not_found(staff):
    commitment = in_state(State.DRAFT)

    assert staff.get(f"{LIST}step/delete/?ids={commitment.pk}").status_code == 404


@pytest.mark.parametrize("verb", ["sign", "suspend", "resume", "end"])
@pytest.mark.parametrize(
    ("role", "answer"), [("staff", 200), ("head", 200), ("admin", 200), ("auditor", 403), ("", 403)]
)
def test_a_step_is_the_secretariats(role, answer, verb):
    commitment = in_state(State.DRAFT)
    client = signed_in(role)

    answers = [
        client.get(f"{LIST}step/{verb}/?ids={commitment.pk}").status_code,
        take(client, verb, commitment, on="2999-01-01").status_code,
    ]

    assert answers == [answer, answer]
    assert User.objects.count() == 1
