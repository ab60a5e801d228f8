import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from commitments.enums import Document, State
from commitments.enums.applications import ApplicationState
from commitments.models import Application, Commitment, Organisation
from commitments.queries.applications import alike, asked_fields
from commitments.services import applying, lifecycle, lineage
from commitments.services.applying import NotPossible, carrying_out
from commitments.services.days import DayNotPossible
from commitments.tests.applying import (
    DAY,
    EMAIL,
    NOON,
    USCC,
    before_committee,
    begun,
    saved,
    submitted,
)
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory, StaffPostFactory
from core import review
from core.models import Notice, OutboxMail
from core.outbox import write_digests
from core.review import MustBeMended
from core.steps import StepNotOpen

pytestmark = pytest.mark.django_db
NUMBER = "责委〔2026〕18号"


@pytest.fixture
def staff():
    return StaffPostFactory().user


def accept(application, by, *, organisation=None, **other):
    given = {"number": NUMBER, "on": DAY, "organisation": organisation} | other
    return applying.accept(application, by=by, at=NOON, **given)


def mails():
    return list(OutboxMail.objects.order_by("pk").values_list("kind", "address"))


def test_an_approved_application_makes_an_organisation_and_two_commitments_to_be_signed(staff):
    application = before_committee(staff)

    organisation = accept(application, staff)

    organisation.refresh_from_db()
    made = organisation.commitments.order_by("document")
    assert (organisation.name, organisation.uscc, organisation.kind) == (
        "甲化工有限公司",
        USCC,
        "enterprise",
    )
    assert (organisation.staff_count, organisation.province_id) == (350, "370000")
    assert organisation.status == "none"
    assert [(each.document, each.state) for each in made] == [
        (Document.CHARTER, State.TO_SIGN),
        (Document.LETTER, State.TO_SIGN),
    ]
    assert {(c.approved_on, c.approval_number, c.signer_position) for c in made} == {
        (DAY, NUMBER, "总经理")
    }
    assert {(each.application, each.recommended_by) for each in made} == {(application, "乙化工")}


def test_the_contact_stands_nowhere_in_the_register(staff):
    organisation = accept(before_committee(staff), staff)

    kept = Organisation.objects.filter(pk=organisation.pk).values().get()
    commitments = list(Commitment.objects.values())

    assert "张三" not in str(kept) + str(commitments)
    assert EMAIL not in str(kept) + str(commitments)


def test_a_known_organisation_is_filled_in_and_never_overwritten(staff):
    known = OrganisationFactory(name="甲化工有限公司", staff_count=100, group_name="")
    application = before_committee(staff, group_name="甲集团")

    accept(application, staff, organisation=known)

    known.refresh_from_db()
    assert (known.staff_count, known.group_name, known.uscc) == (100, "甲集团", USCC)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("handed_in", "kept"), [("www.example.com", "http://www.example.com"), ("javascript:x", "")]
)
def test_a_website_handed_in_before_it_was_checked_is_no_dead_link(staff, handed_in, kept):
    application = before_committee(staff)
    answers = application.current_version.answers | {"website": handed_in}

    organisation = carrying_out.enter(answers, None, by=staff)

    assert organisation.website == kept


def test_what_is_signed_already_is_not_promised_twice(staff):
    known = signed("甲化工有限公司")

    accept(before_committee(staff), staff, organisation=known)

    assert sorted(known.commitments.values_list("document", "state")) == [
        ("charter", "to_sign"),
        ("letter", "in_force"),
    ]


def test_nothing_is_written_when_nothing_is_left_to_be_signed(staff):
    known = signed("甲化工有限公司")
    application = before_committee(staff, documents="letter")

    with pytest.raises(NotPossible, match="无须再签署"):
        accept(application, staff, organisation=known)

    application.refresh_from_db()
    assert application.state == ApplicationState.BEFORE_COMMITTEE


@pytest.mark.parametrize(
    ("other", "error"),
    [({"number": " "}, MustBeMended), ({"on": dt.date(2026, 6, 2)}, DayNotPossible)],
)
def test_an_approval_without_number_or_on_a_day_to_come_is_refused(staff, other, error):
    application = before_committee(staff)

    with pytest.raises(error):
        accept(application, staff, **other)

    application.refresh_from_db()
    assert (application.state, Organisation.objects.count()) == ("committee", 0)


def test_the_database_refuses_an_approval_without_a_decision(staff):
    application = before_committee(staff)
    values = {
        "organisation": OrganisationFactory(),
        "accepted_version": application.current_version,
    }

    with pytest.raises(DatabaseError, match="decision_with_a_number"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state="accepted", **values)


def test_both_documents_are_signed_at_one_occasion_and_the_applicant_is_told(staff):
    organisation = accept(before_committee(staff), staff)

    for commitment in organisation.commitments.all():
        lifecycle.sign(commitment, by=staff, at=NOON, on=DAY, occasion="第十届促进大会")

    organisation.refresh_from_db()
    told = [address for kind, address in mails() if kind == "commitments/commitment_signed"]
    assert (organisation.status, organisation.signed_on, told) == ("in_force", DAY, [EMAIL] * 2)


# --- Returned, mended, declined, withdrawn ---


def returned(staff, **remark):
    application = submitted()
    applying.take_up(application, by=staff, at=NOON)
    if remark:
        applying.remark(application, by=staff, at=NOON, **remark)
    due = dt.date(2026, 6, 15)
    applying.send_back(
        application, by=staff, at=NOON, comment="请按意见补充产品说明。", due_again=due
    )
    return application


def hand_in(application):
    seen = application.draft_number
    return applying.submit(application, asked_fields(), seen=seen, by=None, at=NOON)


def test_what_was_returned_is_answered_and_handed_in_again(staff):
    remark = {"place": "products", "severity": "must", "text": "请写明类别"}
    application = returned(staff, **remark)
    with pytest.raises(MustBeMended, match="答复"):
        hand_in(application)
    review.answer(application.remarks_open().get(), by=None, at=NOON, text="已补充")

    version = hand_in(application)

    assert (version.number, application.state, application.due_on) == (
        2,
        "submitted",
        dt.date(2026, 6, 15),
    )


def test_the_mail_says_which_answer_how_and_until_when(staff):
    returned(staff, place="products", severity="must", text="请写明类别")

    text = OutboxMail.objects.get(kind="commitments/application_returned").text

    for words in (
        "2026-06-15",
        "请按意见补充产品说明。",
        "主要产品或业务：请写明类别",
        "/apply/open/",
    ):
        assert words in text


def test_remarks_that_must_be_mended_stand_in_the_way(staff):
    application = submitted()
    applying.take_up(application, by=staff, at=NOON)
    said = {"place": "", "severity": "must", "text": "缺章"}
    remark = applying.remark(application, by=staff, at=NOON, **said)
    with pytest.raises(MustBeMended):
        applying.refer(application, by=staff, at=NOON)

    review.close(remark, by=staff, at=NOON)
    applying.refer(application, by=staff, at=NOON)

    assert application.state == ApplicationState.BEFORE_COMMITTEE


def test_a_refusal_tells_the_applicant_why(staff):
    application = before_committee(staff)

    applying.decline(application, by=staff, at=NOON, comment="不属于本行业，暂不受理。")

    mail = OutboxMail.objects.get(kind="commitments/application_declined")
    assert "不属于本行业" in mail.text
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("step", ["take_up", "refer", "accept", "withdraw"])
def test_what_was_withdrawn_goes_nowhere(staff, step):
    application = submitted()
    applying.withdraw(application, by=None, at=NOON)
    more = {"number": NUMBER, "on": DAY, "organisation": None} if step == "accept" else {}

    with pytest.raises(StepNotOpen):
        getattr(applying, step)(application, by=staff, at=NOON, **more)


def test_every_step_keeps_who_when_and_why(staff):
    application = before_committee(staff)
    accept(application, staff)

    events = application.events.order_by("pgh_id")
    told = [(each.state, each.pgh_context.metadata.get("user_label")) for each in events]

    assert told[-1] == ("accepted", str(staff))
    assert ("submitted", "applicant") in told


# --- Drafts ---


def test_a_second_application_begins_where_nobody_has_written():
    first = begun()
    assert applying.begin(EMAIL.upper(), by=None, at=NOON) == first
    applying.save(first, {"name": "甲"}, seen=0, by=None, at=NOON)

    assert applying.begin(EMAIL, by=None, at=NOON) != first


def test_receipt_and_notice_go_out_once(staff):
    application = submitted()
    hand_in_again = applying.submit(application, asked_fields(), seen=1, by=None, at=NOON)

    assert hand_in_again.number == 1
    assert mails() == [("commitments/application_submitted", EMAIL)]
    assert Notice.objects.filter(recipient=staff, in_digest=True).count() == 1


def test_the_mail_of_the_morning_names_what_was_handed_in(staff):
    application = submitted()

    write_digests(at=NOON + dt.timedelta(days=1))

    mail = OutboxMail.objects.get(kind="commitments/application_arrived")
    line = f"“甲化工有限公司”提交了加入申请（{application.current_version.receipt}）。"
    assert mail.subject == "待审核的加入申请：1 份"
    assert line in mail.text
    assert line in mail.html


def test_a_version_keeps_the_questions_as_they_were_put():
    application = submitted()
    field = next(each for each in asked_fields() if each.code == "products")
    field.label = "改了问法"
    field.save()

    asked = {each["code"]: each["label"] for each in application.current_version.payload["asked"]}

    assert asked["products"] == "主要产品或业务"


def test_answers_are_kept_in_their_one_form():
    application = submitted(uscc=" ９１３７００００163044841f ", website="ｗｗｗ.example.com")

    assert application.current_version.answers["uscc"] == USCC
    assert application.current_version.answers["staff_count"] == "350"
    assert application.current_version.answers["website"] == "http://www.example.com"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"name": "（）"}, "name"),
        ({"name": "长" * 201}, "name"),
        ({"uscc": "91370000163044841G"}, "uscc"),
        ({"uscc": ""}, "uscc"),
        ({"kind": "committee"}, "kind"),
        ({"place": "999999"}, "place"),
        ({"staff_count": "约三百"}, "staff_count"),
        ({"staff_count": "1e9"}, "staff_count"),
        ({"industry": "26'; --"}, "industry"),
        ({"documents": "letter\nsomething"}, "documents"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "javascript://example.com/%0aalert(1)"}, "website"),
        ({"website": "没有"}, "website"),
    ],
)
def test_each_fault_names_its_question(other, code):
    application = saved(**other)

    faults = applying.faults_of(asked_fields(), application.draft["answers"])

    assert [fault.code for fault in faults] == [code]
    with pytest.raises(MustBeMended):
        hand_in(application)
    assert application.state == "draft"


def test_who_has_merged_is_not_accepted_and_nothing_is_entered(staff):
    old, new = OrganisationFactory(name="甲化工有限公司"), OrganisationFactory(name="乙化工")
    lineage.merge(old, into=new, by=None, at=NOON, on=DAY, source="公告")
    application = before_committee(staff)

    with pytest.raises(NotPossible, match="甲化工有限公司已并入乙化工，请改选后者。"):
        accept(application, staff, organisation=old)

    application.refresh_from_db()
    assert application.state == ApplicationState.BEFORE_COMMITTEE
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("steps", [1, 2])
def test_the_code_of_who_has_merged_stays_there_and_is_left_to_be_put_right(staff, steps):
    chain = [OrganisationFactory(name="甲化工有限公司", uscc=USCC)]
    for number in range(steps):
        chain.append(OrganisationFactory(name=f"新化工{number}"))
        lineage.merge(chain[-2], into=chain[-1], by=None, at=NOON, on=DAY, source="公告")
    application = before_committee(staff)

    new = accept(application, staff, organisation=chain[-1])

    new.refresh_from_db()
    chain[0].refresh_from_db()
    given = application.accepted_version.answers
    assert (new.uscc, new.staff_count, chain[0].uscc) == (None, 350, USCC)
    assert new.commitments.count() == 2
    assert "uscc" in applying.left_out(given, new)
    assert applying.code_of_merged(given, new) == chain[0]


@pytest.mark.parametrize("is_new", [True, False])
def test_the_code_of_somebody_else_is_refused_with_the_name(staff, is_new):
    OrganisationFactory(name="乙化工", uscc=USCC)
    chosen = None if is_new else OrganisationFactory(name="甲化工有限公司")
    application = before_committee(staff)

    with pytest.raises(NotPossible) as refused:
        accept(application, staff, organisation=chosen)

    assert str(refused.value) == (
        f"统一社会信用代码 {USCC} 在名录中属于乙化工：请改选该单位，或将申请退回以更正代码。"
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.BEFORE_COMMITTEE


def test_for_who_has_merged_the_one_is_known_that_stands_today():
    first, second, third = (
        OrganisationFactory(name=name) for name in ("甲化工有限公司", "乙化工", "丙化工")
    )
    lineage.merge(first, into=second, by=None, at=NOON, on=DAY, source="公告")
    lineage.merge(second, into=third, by=None, at=NOON, on=DAY, source="公告")

    names = ("甲化工有限公司", "乙化工", "丙化工", "丁化工")
    found = [[(each.organisation, each.why) for each in alike(name=n, uscc="")] for n in names]

    steps = ["甲化工有限公司已于2026-05-20并入乙化工。", "乙化工已于2026-05-20并入丙化工。"]
    assert found == [[(third, steps)], [(third, steps[1:])], [(third, [])], []]
