"""Two people at one application: both texts are seen, and nothing goes that was not chosen."""

import datetime as dt
import re

import pytest

from commitments.queries.applications import asked_fields
from commitments.services import applying
from commitments.tests.applying import (
    NOON,
    applicant,
    before_committee,
    begun,
    saved,
    scan,
    sent,
    to,
)
from commitments.tests.factories import StaffPostFactory

pytestmark = pytest.mark.django_db


def answers_of(application):
    application.refresh_from_db()
    return application.draft["answers"]


def overtaken(application, mine, theirs):
    """Give the answer to whoever saves `mine` after somebody else has saved `theirs`."""
    typed = sent(application, **mine)
    applicant().post(to("form", application), sent(application, **theirs))
    application.refresh_from_db()
    return applicant().post(to("form", application), typed)


def choice(page, name):
    """Give which answers are offered for the field and which of them is chosen."""
    found = re.findall(rf'name="pick/{name}" value="(\w+)"( checked)?', page)
    return [value for value, _checked in found], [value for value, checked in found if checked]


def test_the_overtaken_sees_both_answers_and_must_choose():
    application = begun()

    response = overtaken(application, {"products": "后来的"}, {"products": "先来的"})

    page = response.content.decode()
    assert response.status_code == 409
    assert re.findall(r'name="differs" value="(\w+)"', page) == ["products"]
    assert choice(page, "products") == (["theirs", "mine"], [])
    assert '<span class="said">先来的</span>' in page
    assert "\n后来的</textarea>" in page
    assert 'href="#choose-products"' in page
    assert answers_of(application)["products"] == "先来的"


def test_one_more_click_writes_nothing_over():
    application = begun()
    overtaken(application, {"products": "后来的"}, {"products": "先来的"})
    again = sent(application, products="后来的") | {"differs": "products"}

    response = applicant().post(to("form", application), again)

    page = response.content.decode()
    assert response.status_code == 409
    assert choice(page, "products") == (["theirs", "mine"], [])
    assert "\n后来的</textarea>" in page
    assert answers_of(application)["products"] == "先来的"


@pytest.mark.parametrize(("pick", "stands"), [("mine", "两人的"), ("theirs", "先来的")])
def test_what_is_chosen_stands(pick, stands):
    application = begun()
    overtaken(application, {"products": "后来的"}, {"products": "先来的"})
    chosen = {"differs": "products", "pick/products": pick}

    response = applicant().post(
        to("form", application), sent(application, products="两人的") | chosen
    )

    assert response.status_code == 302
    assert answers_of(application)["products"] == stands
    texts = {each.content["answers"]["products"] for each in application.kept_drafts.all()}
    assert {"先来的", "后来的"} - {stands} <= texts


def test_what_only_one_has_changed_is_suggested():
    application = saved(products="原来的", contact_name="张三")

    response = overtaken(
        application,
        {"products": "后来的", "contact_name": "张三"},
        {"products": "原来的", "contact_name": "李四"},
    )

    page = response.content.decode()
    assert choice(page, "products")[1] == ["mine"]
    assert choice(page, "contact_name")[1] == ["theirs"]


def test_a_third_text_is_shown_before_it_is_written_over():
    application = begun()
    overtaken(application, {"products": "后来的"}, {"products": "先来的"})
    chosen = sent(application, products="后来的")
    chosen |= {"differs": "products", "pick/products": "mine"}
    applicant().post(to("form", application), sent(application, products="第三个"))

    response = applicant().post(to("form", application), chosen)

    assert response.status_code == 409
    assert choice(response.content.decode(), "products")[1] == []
    assert answers_of(application)["products"] == "第三个"


def test_links_leave_a_trail_at_every_saving():
    application = begun()

    for number, text in enumerate(["一", "二", "三"]):
        at = NOON + dt.timedelta(seconds=number)
        applying.save(application, {"products": text}, seen=number, by=None, at=at)

    kept = application.kept_drafts.order_by("pk")
    assert [each.content["answers"]["products"] for each in kept] == ["一", "二"]


# --- Scans and answers to remarks ---


def test_the_scan_of_the_overtaken_waits_and_is_taken_when_chosen():
    application = begun()
    typed = sent(application) | {"letter_scan": scan(name="乙.pdf")}
    client = applicant()
    client.post(to("form", application), sent(application) | {"letter_scan": scan(name="甲.pdf")})
    first = answers_of(application)["letter_scan"]

    page = client.post(to("form", application), typed).content.decode()

    second = application.files.exclude(file_id=first).get()
    assert choice(page, "letter_scan") == (["theirs", "mine"], [])
    assert '<span class="said">甲.pdf</span>' in page
    assert '<span class="said">乙.pdf</span>' in page
    assert answers_of(application)["letter_scan"] == first
    chosen = {
        "differs": "letter_scan",
        "pick/letter_scan": "mine",
        "brought/letter_scan": str(second.file_id),
    }
    client.post(to("form", application), sent(application) | chosen)
    assert answers_of(application)["letter_scan"] == second.file_id.hex


def test_a_scan_of_another_application_is_never_taken():
    application, other = begun(), begun("other@example.com")
    foreign = applying.bring_file(other, "letter_scan", scan(), by=None, at=NOON)
    chosen = {"pick/letter_scan": "mine", "brought/letter_scan": str(foreign.file_id)}

    applicant().post(to("form", application), sent(application) | chosen)

    assert "letter_scan" not in answers_of(application)


def returned():
    staff = StaffPostFactory().user
    application = before_committee(staff)
    said = applying.remark(
        application, by=staff, at=NOON, place="products", severity="must", text="写具体一些"
    )
    applying.send_back(
        application,
        by=staff,
        at=NOON,
        comment="请按意见修改后再提交一次。",
        due_again=dt.date(2026, 7, 1),
    )
    return application, said


def test_the_answer_to_a_remark_stays_in_the_form_of_the_overtaken():
    application, remark = returned()
    typed = sent(application, products="后来的") | {f"answer-{remark.pk}": "改好了"}
    applicant().post(to("form", application), sent(application, products="先来的"))

    page = applicant().post(to("form", application), typed).content.decode()

    remark.refresh_from_db()
    assert "\n改好了</textarea>" in page
    assert remark.answer == ""


def test_the_answer_of_somebody_else_is_not_written_over_unseen():
    application, remark = returned()
    name = f"answer-{remark.pk}"
    applicant().post(to("form", application), sent(application) | {name: "先答的"})
    application.refresh_from_db()

    response = applicant().post(to("form", application), sent(application) | {name: "后答的"})

    page = response.content.decode()
    remark.refresh_from_db()
    assert response.status_code == 409
    assert choice(page, name) == (["theirs", "mine"], [])
    assert '<span class="said">先答的</span>' in page
    assert "\n后答的</textarea>" in page
    assert remark.answer == "先答的"
    again = sent(application) | {name: "后答的", "differs": name, f"said-{remark.pk}": "先答的"}
    assert applicant().post(to("form", application), again).status_code == 409
    applicant().post(to("form", application), again | {f"pick/{name}": "mine"})
    remark.refresh_from_db()
    assert remark.answer == "后答的"


def test_what_was_typed_is_shown_when_it_was_handed_in_meanwhile():
    application = saved()
    typed = sent(application, products="后来的")
    seen = application.draft_number
    applying.submit(application, asked_fields(), seen=seen, by=None, at=NOON)

    response = applicant().post(to("form", application), typed)

    page = response.content.decode()
    assert response.status_code == 409
    assert '<dd class="said">后来的</dd>' in page
    assert "张三" not in page
    assert answers_of(application)["products"] == "环氧树脂"
