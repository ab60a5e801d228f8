import pytest

from commitments.services.importing.industries import Industries
from commitments.services.importing.places import PlaceRefused, Places, stem_of
from commitments.services.importing.problems import CellRefused


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("山东省", "山东"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("恩施土家族苗族自治州", "恩施"),
        ("恩施州", "恩施"),
        ("伊犁哈萨克", "伊犁"),
        ("滨海新区", "滨海"),
        ("兴安盟", "兴安"),
        ("沧县", "沧县"),
    ],
)
def test_a_stem_is_the_name_without_rank_and_peoples(name: str, stem: str) -> None:
    assert stem_of(name) == stem


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("山东", "370000"), ("山东省", "370000"), ("Shandong", "370000"), ("370000", "370000"),
        ("内蒙古", "150000"), ("内蒙古自治区", "150000"), ("新疆", "650000"), (" 上海市", "310000"),
    ],
)  # fmt: skip
def test_a_province_is_known_by_all_its_names(regions: None, text: str, code: str) -> None:
    assert Places().province(text) == code


@pytest.mark.parametrize(
    ("text", "reason", "remedy"),
    [
        (
            "山冬",
            "没有这个省级行政区。",
            "请填写省级行政区名称，例如山东、内蒙古自治区。",
        ),
        ("烟台", "没有这个省级行政区。", "烟台市在山东：请填写“山东”。"),
        (
            "新疆生产建设兵团",
            "兵团不是省级行政区。",
            "请在此填“新疆”，并在“市”列填写所在城市。",
        ),
    ],
)
def test_what_is_no_province_is_refused_with_a_hint(
    regions: None, text: str, reason: str, remedy: str
) -> None:
    with pytest.raises(CellRefused) as refused:
        Places().province(text)

    assert (refused.value.reason, refused.value.remedy) == (reason, remedy)


@pytest.mark.parametrize(
    ("province", "city", "county", "found"),
    [
        ("370000", "烟台", "", ("370600", None)),
        ("370000", "烟台市", "芝罘区", ("370600", "370602")),
        ("370000", "", "芝罘", ("370600", "370602")),
        ("370000", "芝罘", "", ("370600", "370602")),
        ("370000", "", "", (None, None)),
        ("310000", "闵行", "", (None, "310112")),
        ("310000", "上海市", "闵行区", (None, "310112")),
        ("310000", "市辖区", "闵行区", (None, "310112")),
        ("220000", "吉林", "", ("220200", None)),
        ("220000", "延边州", "", ("222400", None)),
        ("130000", "张家口", "桥西区", ("130700", "130703")),
        ("650000", "石河子", "", ("659001", None)),
        ("370000", "烟台", "烟台市", ("370600", None)),
    ],
)
def test_city_and_county_are_found_within_the_province(
    regions: None, province: str, city: str, county: str, found: tuple[str | None, str | None]
) -> None:
    place = Places().locate(province, city, county)

    assert (place.city, place.county, place.unknown) == (*found, ())


@pytest.mark.parametrize(
    ("province", "city", "county", "key", "reason"),
    [
        ("320000", "烟台", "", "city", "烟台市在山东。"),
        ("370000", "潍坊", "芝罘区", "county", "芝罘区在山东烟台市。"),
        ("370000", "", "江北区", "county", "江北区在浙江宁波市。"),
        ("130000", "", "桥西区", "county", "有多个同名行政区：石家庄桥西区、张家口桥西区。"),
        ("130000", "桥西", "", "city", "有多个同名行政区：石家庄桥西区、张家口桥西区。"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    regions: None, province: str, city: str, county: str, key: str, reason: str
) -> None:
    with pytest.raises(PlaceRefused) as refused:
        Places().locate(province, city, county)

    assert (refused.value.key, refused.value.reason) == (key, reason)


def test_a_zone_that_is_no_division_is_left_out_and_given_back(regions: None) -> None:
    place = Places().locate("310000", "自贸区", "临港新片区")

    assert (place.city, place.county) == (None, None)
    assert place.unknown == (("city", "自贸区"), ("county", "临港新片区"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("2614", "2614"), ("C2614", "2614"), ("c26", "26"), ("２６５", "265"), ("C", "C")],
)
def test_an_industry_is_known_with_and_without_its_section(
    reference: None, text: str, code: str
) -> None:
    assert Industries().read(text) == code


@pytest.mark.parametrize(
    ("text", "reason", "remedy"),
    [
        (
            "9998",
            "没有这个行业代码。",
            "请填写 GB/T 4754-2017 的代码（例如 2614），或留空。",
        ),
        ("2619", "没有这个行业代码。", "是否应为“261 行业261”？不确定时请留空。"),
        ("71", "没有这个行业代码。", "是否应为“071 行业071”？不确定时请留空。"),
        ("B2614", "2614 行业2614 不属于门类 B。", "请填写 C2614。"),
        ("行业265", "不是 GB/T 4754-2017 的行业代码。", "请填代码而非名称：265。"),
    ],
)
def test_an_unknown_industry_is_refused_with_a_suggestion(
    reference: None, text: str, reason: str, remedy: str
) -> None:
    with pytest.raises(CellRefused) as refused:
        Industries().read(text)

    assert (refused.value.reason, refused.value.remedy) == (reason, remedy)
