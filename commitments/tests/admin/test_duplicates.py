import re

import pytest
from django.urls import reverse

from accounts.tests.clients import signed_in
from commitments.models import Distinction
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/organisation/duplicates/"


@pytest.fixture
def staff():
    return signed_in("staff")


def twins(name="甲化工", count=2, **fields):
    return [OrganisationFactory(name=name, **fields) for _ in range(count)]


def numbers(members):
    return "-".join(str(each.pk) for each in members)


def test_page_says_who_is_alike_in_what(staff):
    one, other = twins()
    one.uscc = "91370600163044841F"
    one.save()

    page = staff.get(LIST).content.decode()

    assert re.findall(r"<li>(.*?)</li>", page)[-1] == "名称相同；只有一方有信用代码"
    assert one.code in page
    assert other.code in page


def test_list_is_narrowed_by_what_is_alike_and_by_record(staff):
    one, _other = twins("甲化工")
    twins("乙化工")
    OrganisationFactory(name="丙化工", former=["丁化工"])
    OrganisationFactory(name="丁化工")

    def groups(asked):
        return re.findall(r'id="group-([\d-]+)"', staff.get(LIST + asked).content.decode())

    assert len(groups("")) == 3
    assert len(groups("?reason=former")) == 1
    assert groups("?reason=sound") == []
    assert [each.split("-")[0] for each in groups(f"?of={one.pk}")] == [str(one.pk)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_long_it_is(staff, django_assert_num_queries, count):
    for number in range(count):
        twins(f"第{number}化工")
    staff.get(LIST)

    with django_assert_num_queries(8):
        staff.get(LIST)


def test_records_are_told_apart_with_a_reason(staff):
    members = twins(count=3)
    address = f"{LIST}{numbers(members)}/different/"

    refused = staff.post(address, {"reason": ""})

    assert (refused.status_code, Distinction.objects.count()) == (200, 0)

    staff.post(address, {"reason": "同名的三家单位"})

    found = Distinction.objects.all()
    assert {(each.reason, str(each.noted_by)) for each in found} == {
        ("同名的三家单位", "staff@example.com")
    }
    assert found.count() == 3
    assert "这里没有疑似重复的记录" in staff.get(LIST).content.decode()


def test_telling_apart_is_taken_back(staff):
    members = twins()
    staff.post(f"{LIST}{numbers(members)}/different/", {"reason": "两家"})
    distinction = Distinction.objects.get()
    link = f"/admin/commitments/distinction/{distinction.pk}/take-back/"
    page = staff.get(f"/admin/commitments/distinction/{distinction.pk}/change/").content.decode()
    assert link in page

    staff.post(link, {"reason": "是一家"})

    assert not Distinction.objects.exists()
    assert "名称相同" in staff.get(LIST).content.decode()


@pytest.mark.parametrize("asked", ["1", "1-2-999999", "x-y", "1-1", "-".join("123456789") * 9])
def test_address_of_nobody_is_not_there(staff, asked):
    assert staff.get(f"{LIST}{asked}/different/").status_code == 404


def test_record_and_front_page_lead_there(staff):
    one, _other = twins()

    record = staff.get(reverse("admin:commitments_organisation_change", args=[one.pk]))
    front = staff.get("/admin/").content.decode()

    assert f'href="{LIST}?of={one.pk}"' in record.content.decode()
    assert f'href="{LIST}"' in front
