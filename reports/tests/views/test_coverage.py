"""Coverage: the signed of a day beside all that there are, each number opening its rows."""

import csv
import datetime as dt
import io
import re
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, transaction

from accounts.tests.clients import signed_in
from commitments.queries.listing import count_of
from commitments.queries.reference import load_reference
from commitments.services import facts
from commitments.tests.entries import selected, signed
from commitments.tests.factories import IndustryFactory, RegionFactory
from core.refusals import sentence_of
from reports.enums import Scope
from reports.models import FieldCount, Target
from reports.queries.coverage import coverage_of
from reports.services.founding_coverage import load_coverage
from reports.tests.factories import FieldCountFactory
from reports.tests.register import built, small_register

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 12, 31)
PAGE = "/statistics/coverage/"
number = FieldCountFactory


@pytest.fixture
def register():
    small_register()


def of(scope, day=DAY):
    return next(each for each in coverage_of(day, load_reference()) if each.scope == scope)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


# --- What is counted ---


def test_enterprises_and_groups_are_counted_and_nobody_else(register):
    enterprises, parks = of(Scope.ENTERPRISES), of(Scope.PARKS)

    signed_by = {row.code: row.signed for row in enterprises.provinces}
    assert (enterprises.total.signed, signed_by) == (3, {"320000": 1, "370000": 2})
    assert {row.code: row.signed for row in enterprises.industries if row.signed} == {
        "25": 1, "26": 2,
    }  # fmt: skip
    assert (parks.total.signed, parks.industries) == (2, [])


def test_every_number_opens_exactly_its_rows(register):
    signed("无名化工", "2021-02-02", province=None)
    rows = [
        row
        for each in coverage_of(DAY, load_reference())
        for row in (each.total, *each.provinces, *each.industries)
    ]

    counts = [(row.signed, count_of(selected(urlsplit(row.href).query))) for row in rows]

    assert [signed_ for signed_, _listed in counts] == [listed for _signed, listed in counts]
    assert sum(row.code == "none" for row in rows) == 2  # without a province, without an industry


@pytest.mark.parametrize(
    ("day", "year"), [("2020-12-31", None), ("2021-01-01", 2021), ("2024-06-30", 2023)]
)
def test_the_number_of_all_is_that_of_the_last_year_up_to_the_day(register, day, year):
    number(year=2021)
    number(year=2023)

    whole = of(Scope.ENTERPRISES, dt.date.fromisoformat(day)).total.whole

    assert (whole and whole.year) == year


def test_share_and_gap_are_of_one_number(register):
    number(number=200)
    number(number=50, province=RegionFactory(), bound="more")
    number(number=1, industry=IndustryFactory())  # fewer than have signed: it must be older
    found = of(Scope.ENTERPRISES)

    shandong = next(row for row in found.provinces if row.code == "370000")
    chemicals = next(row for row in found.industries if row.code == "26")
    assert (float(found.total.share), found.total.gap, found.total.is_below) == (0.015, 197, False)
    assert (float(shandong.share), shandong.gap, shandong.is_below) == (0.04, 48, True)
    assert (chemicals.share, chemicals.gap) == (None, None)


def test_the_years_stand_beside_the_target(register):
    for year in (2020, 2021):
        built(year)
    load_coverage()

    trend = of(Scope.ENTERPRISES, dt.date(2022, 6, 1)).trend

    assert trend.labels == [2020, 2021, 2022, 2023, 2024, 2025]
    assert [line.values for line in trend.lines] == [
        [4, 3, None, None, None, None],
        [1000] * 6,
    ]


# --- The page and the file ---


def test_what_is_not_on_record_is_said_and_not_estimated(client, register):
    load_coverage()

    page = text_of(client.get(f"{PAGE}?as_at=2022-12-31"))

    assert (
        "5 家已签署；2022 年总数（家）：26,000 多；至少 25,995 家未签署，覆盖率 不到 0.02%。"
        in page
    )
    assert "“百园千企”目标：2025 年末达到 1,000 家，还差 995 家。" in page
    assert "2 家已签署。该日的总数尚无数据，由秘书处录入。" in page  # parks: a number of 2024 only
    assert page.count("各项总数均尚无数据，由秘书处录入。") == 3  # by province, by industry, parks


@pytest.mark.parametrize(
    ("goal", "outcome"),
    [(4, "；年末为 3 家，未实现；截至 2023-06-30 为 5 家。"), (3, "；年末为 3 家，已实现；")],
)
def test_of_a_target_whose_year_is_over_the_page_says_what_came_of_it(
    client, register, goal, outcome
):
    Target.objects.create(
        scope=Scope.ENTERPRISES, name="目标", number=goal, by_year=2021, source="通知"
    )

    page = text_of(client.get(f"{PAGE}?as_at=2023-06-30"))

    assert f"“目标”目标：2021 年末达到 {goal} 家{outcome}" in page
    assert "还差" not in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-02-30", "截至日“2026-02-30”：日历上没有这一天。"),
        ("x", "截至日“x”：不是完整的日期。"),
        ("2999-01-01", "截至日 2999-01-01 尚未到来，现显示今日数据。"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_the_field(client, day, sentence):
    response = client.get(f"{PAGE}?as_at={day}")

    assert (response.status_code, sentence in text_of(response)) == (400, True)
    assert f'value="{day}"' in response.content.decode()


def test_the_file_says_the_same_with_sources(client, register):
    number(number=200)
    response = client.get("/statistics/coverage.csv?as_at=2021-12-31")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))

    assert rows[1][:10] == [
        "enterprises", "", "", "总数", "3", "200", "", "2021", "统计年鉴 2022", "0.0150",
    ]  # fmt: skip
    assert rows[1][13].startswith("http://testserver/commitments/?kind=group&kind=enterprise")
    assert ["enterprises", "province", "370000"] in [row[:3] for row in rows]


@pytest.mark.parametrize("provinces", [1, 3])
def test_the_page_asks_the_same_however_many_numbers(
    client, register, provinces, django_assert_num_queries
):
    for code in ["370000", "320000", "330000"][:provinces]:
        number(province=RegionFactory(code=code, short_name=code))

    # version; provinces and industries; numbers, targets, years; the signed of both scopes
    with django_assert_num_queries(7):
        client.get(f"{PAGE}?as_at=2021-12-31")


# --- The secretariat enters it ---


TYPED = {"scope": "enterprises", "year": "2021", "number": "300", "source": "统计年鉴 2022"}
ADD = "/admin/reports/fieldcount/add/"


def test_a_number_is_entered_and_the_kept_page_made_anew(client, register):
    client.get(f"{PAGE}?as_at=2021-12-31")
    before = facts.version()

    response = signed_in("staff").post(ADD, TYPED)

    assert (response.status_code, facts.version()) == (302, before + 1)
    assert "2021 年总数（家）：300；" in text_of(client.get(f"{PAGE}?as_at=2021-12-31"))


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"source": ""}, {"source": ["该字段是必填项。"]}),
        ({"number": "0"}, {"number": ["确保该值大于或等于1。"]}),
        (
            {"scope": "parks", "industry": "26"},
            {"__all__": ["园区只按省级行政区统计：请清空行业。"]},
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(typed, faults):
    IndustryFactory()

    response = signed_in("staff").post(ADD, TYPED | typed)

    form = response.context["adminform"].form
    assert (form.errors, FieldCount.objects.count()) == (faults, 0)
    assert form["year"].value() == "2021"


def test_a_year_has_one_number_for_the_whole_country():
    number()

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        number()

    assert "该年份在此省级行政区和行业已有数据" in sentence_of(caught.value)


def test_what_is_known_is_there_once_and_corrections_stay():
    assert load_coverage() == {"numbers of all": 2, "targets": 2}
    FieldCount.objects.filter(scope=Scope.ENTERPRISES).update(number=26_500)
    Target.objects.filter(scope=Scope.PARKS).update(number=120)

    assert load_coverage() == {"numbers of all": 0, "targets": 0}
    assert FieldCount.objects.get(scope=Scope.ENTERPRISES).number == 26_500


# --- Province and industry together ---


def test_where_both_are_on_record_they_stand_in_a_table_of_their_own(register):
    number(number=50, province=RegionFactory(code="370000"), industry=IndustryFactory(code="26"))

    (row,) = of(Scope.ENTERPRISES).crossed

    assert (row.code, row.signed, row.whole.number) == ("370000 26", 1, 50)
    assert count_of(selected(urlsplit(row.href).query)) == row.signed


def test_without_such_numbers_there_is_no_such_table(client, register):
    number(number=50, province=RegionFactory(code="370000"))

    assert of(Scope.ENTERPRISES).crossed == []
    assert "按省级行政区和行业" not in text_of(client.get(f"{PAGE}?as_at=2021-12-31"))


@pytest.mark.parametrize("provinces", [1, 3])
def test_the_crossed_numbers_cost_one_query(client, register, provinces, django_assert_num_queries):
    for code in ["370000", "320000", "330000"][:provinces]:
        place = RegionFactory(code=code, short_name=code)
        number(province=place, industry=IndustryFactory(code="26"))

    with django_assert_num_queries(8):
        page = text_of(client.get(f"{PAGE}?as_at=2021-12-31"))

    assert "按省级行政区和行业" in page


# --- A whole sheet ---


SHEET = "/admin/reports/fieldcount/sheet/"
PASTED = "年份\t省份\t数量\t来源\n2021\t山东\t300\t山东统计年鉴"


def test_a_sheet_is_looked_at_first_and_entered_when_confirmed(client, register):
    staff = signed_in("staff")

    looked = staff.post(SHEET, {"text": PASTED})
    assert (looked.status_code, FieldCount.objects.count()) == (200, 0)
    shown = looked.context["form"]
    again = {"text": shown["text"].value(), "digest": shown["digest"].value(), "confirmed": "1"}
    response = staff.post(SHEET, again, follow=True)

    assert response.redirect_chain == [("/admin/reports/fieldcount/", 302)]
    assert FieldCount.objects.get().number == 300
    assert "山东统计年鉴" in text_of(client.get(f"{PAGE}?as_at=2021-12-31"))


def test_confirming_what_was_not_seen_shows_it_instead(register):
    staff = signed_in("staff")

    response = staff.post(SHEET, {"text": PASTED, "digest": "x", "confirmed": "1"})

    assert (response.status_code, FieldCount.objects.count()) == (200, 0)
    assert response.context["plan"].is_open


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": " "}, "请粘贴单元格或选择文件。"),
        ({"text": "年份\t数量\n2021\t5"}, "缺少必需的列：来源，请在首行补上这些标题。"),
        ({"text": PASTED.replace("300", "三百")}, "C2"),
    ],
)
def test_a_sheet_that_is_wrong_says_so_and_keeps_the_text(register, sent, sentence):
    response = signed_in("staff").post(SHEET, sent)

    page = text_of(response)
    assert sentence in page
    assert " ".join(sent["text"].split()) in page


@pytest.mark.parametrize(("role", "status"), [("head", 200), ("auditor", 403), ("", 403)])
def test_sheets_are_for_those_who_edit(role, status):
    assert signed_in(role).get(SHEET).status_code == status
