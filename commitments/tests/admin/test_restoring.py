"""A move or a change of kind is taken back from the page of the organisation."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.tests.clients import said, signed_in
from commitments.enums import Kind
from commitments.services import lineage
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def firm():
    park, other = (OrganisationFactory(kind=Kind.PARK, name=name) for name in ("东园", "西园"))
    firm = OrganisationFactory(name="甲化工", park=park, park_name="东园")
    for year, to in ((2022, other), (2023, None)):
        day = dt.date(year, 7, 1)
        lineage.move(firm, to=to, by=None, at=NOON, on=day, reason="搬迁")
    return firm


def page_of(client, firm):
    return client.get(f"/admin/commitments/organisation/{firm.pk}/change/").content.decode()


def link(firm, fact):
    return f"/admin/commitments/organisation/{firm.pk}/earlier/{fact.pk}/take-back/"


def test_the_last_move_is_offered_and_taken_back(firm):
    staff = signed_in("staff")
    first, last = firm.earlier_facts.order_by("until")
    page = page_of(staff, firm)
    assert f"2022-07-01，此前：{Kind.ENTERPRISE.label} · 东园" in page
    assert [link(firm, each) in page for each in (first, last)] == [False, True]
    asked = staff.get(link(firm, last)).content.decode()
    assert f"撤回：2023-07-01，此前：{Kind.ENTERPRISE.label} · 西园" in asked

    answer = staff.post(link(firm, last), {"reason": "记错了"}, follow=True)

    assert said(answer) == ["已撤回。"]
    firm.refresh_from_db()
    assert (firm.park_name, firm.earlier_facts.get()) == ("西园", first)
    assert link(firm, first) in page_of(staff, firm)


def test_a_move_recorded_on_its_page_is_taken_back_there(firm):
    staff = signed_in("staff")
    typed = {"kind": "group", "on": "2024-07-01", "reason": "改制"}
    staff.post(f"/admin/commitments/organisation/{firm.pk}/lineage/reclassify/", typed)
    last = firm.earlier_facts.order_by("until").last()
    assert link(firm, last) in page_of(staff, firm)

    staff.post(link(firm, last), {"reason": "记错了"})

    firm.refresh_from_db()
    assert (firm.kind, firm.earlier_facts.count()) == (Kind.ENTERPRISE, 2)


def test_what_stands_in_the_way_is_said_on_the_page(firm):
    first, _last = firm.earlier_facts.order_by("until")

    answer = signed_in("staff").post(link(firm, first), {"reason": "记错了"})

    assert answer.context["form"].non_field_errors() == [
        "其类别或所在园区在2023-07-01又有变更：请先撤回后一次变更。"
    ]
    assert firm.earlier_facts.count() == 2


@pytest.mark.parametrize(("role", "status"), [("head", 302), ("auditor", 403), ("", 403)])
def test_it_is_taken_back_by_those_who_edit(firm, role, status):
    last = firm.earlier_facts.order_by("until").last()

    response = signed_in(role).post(link(firm, last), {"reason": "记错了"})

    assert response.status_code == status
    assert firm.earlier_facts.count() == (1 if status == 302 else 2)
