"""The pages of a move and of a change of kind."""

import pytest

from accounts.tests.clients import said
from commitments.enums import Kind
from commitments.tests.admin.lineage.pages import address, send
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_move_and_change_of_kind(staff, two):
    old, _new = two
    park = OrganisationFactory(name="东园", kind=Kind.PARK)

    moved = send(staff, old, "move", park=park.code)
    changed = send(staff, old, "reclassify", kind="group", on="2022-08-01")

    assert said(moved) == ["迁入园区已登记。"]
    assert said(changed) == ["类别变更已登记。"]
    old.refresh_from_db()
    assert (old.park, old.kind, old.earlier_facts.count()) == (park, Kind.GROUP, 2)


def test_who_moves_is_told_where_it_stands(staff, two):
    old, _new = two
    send(staff, old, "move", park=OrganisationFactory(name="东园", kind=Kind.PARK).code)

    page = staff.get(address(old, "move")).content.decode()

    assert "目前位于：东园。" in page


def test_nobody_moves_to_a_park_that_has_merged(staff, two, parks):
    park, other, _third = parks
    send(staff, other, "merge", other=park.code, confirmed="1")

    response = send(staff, two[0], "move", park=other.code)

    assert response.context["form"].errors == {"park": ["乙园区已并入甲园区，请改选后者。"]}
