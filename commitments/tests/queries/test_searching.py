import pytest

from commitments.queries.listing import page_of
from commitments.queries.searching import spellings
from commitments.tests.entries import selected, signed
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

WANHUA = "万华化学集团股份有限公司"


def names(text: str) -> list[str]:
    return [entry.name for entry in page_of(selected(f"q={text}"))]


@pytest.fixture
def wanhua():
    signed(
        WANHUA,
        short_name="万华化学",
        english_name="Wanhua Chemical Group Co., Ltd.",
        former=["烟台万华聚氨酯股份有限公司"],
        uscc="91370000163044841F",
    )
    signed("江苏（示例）新材料有限公司", uscc="91320000MA1EXAMP0X")


@pytest.mark.parametrize(
    "text",
    [
        "万", "万华", "华化学", "化学集团股份", "万华 集团", "集团 万华", WANHUA,
        "wanhua", "WanHua", "wan hua", "huaxuejituan", "whhx", "wh", "w", "whhxjtgfyxgs",
        "烟台万华", "烟台", "yantai", "ytwh", "聚氨酯",
        "Wanhua Chemical", "chemical group", "Co., Ltd.",
        "913700001630", "91370000163044841F", "91370000163044841f", "9137", "91",
        "９１３７００００１６３０",
        "万华化学（集团）", "万华化学(集团)", "万华·化学", "ｗａｎｈｕａ",
    ],
)  # fmt: skip
def test_organisation_is_found_by(wanhua, text):
    assert WANHUA in names(text)


@pytest.mark.parametrize(
    "text", ["万化", "华万", "hualian", "hw", "92370000", "烟台化学", "万华 石化"]
)
def test_organisation_is_not_found_by(wanhua, text):
    assert WANHUA not in names(text)


@pytest.mark.parametrize(
    "text", ["（示例）", "(示例)", "江苏(示例)新材料", "江苏（示例）新材料", "江苏示例新材料"]
)
def test_brackets_of_either_width_are_alike(wanhua, text):
    assert names(text) == ["江苏（示例）新材料有限公司"]


def test_organisation_is_found_by_its_portal_code(wanhua):
    signed("其他化工")
    organisation = OrganisationFactory(name="有码化工")
    organisation.refresh_from_db()

    assert names(organisation.code) == ["有码化工"]
    assert names(organisation.code.upper()) == ["有码化工"]


# Characters of four bytes in GB18030 and from the supplementary planes; both occur in names.
RARE = [
    "鿔", "鿭", "鿬", "鿫", "鿏", "𬬻", "𬭊", "𬭛", "𫟼", "𬬭", "𫓧", "𫟷",
    "上海𬭛化工科技有限公司", "镕喆垚燊瑢", "㛃㭎䶮", "（中国）", "(中国)",
]  # fmt: skip


@pytest.mark.parametrize("text", RARE)
def test_rare_characters_are_found_whole_and_in_part(text):
    signed(f"前{text}后有限公司")
    signed("平常有限公司")

    assert names(text) == [f"前{text}后有限公司"]
    assert names(f"前{text[:1]}") == [f"前{text}后有限公司"]


@pytest.mark.parametrize(
    "text",
    ["%", "_", "100%", "'", '"; DROP TABLE', "\\", "<script>", "{}", "()", "%(term_0)s", "a_b"],
)
def test_signs_are_neither_patterns_nor_statements(wanhua, text):
    assert names_or_fault(text) == []


def names_or_fault(text):
    from urllib.parse import quote  # noqa: PLC0415 -- one line of one test

    from commitments.tests.entries import reading  # noqa: PLC0415 -- the same

    found = reading(f"q={quote(text)}")
    return [] if found.faults else [entry.name for entry in page_of(found.selection)]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("wanhua", ["wan hua", "wan hu a"]),
        ("xian", ["xian", "xi an", "xia n", "xi a n"]),
        ("wanhuah", ["wan hua h", "wan hu a h"]),
        ("whhx", []),
        ("", []),
    ],
)
def test_letters_are_cut_into_syllables(letters, expected):
    assert spellings(letters) == expected


def test_cutting_long_nonsense_takes_no_time():
    assert len(spellings("na" * 50)) <= 8
    assert spellings("na" * 50 + "vv") == []
