"""What was taken back already is said, where a second tab still shows it."""

import pytest

from accounts.tests.clients import said
from commitments.enums import Kind
from commitments.services import extending, lineage, restoring
from commitments.tests.admin.lineage.pages import EXTENDED, send
from commitments.tests.factories import OrganisationFactory
from commitments.tests.lineage import NOON

pytestmark = pytest.mark.django_db


def merged(staff, two, _parks):
    old, new = two
    send(staff, old, "merge", other=new.code, confirmed="1")
    return old, old.successions.get(), "take-back/{}/", lineage.take_back


def moved(staff, two, _parks):
    park = OrganisationFactory(name="东园", kind=Kind.PARK)
    send(staff, two[0], "move", park=park.code, confirmed="1")
    return two[0], two[0].earlier_facts.get(), "earlier/{}/take-back/", restoring.take_back


def extended(staff, _two, parks):
    send(staff, parks[0], "extend", **EXTENDED)
    return parks[0], parks[0].park_facts.get(), "extension/{}/take-back/", extending.take_back


@pytest.mark.parametrize("record", [merged, moved, extended])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_second_tab_leads_back_and_says_who_was_first(staff, two, parks, record, method):
    organisation, row, path, _act = record(staff, two, parks)
    page = f"/admin/commitments/organisation/{organisation.pk}/"
    staff.post(page + path.format(row.pk), {"reason": "记错了"}, follow=True)

    second = getattr(staff, method)(page + path.format(row.pk), {"reason": "又来"}, follow=True)

    (sentence,) = said(second)
    assert second.redirect_chain == [(f"{page}change/", 302)]
    assert sentence.startswith("staff@example.com 已于 ")
    assert sentence.endswith(" 撤回这项登记。")


def test_what_never_was_there_or_is_anothers_is_not_found(staff, two, parks):
    organisation, row, path, _act = merged(staff, two, parks)
    page = "/admin/commitments/organisation/{}/"
    staff.post(page.format(organisation.pk) + path.format(row.pk), {"reason": "记错了"})

    another = staff.get(page.format(two[1].pk) + path.format(row.pk))
    never = staff.get(page.format(organisation.pk) + path.format(row.pk + 1))

    assert (another.status_code, never.status_code) == (404, 404)


@pytest.mark.parametrize("record", [merged, moved, extended])
def test_of_two_at_the_same_moment_one_takes_it_back(staff, two, parks, record):
    _organisation, row, _path, act = record(staff, two, parks)
    again = type(row).objects.get(pk=row.pk)
    act(row, by=None, at=NOON, reason="记错了")

    with pytest.raises(lineage.LineageNotPossible, match="此前已经撤回"):
        act(again, by=None, at=NOON, reason="记错了")
