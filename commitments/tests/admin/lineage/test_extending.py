"""The page on which a park is extended and takes in others."""

import pytest

from accounts.tests.clients import said, signed_in
from commitments.models import Succession
from commitments.tests.admin.lineage.pages import EXTENDED, TYPED, address, send
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_an_extension_is_foreseen_done_shown_and_taken_back(staff, client, parks):
    park, other, third = parks
    typed = EXTENDED | {"parks": f"{other.code}\n\n{third.name}"}

    shown = send(staff, park, "extend", **typed).content.decode()
    assert "乙园区：承诺书" in shown.replace(" ", "")
    assert not Succession.objects.exists()
    send(staff, park, "extend", **typed, confirmed="1")

    page = " ".join(client.get(f"/commitments/{park.code}/").content.decode().split())
    assert '扩区 <span class="nowrap">2022-07-01' in page
    assert "1,500.5 公顷" in page
    assert f'href="/commitments/{third.code}/record/">丙园区' in page
    leads_to = client.get(f"/commitments/{other.code}/").url
    assert leads_to == f"/commitments/{park.code}/?from={other.code}"
    fact = park.park_facts.get()
    back = f"/admin/commitments/organisation/{park.pk}/extension/{fact.pk}/take-back/"
    assert back in staff.get(f"/admin/commitments/organisation/{park.pk}/change/").content.decode()
    staff.post(back, {"reason": "记错了"})
    assert (Succession.objects.count(), park.park_facts.count()) == (0, 0)
    assert client.get(f"/commitments/{other.code}/").status_code == 200


def test_of_two_parks_taken_in_only_the_first_hands_on_the_document(staff, parks):
    park, other, third = parks
    park.commitments.all().delete()
    typed = EXTENDED | {"parks": f"{third.code}\n{other.code}"}

    shown = send(staff, park, "extend", **typed).context["foreseen"]
    send(staff, park, "extend", **typed, confirmed="1")

    assert shown[1::2] == [
        "丙园区：承诺书：由甲园区承继，签署日期不变。",
        "乙园区：承诺书：甲园区已从丙园区承继，不再重复承继。",
    ]
    (taken,) = park.commitments.all()
    assert taken.continues.organisation == third


def test_a_suspended_commitment_of_the_first_park_does_not_stand_in_the_way(staff, parks):
    park, other, third = parks
    park.commitments.all().delete()
    other.commitments.all().delete()
    sign(other, "2016-01-01", suspended=("2020-01-01", None))
    typed = EXTENDED | {"parks": f"{other.code}\n{third.code}"}

    shown = send(staff, park, "extend", **typed).context["foreseen"]

    assert shown[-1] == "丙园区：承诺书：由甲园区承继，签署日期不变。"


def test_a_merged_park_is_not_extended_by_its_address(staff, parks):
    park, other, _third = parks
    send(staff, park, "extend", **EXTENDED | {"parks": other.code}, confirmed="1")

    response = send(staff, other, "extend", **EXTENDED | {"document": "另一文件"})

    assert response.context["form"].non_field_errors() == ["乙园区已并入甲园区，请改选后者。"]
    assert not other.park_facts.exists()


def test_without_a_park_to_take_in_nothing_has_to_be_foreseen(staff, parks):
    response = send(staff, parks[0], "extend", **EXTENDED)

    assert said(response) == ["园区的变化已登记。"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"parks": "没有的园区"}, "parks"),
        ({"parks": "甲园区"}, "parks"),
        ({"parks": "某化工"}, "parks"),
        ({"area": "0"}, "area"),
        ({"area": "很大"}, "area"),
        ({"document": ""}, "document"),
        ({"on": "2999-01-01"}, "on"),
        ({"change": "smaller"}, "change"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field_and_kept(staff, parks, fields, field):
    OrganisationFactory(name="某化工")

    response = send(staff, parks[0], "extend", **EXTENDED | fields)

    assert list(response.context["form"].errors) == [field]
    assert "苏政复〔2022〕7号" in response.content.decode() or field == "document"
    assert not parks[0].park_facts.exists()


def test_only_parks_have_the_page(staff, two, parks):
    assert staff.get(address(two[0], "extend")).status_code == 404
    assert (
        "/lineage/extend/"
        not in staff.get(f"/admin/commitments/organisation/{two[0].pk}/change/").content.decode()
    )


@pytest.mark.parametrize(("role", "status"), [("head", 302), ("auditor", 403), ("", 403)])
def test_an_extension_is_recorded_by_those_who_edit(parks, role, status):
    response = signed_in(role).post(address(parks[0], "extend"), TYPED | EXTENDED)

    assert response.status_code == status
    assert parks[0].park_facts.exists() is (status == 302)
