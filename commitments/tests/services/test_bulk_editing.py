import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from commitments.enums import Kind, RegionLevel
from commitments.models import BulkEdit, Organisation
from commitments.services import bulk_editing, facts
from commitments.services.bulk_editing import EditNotPossible, Wish, doing
from commitments.tests.factories import IndustryFactory, OrganisationFactory, RegionFactory
from core.history import because

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2024, 6, 1, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def industry():
    return IndustryFactory(code="264", name="涂料制造", level=3)


@pytest.fixture
def yantai():
    shandong = RegionFactory()
    city = RegionFactory(
        code="370600", name="烟台市", short_name="烟台", level=RegionLevel.CITY, parent=shandong
    )
    RegionFactory(
        code="370602", name="芝罘区", short_name="芝罘", level=RegionLevel.COUNTY, parent=city
    )
    return city


def ids(*records):
    return [record.pk for record in records]


def edited(wish, *records, by=None):
    """Look at what will happen and confirm it at once."""
    seen = bulk_editing.foresee(ids(*records), wish).seen
    return bulk_editing.edit(wish, seen=seen, by=by, at=NOON, reason="核对工商信息")


def told(lines):
    return {
        line.name: [(each.field, each.was, each.now) for each in line.changes] or line.why
        for line in lines
    }


def fresh(record, *fields):
    record.refresh_from_db()
    return tuple(getattr(record, field) for field in fields)


# --- What is seen ---


def test_each_record_is_told_before_anything_is_written(industry):
    changes = OrganisationFactory(name="甲", group_name="老集团")
    already = OrganisationFactory(name="乙", industry=industry, group_name="新集团")
    half = OrganisationFactory(name="丙", industry=industry)
    wish = Wish({"industry": industry, "group_name": "新集团"})

    foreseen = bulk_editing.foresee(ids(changes, already, half), wish)

    assert told(foreseen.changed_lines) == {
        "甲": [("行业", "空", "264 涂料制造"), ("所属集团", "老集团", "新集团")],
        "丙": [("所属集团", "空", "新集团")],
    }
    assert [line.name for line in foreseen.unchanged_lines] == ["乙"]
    assert (foreseen.changed, foreseen.unchanged, foreseen.refused) == (2, 1, 0)
    assert fresh(changes, "industry", "group_name") == (None, "老集团")


def test_alike_changes_are_counted_together(industry):
    records = [OrganisationFactory(ownership=way) for way in ("state", "state", "private")]

    foreseen = bulk_editing.foresee(ids(*records), Wish({"ownership": "foreign"}))

    assert [(each.was, each.count) for each in foreseen.sums] == [("国有", 2), ("民营", 1)]


def test_of_many_the_first_are_listed_and_all_are_counted(monkeypatch, industry):
    monkeypatch.setattr(doing, "MOST_SHOWN", 2)
    records = OrganisationFactory.create_batch(5)

    foreseen = bulk_editing.foresee(ids(*records), Wish({"industry": industry}))

    assert (len(foreseen.changed_lines), foreseen.changed, foreseen.sums[0].count) == (2, 5, 5)


def test_of_many_kinds_of_change_the_most_frequent_are_listed(monkeypatch, industry):
    monkeypatch.setattr(doing, "MOST_SHOWN", 2)
    records = [OrganisationFactory(group_name=name) for name in "甲乙乙丙丙丙丁"]

    foreseen = bulk_editing.foresee(ids(*records), Wish({"group_name": "新集团"}))

    assert [(each.was, each.count) for each in foreseen.sums] == [("丙", 3), ("乙", 2)]
    assert (foreseen.more_sums, foreseen.changed) == (2, 7)


# --- What is done ---


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


def change(record, source="edit", **fields):
    with because(by=None, reason="别人", source=source):
        Organisation.objects.filter(pk=record.pk).update(**fields)


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


# --- Taken back ---


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
