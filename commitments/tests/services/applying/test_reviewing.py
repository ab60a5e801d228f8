"""An application is returned, mended, declined, withdrawn."""

import datetime as dt

import pytest

from commitments.enums.applications import ApplicationState
from commitments.models import Organisation
from commitments.services import applying
from commitments.tests.applying import (
    DAY,
    NOON,
    NUMBER,
    accept,
    before_committee,
    hand_in,
    submitted,
)
from core import review
from core.models import OutboxMail
from core.review import MustBeMended
from core.steps import StepNotOpen

pytestmark = pytest.mark.django_db


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
