"""Drafts of applications: begun, kept, handed in."""

import datetime as dt

import pytest

from commitments.queries.applications import asked_fields
from commitments.services import applying
from commitments.tests.applying import EMAIL, NOON, USCC, begun, hand_in, mails, saved, submitted
from core.models import Notice, OutboxMail
from core.outbox import write_digests
from core.review import MustBeMended

pytestmark = pytest.mark.django_db


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


def test_an_address_typed_in_full_width_is_frozen_in_half(db):
    application = saved(contact_email="wang＠example.com")

    version = hand_in(application)

    assert version.answers["contact_email"] == "wang@example.com"
