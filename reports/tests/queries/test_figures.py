import datetime as dt

import pytest

from commitments.tests.entries import signed
from reports.enums import Dimension
from reports.queries import latest_year, open_run, runs, year_of, years
from reports.queries.definitions import ENTERPRISES, NEW_ENTERPRISES, NEW_PARKS, PARKS
from reports.queries.growth import growth_of
from reports.queries.sections import sections_of
from reports.services import building
from reports.tests.register import NOON, built, small_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_years():
    small_register()
    built(2020)
    return built(2021)


def test_the_totals_tell_the_change_on_the_year_before(two_years):
    totals = year_of(2021).totals

    assert [(figure.value, figure.unit, figure.change) for figure in totals] == [
        (5, "家", 1),
        (2, "家", 1),
        (2, "家", 0),
        (1, "家", 1),
    ]


def test_without_a_year_before_no_change_is_told(two_years):
    assert [figure.change for figure in year_of(2020).totals] == [None] * 4


def test_of_a_running_year_those_who_joined_are_not_compared(two_years):
    built(2022)
    built(2023, as_at=dt.date(2023, 6, 30))

    assert [figure.change for figure in year_of(2023).totals] == [0, 0, None, None]


def test_kinds_stand_in_their_order_and_nought_is_shown(two_years):
    cells = year_of(2020).tables[ENTERPRISES].cells[Dimension.KIND]

    assert [(cell.name, cell.value) for cell in cells] == [
        ("央企集团", 1),
        ("企事业单位", 3),
        ("专业协会", 0),
        ("院校", 0),
    ]


def test_provinces_stand_by_their_number(two_years):
    cells = year_of(2021).tables[ENTERPRISES].cells[Dimension.PROVINCE]

    assert [(cell.name, cell.code, cell.value, cell.change) for cell in cells] == [
        ("江苏", "320000", 3, 2),
        ("山东", "370000", 2, -1),
    ]


def test_what_is_not_stated_stands_last(two_years):
    cells = year_of(2021).tables[ENTERPRISES].cells[Dimension.INDUSTRY]

    assert [(cell.name, cell.value) for cell in cells] == [
        ("化学原料和化学制品制造业", 2),
        ("石油加工业", 1),
        ("未注明行业", 2),
    ]


def test_the_largest_changes_come_with_those_who_joined(two_years):
    moves = year_of(2021).moves(ENTERPRISES, NEW_ENTERPRISES, Dimension.PROVINCE)

    assert [(m.cell.name, m.cell.change, m.joined.value) for m in moves] == [
        ("江苏", 2, 2),
        ("山东", -1, 0),
    ]


def test_a_year_without_statistics_is_none(two_years):
    assert year_of(2019) is None
    assert latest_year() == 2021


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_a_year(count, django_assert_num_queries):
    small_register()
    for number in range(count):
        signed(f"企业{number}", "2020-01-01")
    built(2021)

    with django_assert_num_queries(4):
        assert year_of(2021).totals
    with django_assert_num_queries(3):
        assert year_of(2021, (Dimension.PROVINCE,)).totals


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_all_years(count, django_assert_num_queries):
    small_register()
    for year in range(2021, 2021 + count):
        built(year)

    with django_assert_num_queries(2):
        assert [found.totals[0].value for found in years()] == [5, 7, 7][:count]


def test_growth_shows_the_gap_of_a_year_without_statistics():
    small_register()
    built(2019)
    built(2021)

    stock, joined = growth_of(years())

    assert stock.labels == [2019, 2020, 2021]
    assert [line.values for line in stock.lines] == [[2, None, 5], [1, None, 2]]
    assert [line.values for line in joined.lines] == [[1, None, 2], [0, None, 1]]


def test_growth_says_that_the_running_year_is_not_over():
    small_register()
    built(2025)
    whole = growth_of([*years(), *years()])
    built(2026)

    stock, joined = growth_of(years())

    assert (stock.note, joined.note) == ("", "2026 年尚未结束，计至 2026-06-01。")
    assert [chart.note for chart in whole] == ["", ""]


def test_one_year_is_no_growth(two_years):
    assert growth_of(years()[:1]) == []


def test_the_sections_of_a_page(two_years):
    sections = sections_of(year_of(2021))

    assert [section.table.definition.key for section in sections] == [
        ENTERPRISES,
        PARKS,
        NEW_ENTERPRISES,
    ]
    assert [(chart.title, chart.stated, chart.total) for chart in sections[0].bars] == [
        ("按类型", 5, 5),
        ("按行业", 3, 5),
    ]
    assert NEW_PARKS not in {section.table.definition.key for section in sections}


def test_a_table_of_nobody_has_no_section():
    signed("甲化工", "2019-03-01")
    built(2021)

    assert [s.table.definition.key for s in sections_of(year_of(2021))] == [ENTERPRISES]


def test_the_runs_are_known_with_who_started_them(two_years, django_assert_num_queries):
    run, _is_new = building.request_statistics(2021, by=None, at=NOON)

    assert (open_run(2021), open_run(2020)) == (run, None)
    with django_assert_num_queries(1):
        assert [(found.key, found.started_by) for found in runs()] == [
            ("2021", None),
            ("2021", None),
            ("2020", None),
        ]
