from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils.translation import override

from commitments.enums import Kind
from commitments.models import BulkEdit, Organisation
from commitments.services import bulk_editing, facts
from commitments.services.bulk_editing import EditNotPossible, Wish, doing
from commitments.tests.bulk_editing import NOON, change, edited, fresh, ids, told
from commitments.tests.factories import IndustryFactory, OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_what_was_seen_is_done_in_one_act(industry, yantai):
    records = [OrganisationFactory(province=None) for _ in range(3)]
    version = facts.version()

    act = edited(Wish({"industry": industry, "place": yantai}), *records)

    said = {fresh(each, "industry_id", "province_id", "city_id", "county_id") for each in records}
    events = Organisation.pgh_event_models["update"].objects.filter(pgh_context=act.context)
    assert said == {("264", "370000", "370600", None)}
    assert {event.pgh_obj_id for event in events} == set(ids(*records))
    assert events.first().pgh_context.metadata["reason"] == "核对工商信息"
    assert (act.count, act.sentences) == (3, ["行业：264 涂料制造", "所在地：山东 烟台"])
    assert facts.version() > version


@pytest.mark.parametrize("editors", ["zh-hans", "en"])
def test_what_was_set_is_read_in_the_language_of_the_reader(industry, editors):
    industry.english_name = "Paint"
    industry.save()
    with override(editors):
        act = edited(Wish({"industry": industry, "ownership": "state"}), OrganisationFactory())

    with override("en"):
        assert str(act) == f"industry: 264 Paint; ownership: state-owned #{act.pk}"
    with override("zh-hans"):
        assert str(act) == f"行业：264 涂料制造；所有制：国有 #{act.pk}"


def test_an_early_edit_is_read_in_the_language_of_its_editor():
    assert str(BulkEdit(pk=1, done=["行业：空", "所在地：空"])) == "行业：空；所在地：空 #1"


def test_what_is_not_asked_for_stays(industry):
    record = OrganisationFactory(group_name="集团", note="备注", ownership="state")

    edited(Wish({"industry": industry}), record)

    assert fresh(record, "group_name", "note", "ownership") == ("集团", "备注", "state")


def test_a_field_is_emptied_when_that_is_asked_for(industry, yantai):
    park = OrganisationFactory(kind=Kind.PARK, name="示例园区")
    record = OrganisationFactory(
        industry=industry, city=yantai, park=park, park_name="示例园区", group_name="集团"
    )

    edited(Wish(dict.fromkeys(("place", "industry", "park", "group_name"))), record)

    columns = ("province", "city", "industry", "park", "park_name", "group_name")
    assert fresh(record, *columns) == (None, None, None, None, "", "")


def test_a_park_brings_its_name(yantai):
    park, record = OrganisationFactory(kind=Kind.PARK, name="示例园区"), OrganisationFactory()

    edited(Wish({"park": park}), record)

    assert fresh(record, "park", "park_name") == (park, "示例园区")


def test_what_cannot_be_is_left_out_with_the_reason(yantai):
    jiangsu = RegionFactory(code="320000", name="江苏省", short_name="江苏")
    elsewhere = OrganisationFactory(name="甲", city=yantai)
    fits = OrganisationFactory(name="乙")
    wish = Wish({"place": jiangsu})

    foreseen = bulk_editing.foresee(ids(elsewhere, fits), wish)
    edited(wish, elsewhere, fits)

    assert told(foreseen.refused_lines) == {
        "甲": "其市或区县不在江苏内：请同时指定市或区县，或先清空所在地。"
    }
    assert fresh(elsewhere, "province_id") == ("370000",)
    assert fresh(fits, "province_id") == ("320000",)


def test_what_lies_in_the_place_stays(yantai):
    county = yantai.pk[:4] + "02"
    record = OrganisationFactory(province=None, city=None, county_id=county)

    edited(Wish({"place": yantai}), record)

    assert fresh(record, "province_id", "city_id", "county_id") == ("370000", "370600", county)


def test_a_park_stands_in_no_park():
    park, other = (OrganisationFactory(kind=Kind.PARK, name=name) for name in ("甲园", "乙园"))

    foreseen = bulk_editing.foresee(ids(park, other), Wish({"park": park}))

    assert set(told(foreseen.refused_lines).values()) == {"它本身就是化工园区，不能位于园区内。"}
    assert foreseen.refused == 2


def test_nothing_to_change_is_said(industry):
    record = OrganisationFactory(industry=industry)

    with pytest.raises(EditNotPossible, match="没有任何变化"):
        edited(Wish({"industry": industry}), record)

    assert not BulkEdit.objects.exists()


@pytest.mark.parametrize("count", [1, 40])
def test_it_asks_as_often_however_many_there_are(industry, django_assert_num_queries, count):
    records, wish = OrganisationFactory.create_batch(count), Wish({"industry": industry})

    with django_assert_num_queries(2):  # records, and the words of the industry
        seen = bulk_editing.foresee(ids(*records), wish).seen
    # turn, lock, records, words, the edit, the version, the act; savepoint and release
    with django_assert_num_queries(9):
        bulk_editing.edit(wish, seen=seen, by=None, at=NOON, reason="核对")


# --- Bound to what was seen ---


@pytest.mark.parametrize(
    "fields", [{"ownership": "state"}, {"group_name": "别的"}, {"kind": Kind.COLLEGE}]
)
def test_a_record_that_has_changed_is_named_and_nothing_is_written(industry, fields):
    one, other = OrganisationFactory(name="甲"), OrganisationFactory(name="乙")
    wish = Wish({"industry": industry})
    seen = bulk_editing.foresee(ids(one, other), wish).seen
    change(other, **fields)

    with pytest.raises(EditNotPossible) as refusal:
        bulk_editing.edit(wish, seen=seen, by=None, at=NOON, reason="核对")

    assert str(refusal.value) == (
        "您查看之后有 1 条记录发生了变化（乙），因此未写入任何内容。请再看一遍。"
    )
    assert fresh(one, "industry") == (None,)
    assert not BulkEdit.objects.exists()


def test_a_record_that_is_gone_is_named(industry):
    one, other = OrganisationFactory(name="甲"), OrganisationFactory(name="乙")
    wish = Wish({"industry": industry})
    seen = bulk_editing.foresee(ids(one, other), wish).seen
    change(other, same_as=one)

    with pytest.raises(EditNotPossible, match="（乙）"):
        bulk_editing.edit(wish, seen=seen, by=None, at=NOON, reason="核对")


def test_without_the_comparison_the_change_of_somebody_else_is_lost(industry, monkeypatch):
    """The control."""
    monkeypatch.setattr(doing, "_refuse_moved", lambda known, rows: None)
    one, wish = OrganisationFactory(), Wish({"industry": industry})
    seen = bulk_editing.foresee(ids(one), wish).seen
    change(one, industry=IndustryFactory())

    bulk_editing.edit(wish, seen=seen, by=None, at=NOON, reason="核对")

    assert fresh(one, "industry") == (industry,)


@pytest.mark.parametrize("seen", ["", "x", "a:b:c"])
def test_nothing_is_done_unseen(industry, seen):
    OrganisationFactory()

    with pytest.raises(EditNotPossible, match="请先查看将发生什么"):
        bulk_editing.edit(Wish({"industry": industry}), seen=seen, by=None, at=NOON, reason="核对")


def test_another_wish_than_the_one_that_was_seen_is_looked_at_again(industry):
    record = OrganisationFactory()
    seen = bulk_editing.foresee(ids(record), Wish({"industry": industry})).seen

    with pytest.raises(EditNotPossible, match="您查看之后更改了要设定的内容"):
        bulk_editing.edit(Wish({"industry": None}), seen=seen, by=None, at=NOON, reason="核对")


def race(records, wishes):
    """Let two people confirm at once what both have seen."""
    seen = [bulk_editing.foresee(ids(*records), wish).seen for wish in wishes]

    def attempt(wish, seen):
        try:
            return bulk_editing.edit(wish, seen=seen, by=None, at=NOON, reason="核对")
        except EditNotPossible as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(attempt, wishes, seen))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_the_same_at_once_one_wins_and_the_other_is_told(industry):
    records = [OrganisationFactory(name="甲"), OrganisationFactory(name="乙")]

    answers = race(records, [Wish({"industry": industry}), Wish({"ownership": "state"})])

    assert sorted(type(each).__name__ for each in answers) == ["BulkEdit", "str"]
    sentence = next(each for each in answers if isinstance(each, str))
    assert sentence.startswith("您查看之后有 2 条记录发生了变化（")
    assert BulkEdit.objects.count() == 1
    both = {fresh(each, "industry_id", "ownership") for each in records}
    assert both in ({("264", "")}, {(None, "state")})


@pytest.mark.django_db(transaction=True)
def test_without_the_comparison_both_win(industry, monkeypatch):
    """The control."""
    monkeypatch.setattr(doing, "_refuse_moved", lambda known, rows: None)

    race([OrganisationFactory()], [Wish({"industry": industry}), Wish({"ownership": "state"})])

    assert BulkEdit.objects.count() == 2
