import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sheets.cells import address, date_text, is_damaged, neutral, number_text, plain
from core.tests.sheets.builders import MIDNIGHT, MOMENT

SIGNS = "=+-@\t\r\n＝＋－＠"
TRICKY = st.text(alphabet="'" + SIGNS + "a1 名", max_size=6)


@given(st.text() | TRICKY)
def test_plain_gives_back_what_neutral_was_given(text):
    assert plain(neutral(text)) == text


@given(st.text() | TRICKY)
def test_neutral_text_never_begins_like_a_formula(text):
    assert neutral(text)[:1] not in tuple(SIGNS)


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_is_guarded(sign):
    assert neutral(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["", "甲", "1-2", "a=b", "'甲'", "' =1"])
def test_other_text_stays_as_it_is(text):
    assert neutral(text) == text
    assert plain(text) == text


@pytest.mark.parametrize("value", [-5, -0.5, True, None, dt.date(2021, 3, 4)])
def test_what_is_not_text_stays_as_it_is(value):
    assert neutral(value) is value


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(1, 0, "A1"), (17, 2, "C17"), (9, 25, "Z9"), (2, 26, "AA2"), (5, 199, "GR5")],
)
def test_address_names_cells_as_spreadsheets_do(row, column, name):
    assert address(row, column) == name


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3.0, "3"),
        (-3.0, "-3"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        (1.5e-07, "0.00000015"),
        (123456789012345.0, "123456789012345"),
        (9.137000016304485e16, "91370000163044850"),
        (1e300, "1e+300"),
        (float("nan"), ""),
    ],
)
def test_number_text_is_plain(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("number", "damaged"),
    [
        (999_999_999_999_999.0, False),
        (1e15, True),
        (-1e15, True),
        (10**15, True),
        (0.5, False),
        (1 / 3, True),
        (float("inf"), True),
    ],
)
def test_a_number_of_more_than_15_digits_is_damaged(number, damaged):
    assert is_damaged(number) is damaged


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2021, 3, 4), "2021-03-04"),
        (MIDNIGHT, "2021-03-04"),
        (MOMENT.replace(microsecond=890_000), "2021-03-04 05:06:07"),
        (dt.time(5, 6), "05:06:00"),
        (dt.timedelta(hours=51, minutes=1, seconds=2), "51:01:02"),
    ],
)
def test_date_text_is_iso(value, text):
    assert date_text(value) == text
