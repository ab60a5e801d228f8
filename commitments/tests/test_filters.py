import datetime as dt

import pytest
from django.http import Http404, QueryDict

from commitments import filters
from commitments.enums import Kind
from commitments.tests.entries import province, reading, signed
from commitments.tests.factories import RegionFactory
from core import parts

pytestmark = pytest.mark.django_db


def test_everything_in_an_address_is_read(monkeypatch):
    RegionFactory(code="320100", short_name="南京", level="city", parent=province("320000", "江苏"))
    park = signed("园区甲", kind=Kind.PARK)
    found = type(park).objects.all()
    monkeypatch.setitem(parts._filters["commitments.register"], "group", lambda code: found)

    query = (
        "q=万华+集团&kind=enterprise&kind=park&province=320000&status=ended&year=2020&year=2021"
        "&city=320100&ownership=private&ownership=none&size=20to299"
        f"&group=pp&park={park.code}&as_at=2021-12-31&sort=-signed_on&page=3"
    )
    found = reading(query)

    assert found.faults == []
    selection = found.selection
    assert [term.key for term in selection.terms] == ["万华", "集团"]
    assert selection.kind == ("enterprise", "park")
    assert selection.province == ("320000",)
    assert selection.year == ("2020", "2021")
    assert (selection.city, selection.city_names) == (("320100",), {"320100": "南京"})
    assert (selection.ownership, selection.size) == (("private", "none"), ("20to299",))
    assert (selection.group, selection.park) == ("pp", park.code)
    assert selection.as_at == dt.date(2021, 12, 31)
    assert (selection.sort, selection.page) == ("-signed_on", 3)
    assert reading(selection.address()).selection == selection


def test_empty_values_of_a_plain_form_say_nothing():
    found = reading(
        "q=&kind=&province=&as_at=&sort=&page=&snapshot=&group=&park=&industry=&year=&city=&size="
    )

    assert found.faults == []
    assert found.selection.address() == ""


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=firm", "没有“firm”这一类型，该条件未使用。"),
        ("kind=enterprise&kind=firm", "没有“firm”这一类型，该条件未使用。"),
        ("status=gone", "没有“gone”这一状态，该条件未使用。"),
        ("province=山东", "“山东”不是省级行政区代码（六位数字），该条件未使用。"),
        ("province=999999", "“999999”不是省级行政区代码（六位数字），该条件未使用。"),
        ("industry=99", "“99”不是名录所用的 GB/T 4754 行业代码，该条件未使用。"),
        ("city=370000", "“370000”不是市级行政区代码（六位数字），该条件未使用。"),
        ("ownership=crown", "没有“crown”这一所有制，该条件未使用。"),
        ("size=huge", "没有“huge”这一规模，该条件未使用。"),
        ("year=20", "“20”不是年份，该条件未使用。"),
        ("year=２０２１", "“２０２１”不是年份，该条件未使用。"),
        (
            "as_at=2021-13-01",
            (
                "截至日“2021-13-01”：日历上没有这一天。"
                "请改正，按 2021-03-05 的格式填写。现显示今日数据。"
            ),
        ),
        ("as_at=2026-06-02", "截至日 2026-06-02 尚未到来，现显示今日数据。"),
        ("snapshot=9", "没有编号为“9”的统计快照，现列出的是今天的名录。"),
        ("snapshot=x", "没有编号为“x”的统计快照，现列出的是今天的名录。"),
        ("group=zz", "没有代码为“zz”的工作组，该条件未使用。"),
        ("park=rc9999999", "没有代码为“rc9999999”的园区，该条件未使用。"),
        ("sort=size", "没有“size”这种排序，已按默认排序。"),
        ("sort=relevance", "没有查询内容就没有相关度，已按名称排序。"),
        ("q=（）", "“（）”中没有可供查询的文字、字母或数字。"),
        ("q=a&q=b", "网址中有多个“q”，采用了“b”。"),
        ("q=a+b+c+d+e+f+g+h+i", "只按前 8 个词查询。"),
        ("from=singlemessage", "网址中的“from”不是名录的参数，未使用。"),
        (f"kind={'x' * 90}", f"没有“{'x' * 40}…”这一类型，该条件未使用。"),
    ],
)
def test_what_cannot_be_used_is_said(query, sentence):
    assert reading(query).faults == [sentence]


def test_what_is_right_stays_beside_what_is_wrong():
    assert reading("kind=enterprise&kind=firm").selection.kind == ("enterprise",)


def test_snapshot_and_day_exclude_one_another(monkeypatch):
    members = type(signed("企业甲")).objects.none()
    monkeypatch.setitem(parts._filters["commitments.register"], "snapshot", lambda text: members)

    found = reading("snapshot=3&as_at=2021-12-31")

    assert found.faults == ["统计快照有自己的截止日，as_at=2021-12-31 未使用。"]
    assert (found.selection.snapshot, found.selection.as_at) == (3, None)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "1e9", "1000000000", "１"])
def test_page_that_cannot_be_is_not_found(page):
    with pytest.raises(Http404):
        reading(f"page={page}")


@pytest.mark.parametrize(
    "query", ["q=" + "万" * 101, "&".join(f"year={n}" for n in range(101)), "x=&" * 101]
)
def test_address_longer_than_anybody_writes_is_refused(query):
    with pytest.raises(filters.TooMuchAsked):
        reading(query)


def test_parameter_that_somebody_else_reads_is_no_fault():
    address = QueryDict("page_size=5")

    found = filters.read(address, today=dt.date(2026, 1, 1), version=1, also=("page_size",))

    assert found.faults == []
