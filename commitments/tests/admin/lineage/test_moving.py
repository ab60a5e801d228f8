"""The pages of a move and of a change of kind."""

import pytest

from accounts.tests.clients import said
from commitments.enums import Kind
from commitments.models import Organisation
from commitments.tests.admin.lineage.pages import address, send
from commitments.tests.entries import province
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_move_and_change_of_kind(staff, two):
    old, _new = two
    park = OrganisationFactory(name="东园", kind=Kind.PARK)

    moved = send(staff, old, "move", park=park.code, confirmed="1")
    changed = send(staff, old, "reclassify", kind="group", on="2022-08-01")

    assert said(moved) == ["迁入园区已登记。"]
    assert said(changed) == ["类别变更已登记。"]
    old.refresh_from_db()
    assert (old.park, old.kind, old.earlier_facts.count()) == (park, Kind.GROUP, 2)


def test_who_moves_is_told_where_it_stands(staff, two):
    old, _new = two
    park = OrganisationFactory(name="东园", kind=Kind.PARK)
    send(staff, old, "move", park=park.code, confirmed="1")

    page = staff.get(address(old, "move")).content.decode()

    assert "目前位于：东园。" in page


def test_nobody_moves_to_a_park_that_has_merged(staff, two, parks):
    park, other, _third = parks
    send(staff, other, "merge", other=park.code, confirmed="1")

    response = send(staff, two[0], "move", park=other.code)

    assert response.context["form"].errors == {"park": ["乙园区已并入甲园区，请改选后者。"]}


def test_a_move_is_shown_before_it_is_done(staff, two):
    old, _new = two
    park = OrganisationFactory(name="东园", kind=Kind.PARK, province=old.province)

    shown = send(staff, old, "move", park=park.code).context["foreseen"]

    old.refresh_from_db()
    assert shown == [
        "甲化工自 2022-07-01 起位于东园。",
        "该日之前不在任何园区内。",
    ]
    assert (old.park, old.earlier_facts.count()) == (None, 0)


def test_a_move_to_another_province_is_warned_of(staff, two):
    old, _new = two
    here, there = province("320000", "江苏"), province("330000", "浙江")
    Organisation.objects.filter(pk=old.pk).update(province=here, park_name="西园")
    park = OrganisationFactory(name="东园", kind=Kind.PARK, province=there)

    into = send(staff, old, "move", park=park.code).context["foreseen"]

    assert into[1:] == [
        "该日之前位于西园；查看该日之前的名录时仍显示原园区。",
        "请注意：甲化工位于江苏，而东园位于浙江。",
    ]


def test_a_park_moves_into_no_park(staff, parks):
    park, other, _third = parks

    response = send(staff, park, "move", park=other.code)

    assert response.context["form"].non_field_errors() == [
        "甲园区本身是化工园区；如已并入其他园区，请登记合并。"
    ]
    page = staff.get(f"/admin/commitments/organisation/{park.pk}/change/").content.decode()
    assert address(park, "move") not in page


def test_a_park_that_was_put_into_another_comes_out_again(staff, parks):
    park, other, _third = parks
    Organisation.objects.filter(pk=park.pk).update(park=other)
    page = staff.get(f"/admin/commitments/organisation/{park.pk}/change/").content.decode()
    assert address(park, "move") in page

    shown = send(staff, park, "move", park="").context["foreseen"]
    send(staff, park, "move", park="", confirmed="1")

    park.refresh_from_db()
    assert shown[0] == "甲园区自 2022-07-01 起不在任何园区内。"
    assert park.park is None
