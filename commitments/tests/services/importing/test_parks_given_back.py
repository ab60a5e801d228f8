"""A list that is taken back gives nobody a park that is gone since."""

import datetime as dt

import pytest

from commitments.enums import Kind
from commitments.models import Succession
from commitments.services import importing, lineage
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.lineage import recorded_yesterday
from commitments.tests.uniting import unite
from commitments.tests.workbooks.lists import credit_code, xlsx
from commitments.tests.workbooks.tables import NOON, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CODE = credit_code("370000", 1)
NAME = "烟台澄岫化工有限公司"
DAY = dt.date(2024, 1, 1)


@pytest.mark.parametrize("how", ["united", "merged"])
@pytest.mark.parametrize("names_park", [True, False])
def test_a_park_that_is_gone_leads_on_only_where_the_list_had_changed_it(how, names_park):
    gone, stands, _listed = (
        OrganisationFactory(kind=Kind.PARK, name=name) for name in ("东园", "西园", "南园")
    )
    firm = signed(NAME, "2008-03-10", uscc=CODE, park=gone, park_name="东园")
    cells = {"所在园区": "南园"} if names_park else {"职工人数": "77"}
    _plan, batch = importing.bring_in(
        "名录.xlsx", xlsx([line(NAME, CODE, **cells)]), by=None, at=NOON
    )
    if how == "merged":
        lineage.merge(gone, into=stands, by=None, at=NOON, on=DAY, source="批复")
    elif names_park:
        unite(stands, gone)

    importing.undo(batch, by=None, at=NOON, reason="传错了")

    firm.refresh_from_db()
    assert firm.park == (stands if names_park else gone)
    assert firm.earlier_facts.count() == (1 if (how, names_park) == ("merged", True) else 0)


def test_a_park_that_had_merged_before_the_list_came_is_the_park_again():
    gone, stands, _listed = (
        OrganisationFactory(kind=Kind.PARK, name=name) for name in ("东园", "西园", "南园")
    )
    firm = signed(NAME, "2008-03-10", uscc=CODE, park=gone, park_name="东园")
    lineage.merge(gone, into=stands, by=None, at=NOON, on=DAY, source="批复")
    recorded_yesterday(Succession)
    rows = xlsx([line(NAME, CODE, 所在园区="南园")])
    _plan, batch = importing.bring_in("名录.xlsx", rows, by=None, at=NOON)

    importing.undo(batch, by=None, at=NOON, reason="传错了")

    firm.refresh_from_db()
    assert (firm.park, firm.earlier_facts.count()) == (gone, 0)
