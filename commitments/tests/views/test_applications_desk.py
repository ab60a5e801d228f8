import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.clients import said, signed_in
from commitments.models import Application, Invitation, Organisation
from commitments.queries.applications import asked_fields
from commitments.services import applying, lineage
from commitments.tests.applying import (
    DAY,
    EMAIL,
    NOON,
    USCC,
    before_committee,
    saved,
    scan,
    submitted,
)
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory, StaffPostFactory

pytestmark = pytest.mark.django_db


def to(name, application, *more):
    return reverse(f"desk:{name}", args=[application.pk, *more])


def take(client, application, step, **typed):
    fields = {f"{step}-{name}": text for name, text in typed.items()}
    return client.post(to("application_review", application, step), fields, follow=True)


@pytest.fixture
def staff():
    return signed_in("staff")


def test_what_was_not_handed_in_is_the_applicants_own(staff):
    application = saved()

    assert staff.get(to("application", application)).status_code == 404
    assert "甲化工" not in staff.get("/desk/applications/").content.decode()


@pytest.mark.parametrize(("role", "status"), [("auditor", 200), ("staff", 200), ("", 404)])
def test_only_the_secretariat_reads_applications(role, status):
    application = submitted()

    assert signed_in(role).get(to("application", application)).status_code == status


def test_the_auditor_reads_and_decides_nothing():
    application = submitted()
    auditor = signed_in("auditor")

    page = auditor.get(to("application", application)).content.decode()
    response = take(auditor, application, "take_up")

    application.refresh_from_db()
    assert "开始初审" not in page
    assert (response.status_code, application.state) == (403, "submitted")


def test_the_way_from_the_queue_to_the_commitments(staff):
    application = submitted()
    assert "甲化工有限公司" in staff.get("/desk/").content.decode()
    assert to("application", application) in staff.get("/desk/applications/").content.decode()

    take(staff, application, "take_up")
    take(staff, application, "refer", reason="材料齐全")
    response = take(
        staff, application, "accept", number="责委〔2026〕18号", on="2026-05-20", organisation="new"
    )

    assert said(response) == ["已登记审定结果，承诺待签署。"]
    assert Organisation.objects.get().commitments.filter(state="to_sign").count() == 2


def test_a_code_that_is_taken_meanwhile_loses_nothing_that_was_typed(staff):
    application = before_committee(StaffPostFactory().user)
    other = OrganisationFactory(name="乙化工", uscc=None)
    staff.get(to("application", application))
    Organisation.objects.filter(pk=other.pk).update(uscc=USCC)
    typed = {"number": "责委1号", "on": "2026-05-20", "organisation": "new", "comment": "欢迎加入"}

    response = take(staff, application, "accept", **typed)

    page = response.content.decode()
    application.refresh_from_db()
    assert response.status_code == 422
    assert f"统一社会信用代码 {USCC} 在名录中属于乙化工" in page
    assert 'value="责委1号"' in page
    assert "\n欢迎加入</textarea>" in page
    assert (application.state, Organisation.objects.count()) == ("committee", 1)


def test_a_known_organisation_is_offered_first_and_taken(staff):
    known = signed("甲化工有限公司")
    application = before_committee(StaffPostFactory().user)

    page = staff.get(to("application", application)).content.decode()
    take(staff, application, "accept", number="1号", on="2026-05-20", organisation=str(known.pk))

    assert f'value="{known.pk}" ' in page
    assert "名录中已有" in page
    assert Organisation.objects.count() == 1


def test_for_who_has_merged_the_desk_says_why_another_name_is_offered(staff):
    old, new = OrganisationFactory(name="甲化工有限公司"), OrganisationFactory(name="乙化工")
    lineage.merge(old, into=new, by=None, at=NOON, on=DAY, source="公告")

    page = staff.get(to("application", before_committee(StaffPostFactory().user))).content.decode()

    assert f'value="{new.pk}" ' in page
    assert "甲化工有限公司已于2026-05-20并入乙化工。</p>" in page


def test_the_desk_says_whose_code_was_not_taken_over(staff):
    old = OrganisationFactory(name="甲化工有限公司", uscc=USCC)
    new = OrganisationFactory(name="乙化工")
    lineage.merge(old, into=new, by=None, at=NOON, on=DAY, source="公告")
    application = before_committee(StaffPostFactory().user)

    typed = {"number": "1号", "on": "2026-05-20", "organisation": str(new.pk)}
    page = take(staff, application, "accept", **typed).content.decode()

    assert "这是已并入本单位的甲化工有限公司的代码，仍归其所有：请录入本单位自己的代码。" in page


def test_a_fault_comes_back_with_what_was_typed(staff):
    application = before_committee(StaffPostFactory().user)

    response = take(staff, application, "accept", number="", on="2026-05-20", organisation="new")

    assert response.status_code == 422
    assert 'value="2026-05-20"' in response.content.decode()
    assert Application.objects.get().state == "committee"


def test_an_organisation_that_was_not_offered_is_not_taken(staff):
    other = signed("不相干的单位")
    application = before_committee(StaffPostFactory().user)

    response = take(
        staff, application, "accept", number="1号", on="2026-05-20", organisation=str(other.pk)
    )

    assert response.status_code == 422
    assert other.commitments.count() == 1


def test_a_remark_stands_at_its_answer_and_is_closed(staff):
    application = submitted()
    typed = {"remark-place": "products", "remark-severity": "must", "remark-text": "请写明类别"}

    staff.post(to("application_remark", application), typed)

    remark = application.remarks_open().get()
    page = staff.get(to("application", application)).content.decode()
    assert page.index('id="q-products"') < page.index("请写明类别") < page.index("q-hazardous")
    staff.post(to("application_close", application, remark.pk))
    assert not application.remarks_open().exists()


def test_a_scan_is_given_to_the_secretariat_as_an_attachment(staff):
    application = saved()
    applying.bring_file(application, "letter_scan", scan(), by=None, at=timezone.now())
    seen = application.draft_number
    applying.submit(application, asked_fields(), seen=seen, by=None, at=timezone.now())
    name = application.files.get().file_id

    response = staff.get(to("application_file", application, name))
    for close in response._resource_closers:
        close()

    assert response["Content-Disposition"].startswith("attachment")
    assert signed_in("").get(to("application_file", application, name)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_asks_the_same_however_long(staff, number, django_assert_num_queries):
    for _time in range(number):
        submitted()

    with django_assert_num_queries(7):  # session, account, posts, list; the session is kept
        staff.get("/desk/applications/")


def accepted(known=None, **other):
    staff = StaffPostFactory().user
    application = before_committee(staff, **other)
    applying.accept(application, by=staff, at=NOON, number="1号", on=DAY, organisation=known)
    return application


def left_out(client, application):
    page = client.get(to("application", application))
    return {each.code: each.shown for each in page.context["left_out"]}


def test_what_a_known_organisation_did_not_take_over_is_listed_until_it_is_entered(staff):
    known = OrganisationFactory(name="甲化工有限公司", staff_count=100)
    more = {"english_name": "Jia Chemical", "former_names": "甲厂；老甲厂", "website": "www.jia.cn"}
    application = accepted(known, **more, wished_groups="储运安全")
    shown = left_out(staff, application)

    known.refresh_from_db()
    known.english_name, known.staff_count = "Jia Chemical", 350
    known.save()

    assert shown == {
        "former_names": "甲厂；老甲厂",
        "english_name": "Jia Chemical",
        "staff_count": "350",
        "products": "环氧树脂",
        "wished_groups": "储运安全",
    }
    assert set(shown) - set(left_out(staff, application)) == {"english_name", "staff_count"}


def test_of_a_new_organisation_only_what_has_no_place_is_listed(staff):
    application = accepted(english_name="Jia Chemical", former_names="甲厂")

    assert left_out(staff, application) == {"products": "环氧树脂"}


def test_the_named_contact_is_invited_with_one_click_and_then_not_again(staff):
    application = accepted()
    page = staff.get(to("application", application))
    assert "邀请这位联络员" in page.content.decode()
    typed = {"invite-email": EMAIL, "invite-role": str(page.context["contact_role"])}

    staff.post(reverse("desk:contact_invite", args=[application.organisation.code]), typed)

    invitation = Invitation.objects.get()
    again = staff.get(to("application", application)).content.decode()
    assert (invitation.email, invitation.role) == (EMAIL, "lead")
    assert "邀请这位联络员" not in again
    auditor = signed_in("auditor").get(to("application", application)).content.decode()
    assert "邀请这位联络员" not in auditor
