import datetime as dt

import pytest

from commitments.enums import Status
from commitments.models import Organisation
from commitments.services.founding import load_reference_tables
from workgroups.models import Seat
from workgroups.queries import groups_by_track, organisations_of_group
from workgroups.services.founding import load_bodies_and_leads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _founding():
    load_reference_tables()
    load_bodies_and_leads()


def test_nine_groups_stand_in_the_order_of_the_report():
    tracks = groups_by_track(on=dt.date(2022, 3, 24))

    codes = [[group.body.code for group in groups] for groups in tracks.values()]
    assert codes == [["pp", "caer", "prod", "ohs", "ps", "ds"], ["pub", "park", "edu"]]
    assert tracks["code"][0].lead.uscc == "91370000163044841F"


def test_nobody_is_known_to_lead_before_the_report():
    leads = {g.lead for groups in groups_by_track(on=dt.date(2022, 3, 23)).values() for g in groups}

    assert leads == {None}


def test_the_second_run_changes_nothing_even_after_a_change_of_lead():
    Seat.objects.filter(body__code="pp").update(
        valid=(dt.date(2022, 3, 24), dt.date(2025, 1, 1)), ended_reason="adjusted"
    )

    again = load_bodies_and_leads()

    assert again == {"bodies": 0, "lead seats": 0}


def test_a_lead_is_no_signatory():
    assert set(Organisation.objects.values_list("status", flat=True)) == {Status.NONE}


def test_the_register_can_be_filtered_by_group():
    assert [o.name for o in organisations_of_group("pp")] == ["万华化学集团股份有限公司"]
    assert organisations_of_group("nobody") is None
