import pytest

from core.text import comparison_key, is_han, number_of, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  甲　化工 \t 有限\u200b公司\n", "甲 化工 有限 公司"), ("甲化工", "甲化工"), ("", "")],
)
def test_text_is_tidied_without_changing_its_letters(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（中国）", "(中国)"),
        ("ＢＡＳＦ", "basf"),
        ("甲 · 乙", "甲乙"),
        ("９１３７", "9137"),
    ],
)
def test_what_people_take_for_equal_has_one_key(one, other):
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("", None), ("-1", None), ("²", None), ("７", None), ("9" * 5000, None)],
)
def test_a_number_is_digits_that_a_row_may_have(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize("character", "万𬭛㛃鿔")
def test_rare_ideographs_are_ideographs(character):
    assert is_han(character)


@pytest.mark.parametrize("character", "a9（é")
def test_letters_and_brackets_are_no_ideographs(character):
    assert not is_han(character)
