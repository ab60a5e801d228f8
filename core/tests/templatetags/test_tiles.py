from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.utils import translation

from core.templatetags import tiles


@dataclass
class Division:
    code: str
    name: str
    value: int | None
    href: str = "#"


ROWS = [Division("370000", "山东", 134), Division("11", "北京", 14), Division("540000", "西藏", 0)]


def drawn(rows=ROWS):
    return tiles.tile_chart(rows, title="承诺单位", unit="家")


def page(rows=ROWS):
    template = Template("{% load tiles %}{% tile_chart rows title='承诺单位' unit='家' %}")
    return template.render(Context({"rows": rows}))


def test_every_division_has_a_place_of_its_own():
    places = {(column, row) for column, row, _letters in tiles.PLACES.values()}

    assert [len(tiles.PLACES), len(places)] == [34, 34]


def test_the_chart_fits_seven_columns_and_eight_rows():
    columns, rows, _letters = zip(*tiles.PLACES.values(), strict=True)

    assert [min(columns), max(columns), min(rows), max(rows)] == [1, 7, 1, 8]


@pytest.mark.parametrize(
    ("largest", "breaks"),
    [
        (0, []),
        (1, [1]),
        (3, [1]),
        (10, [1, 2, 5]),
        (134, [1, 10, 30, 80]),
        (9000, [1, 500, 2000, 5000]),
    ],
)
def test_steps_begin_at_round_numbers(largest, breaks):
    assert tiles.step_breaks(largest) == breaks


def test_tiles_keep_the_order_of_the_rows_and_get_their_shade():
    assert [(tile.name, tile.step, tile.share) for tile in drawn()["tiles"]] == [
        ("山东", 4, 100.0),
        ("北京", 2, 10.4),
        ("西藏", 0, 0.0),
    ]


def test_the_legend_covers_all_values_without_overlap():
    legend = [(step.first, step.last) for step in drawn()["legend"]]

    assert legend == [(0, 0), (1, 9), (10, 29), (30, 79), (80, None)]


def test_a_division_without_data_has_a_tile_like_the_others():
    (tile,) = drawn([Division("54", "西藏", None)])["tiles"]

    assert [tile.value, tile.step] == [None, 0]


def test_the_chart_can_be_switched_off_and_the_table_stays(settings):
    with_chart = page()

    settings.PORTAL_TILE_CHART = False
    without = page()

    assert [with_chart.count('class="tiles"'), without.count('class="tiles"')] == [1, 0]
    assert [with_chart.count('class="rank"'), without.count('class="rank"')] == [1, 1]


@pytest.mark.parametrize(
    ("language", "word"), [("zh-hans", "<span>山东</span>"), ("en", ">SD</abbr>")]
)
def test_tiles_are_named_shortly_in_the_language_of_the_page(language, word):
    with translation.override(language):
        assert page().count(word) == 1
