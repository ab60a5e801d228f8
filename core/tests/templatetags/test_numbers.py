from decimal import Decimal

import pytest
from django.utils import translation

from core.templatetags import numbers


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1234, "1,234"), (1234567, "1,234,567"), (-12, "-12"), (Decimal("0.62"), "0.62")],
)
def test_number_has_thousands_separators(value, written):
    assert numbers.number(value) == written


def test_number_missing_is_two_hyphens_and_zero_is_zero():
    assert [numbers.number(None), numbers.number(0)] == ["--", "0"]


def test_number_rounds_half_up_to_the_places_asked_for():
    assert numbers.number(Decimal("2.25"), 1) == "2.3"


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("zh-hans", 9999, "9,999"),
        ("zh-hans", 10000, "1.0 万"),
        ("zh-hans", 124300, "12.4 万"),
        ("zh-hans", None, "--"),
        ("en", 124300, "124,300"),
    ],
)
def test_compact_counts_in_ten_thousands_on_chinese_pages(language, value, written):
    with translation.override(language):
        assert numbers.compact(value) == written


@pytest.mark.parametrize(("ratio", "written"), [(0.088, "8.8%"), (1, "100.0%"), (None, "--")])
def test_percent_has_one_decimal(ratio, written):
    assert numbers.percent(ratio) == written


@pytest.mark.parametrize(("value", "written"), [(-1234, "1,234"), (7, "7"), (None, "--")])
def test_size_leaves_the_sign_out(value, written):
    assert numbers.size(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "1 KB"), (96_001, "97 KB"), (1_250_000, "1.3 MB"), (None, "--")],
)
def test_filesize_is_never_told_too_small(value, written):
    assert numbers.filesize(value) == written
