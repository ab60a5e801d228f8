import datetime as dt

import pytest

from commitments.enums import Kind
from commitments.models import Succession
from commitments.services import bulk_editing, lineage
from commitments.services.bulk_editing import EditNotPossible, Wish
from commitments.tests.bulk_editing import NOON, change, edited, fresh
from commitments.tests.factories import IndustryFactory, OrganisationFactory, RegionFactory
from commitments.tests.lineage import recorded_yesterday
from commitments.tests.uniting import unite

pytestmark = pytest.mark.django_db


def taken_back(act, at=NOON):
    return bulk_editing.take_back(act, by=None, at=at, reason="弄错了")


def test_every_record_says_again_what_it_said(industry, yantai):
    one = OrganisationFactory(industry=IndustryFactory(), city=yantai)
    other = OrganisationFactory(province=None)
    act = edited(Wish({"industry": industry, "place": None}), one, other)

    act = taken_back(act)

    assert fresh(one, "industry_id", "city_id", "province_id") == ("26", "370600", "370000")
    assert fresh(other, "industry_id", "province_id") == (None, None)
    assert (act.undone_at, act.undone_because) == (NOON, "弄错了")


def test_what_else_was_changed_since_stays(industry):
    record = OrganisationFactory()
    act = edited(Wish({"industry": industry}), record)
    change(record, ownership="state")

    taken_back(act)

    assert fresh(record, "industry", "ownership") == (None, "state")


def test_a_later_change_of_the_field_stands_in_the_way_and_is_named(industry):
    one, other = OrganisationFactory(name="甲"), OrganisationFactory(name="乙")
    act = edited(Wish({"industry": industry}), one, other)
    change(other, industry=IndustryFactory())

    with pytest.raises(EditNotPossible) as refusal:
        taken_back(act)

    assert [each.organisation for each in refusal.value.obstacles] == ["乙"]
    assert bulk_editing.obstacles_of(act) == refusal.value.obstacles
    assert fresh(one, "industry") == (industry,)


def test_a_place_is_one_fact_so_no_city_is_left_outside_its_province(yantai):
    jiangsu = RegionFactory(code="320000", name="江苏省", short_name="江苏")
    record = OrganisationFactory(name="甲", province=jiangsu)
    act = edited(Wish({"place": yantai.parent}), record)
    change(record, city=yantai)

    with pytest.raises(EditNotPossible) as refusal:
        taken_back(act)

    assert [each.organisation for each in refusal.value.obstacles] == ["甲"]
    assert fresh(record, "province_id", "city_id") == ("370000", "370600")


def test_of_a_place_only_what_was_set_is_restored(yantai):
    record = OrganisationFactory(province=None, city=yantai)
    act = edited(Wish({"place": yantai.parent}), record)

    taken_back(act)

    assert fresh(record, "province_id", "city_id") == (None, "370600")


def test_the_change_in_the_way_is_the_one_by_which_it_first_said_something_else(industry):
    record = OrganisationFactory()
    act = edited(Wish({"industry": industry}), record)
    change(record, source="官网在前", website="https://one.example.com")
    change(record, source="改了行业", industry=IndustryFactory())
    change(record, source="官网在后", website="https://two.example.com")

    obstacles = bulk_editing.obstacles_of(act)

    assert [each.source for each in obstacles] == ["改了行业"]


@pytest.fixture
def parks():
    return [OrganisationFactory(kind=Kind.PARK, name=f"{name}园区") for name in "甲乙丙丁"]


def earlier(record):
    return list(record.earlier_facts.order_by("until").values_list("until", "kind", "park_name"))


def merge(park, into, on="2023-07-01"):
    day = dt.date.fromisoformat(on)
    lineage.merge(park, into=into, by=None, at=NOON, on=day, source="批复")


def test_a_park_that_was_united_since_leads_to_the_kept_record(parks):
    first, kept, wrong, _last = parks
    record = OrganisationFactory(park=first, park_name="甲园区")
    act = edited(Wish({"park": wrong}), record)
    unite(kept, first)

    taken_back(act)

    assert (fresh(record, "park", "park_name"), earlier(record)) == ((kept, "甲园区"), [])


def test_a_park_that_has_merged_since_leads_to_its_successor_and_stays_in_the_past(parks):
    first, second, third, wrong = parks
    record, other = OrganisationFactory.create_batch(2, park=first, park_name="甲园区")
    free = OrganisationFactory()
    lineage.move(other, to=first, by=None, at=NOON, on=dt.date(2024, 1, 1), reason="迁入")
    act = edited(Wish({"park": wrong}), record, other, free)
    merge(first, second)
    merge(second, third, "2023-09-01")

    taken_back(act)

    assert [fresh(each, "park", "park_name") for each in (record, other, free)] == [
        (third, "丙园区"),
        (third, "丙园区"),
        (None, ""),
    ]
    assert earlier(record) == [
        (dt.date(2023, 7, 1), "enterprise", "甲园区"),
        (dt.date(2023, 9, 1), "enterprise", "乙园区"),
    ]
    assert earlier(other) == [(dt.date(2024, 1, 1), "enterprise", "甲园区")]


def test_a_park_that_had_merged_before_the_edit_is_the_park_again(parks):
    first, second, third, wrong = parks
    record = OrganisationFactory(park=first, park_name="甲园区")
    merge(first, second)
    recorded_yesterday(Succession)
    act = edited(Wish({"park": wrong}), record)
    merge(second, third, "2023-09-01")

    taken_back(act)

    assert (fresh(record, "park", "park_name"), earlier(record)) == ((first, "甲园区"), [])


@pytest.mark.parametrize("sets_park", [True, False])
def test_a_park_that_was_not_edited_stays_as_it_is(industry, parks, sets_park):
    first, second, *_others = parks
    record = OrganisationFactory(park=first, park_name="甲园区")
    act = edited(Wish({"industry": industry} | ({"park": first} if sets_park else {})), record)
    merge(first, second)

    taken_back(act)

    assert fresh(record, "park", "park_name") == (first, "甲园区")


@pytest.mark.parametrize(("days", "is_open"), [(30, True), (31, False)])
def test_it_is_possible_for_thirty_days(industry, days, is_open):
    act, at = edited(Wish({"industry": industry}), OrganisationFactory()), NOON + dt.timedelta(days)

    if is_open:
        assert taken_back(act, at=at).undone_at == at
        return
    with pytest.raises(EditNotPossible, match="30 天"):
        taken_back(act, at=at)


def test_it_is_possible_once(industry):
    act = taken_back(edited(Wish({"industry": industry}), OrganisationFactory()))

    with pytest.raises(EditNotPossible, match="已经撤回"):
        taken_back(act)
