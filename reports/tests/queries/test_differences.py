import pytest

from commitments.models import Organisation
from commitments.services import facts
from commitments.tests.entries import signed
from core.steps import take_step
from reports.models import Snapshot
from reports.queries.differences import differences_of, shown_beside
from reports.tests.queries.test_members import removed
from reports.tests.register import NOON, built, small_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen():
    small_register()
    snapshot = built(2021)
    take_step("freeze", snapshot, by=None, at=NOON)
    return snapshot


def run_beside():
    facts.touch()
    built(2021)
    return Snapshot.objects.get(state="beside")


def figures(found):
    return {
        (each.table, each.divided_by, each.cell): (each.older, each.newer) for each in found.figures
    }


def test_the_same_register_counted_again_differs_in_nothing(frozen):
    found = differences_of(frozen, run_beside())

    assert not found
    assert (found.figures, found.rows) == ([], [])


def test_a_late_entry_stands_among_rows_and_figures(frozen):
    signed("补录化工", "2019-07-01", province=None)

    found = differences_of(frozen, run_beside())

    assert [(row.name, row.is_added, row.is_removed) for row in found.rows] == [
        ("补录化工", True, False)
    ]
    name = "企事业单位等（不含园区）"
    assert figures(found) == {
        (name, "合计", ""): (5, 6),
        (name, "类型", "企事业单位"): (2, 3),
        (name, "省级行政区", "未注明省份"): (0, 1),
        (name, "市", "未注明所在市"): (4, 5),
        (name, "行业", "未注明行业"): (2, 3),
        (name, "所有制", "未注明所有制"): (4, 5),
        (name, "职工人数", "未注明职工人数"): (3, 4),
        (name, "园区", "不在名录所列园区"): (4, 5),
        (name, "签署年份", "2019"): (1, 2),
    }


def test_who_was_taken_out_is_named(frozen):
    removed()

    found = differences_of(frozen, run_beside())

    assert [(row.name, row.is_removed) for row in found.rows] == [("甲化工", True)]


def test_a_corrected_fact_is_told_in_words(frozen):
    Organisation.objects.filter(name="甲化工").update(
        kind="group", province="320000", city=None, park=None, ownership="state", staff_count=20
    )

    (row,) = differences_of(frozen, run_beside()).rows

    assert [(fact.name, fact.older, fact.newer) for fact in row.facts] == [
        ("类型", "企事业单位", "央企集团"),
        ("省级行政区", "山东", "江苏"),
        ("市", "烟台", "未注明"),
        ("所有制", "民营", "国有"),
        ("职工人数", "300", "20"),
        ("名录中的园区", "己园区", "未注明"),
    ]


def test_both_values_of_a_figure_open_their_lists(frozen, client):
    signed("补录化工", "2019-07-01")

    for figure in differences_of(frozen, run_beside()).figures:
        for value, href in ((figure.older, figure.older_href), (figure.newer, figure.newer_href)):
            address = "/api/v1/organisations" + href.removeprefix("/commitments/")
            assert client.get(address).json()["count"] == value, href


def test_only_another_snapshot_stands_beside(frozen):
    beside = run_beside()

    assert (shown_beside(beside), shown_beside(frozen)) == (frozen, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count, frozen, django_assert_num_queries):
    for number in range(count):
        signed(f"补录{number}", "2019-07-01")
    beside = run_beside()

    with django_assert_num_queries(9):
        assert len(differences_of(frozen, beside).rows) == count
