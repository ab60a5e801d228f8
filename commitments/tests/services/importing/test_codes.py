import random

import pytest
from stdnum.cn import uscc

from commitments.services.importing.codes import is_right, read_credit_code
from commitments.services.importing.problems import CellRefused

GOOD = "91370000163044841F"
CHECK_LICENCE = "请对照营业执照改正。"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.lower(),
        f" {GOOD} ",
        "91370000 1630 4484 1F",
        "９１３７００００１６３０４４８４１Ｆ",
    ],
)
def test_spaces_case_and_full_width_characters_are_put_right(text: str) -> None:
    assert read_credit_code(text) == GOOD


@pytest.mark.parametrize("code", ["9137030016410093X7", "91310000X07227590D", "91350100M000100Y43"])
def test_letters_inside_the_organisation_code_are_right(code: str) -> None:
    assert read_credit_code(code) == code


@pytest.mark.parametrize(
    ("text", "reason", "remedy"),
    [
        (
            "320402000048603",
            "这是 15 位的旧注册号。",
            "请改填营业执照上的 18 位统一社会信用代码。",
        ),
        (
            "9137000016304484",
            "代码有 16 位，应为 18 位。",
            "请对照营业执照改正；代码不详时请留空。",
        ),
        (
            "91350100M000100Y4Z",
            "信用代码中不会出现“Z”。",
            CHECK_LICENCE,
        ),
        (
            "91350100M000100Y42",
            "校验码不符：按前 17 位计算，末位应为 3。",
            "是否应为 91350100M000100Y43？请对照营业执照改正。",
        ),
        (
            "9.1370000163E+17",
            "表格软件把它存成了数字，末尾几位已丢失。",
            "请把这一列设为“文本”格式，再照原件重新填写。",
        ),
        (
            "9137000O163044841F",
            "信用代码中不会出现“O”。",
            "是否应为 91370000163044841F？请对照营业执照改正。",
        ),
        (
            "91320116135461365I",
            "信用代码中不会出现“I”。",
            CHECK_LICENCE,
        ),
        (
            "9A370000163044841F",
            "信用代码的前 8 位应全为数字。",
            CHECK_LICENCE,
        ),
        (
            "91370000-16304484F",
            "信用代码中不会出现“-”。",
            CHECK_LICENCE,
        ),
    ],
)
def test_wrong_codes_are_refused_with_reason_and_remedy(
    text: str, reason: str, remedy: str
) -> None:
    with pytest.raises(CellRefused) as refused:
        read_credit_code(text)

    assert (refused.value.reason, refused.value.remedy) == (reason, remedy)


def test_our_check_agrees_with_the_library_on_right_and_wrong_codes() -> None:
    source = random.Random(7)
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = [
        f"91{source.randrange(10**6):06}" + "".join(source.choices(letters, k=10))
        for _each in range(2_000)
    ]
    codes += [code[:-1] + uscc.calc_check_digit(code[:-1]) for code in codes[:500]]

    assert [is_right(code) for code in codes] == [uscc.is_valid(code) for code in codes]
    assert sum(map(is_right, codes)) >= 500
