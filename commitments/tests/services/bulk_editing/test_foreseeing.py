import pytest

from commitments.services import bulk_editing
from commitments.services.bulk_editing import Wish, doing
from commitments.tests.bulk_editing import fresh, ids, told
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


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
