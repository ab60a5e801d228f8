"""The parks as a file: what documents say of each on the day, and nothing of persons."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from urllib.parse import unquote

import openpyxl
import pytest
from django.utils import timezone

from commitments.enums import Kind
from commitments.enums.parks import ParkChange, Recognition
from commitments.exports.parks import HEADINGS
from commitments.models import Organisation
from commitments.services import naming
from commitments.tests.entries import province, signed
from commitments.tests.factories import ParkFactFactory

pytestmark = pytest.mark.django_db
PARKS = "/commitments/parks"
GIVEN = "苏政发〔2023〕1号"


@pytest.fixture
def park():
    jiangsu = province("320000", "江苏")
    found = signed("甲园区", "2019-11-14", kind=Kind.PARK, province=jiangsu)
    ParkFactFactory(
        park=found, on=dt.date(2021, 3, 1), recognition=Recognition.PROPOSED, document="公示"
    )
    ParkFactFactory(park=found, on=dt.date(2023, 5, 1), area=Decimal("1200.50"))
    ParkFactFactory(
        park=found,
        on=dt.date(2024, 2, 1),
        recognition="",
        area=Decimal(1300),
        change=ParkChange.EXTENDED,
        document="扩区批复",
    )
    signed("乙化工", park=found)
    return found


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(client, query="kind=park"):
    text = content(client.get(f"{PARKS}.csv?{query}")).decode("utf-8-sig")
    headings, *found = csv.reader(io.StringIO(text, newline=""))
    assert headings == HEADINGS
    return found


def test_a_row_says_of_a_park_what_its_last_documents_say_and_since_when(client, park):
    assert rows(client) == [
        [
            *("甲园区", park.code, park.province.name, "", "已承诺", "2019-11-14"),
            *("已认定", "2023-05-01", "苏政发〔2023〕1号"),
            *("1300", "2024-02-01", "扩区批复"),
            *("扩区", "2024-02-01", "扩区批复"),
            "1",
        ]
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-02-28", ["", "", "", "", "", ""]),
        ("2022-01-01", ["拟认定", "2021-03-01", "公示", "", "", ""]),
        ("2023-12-31", ["已认定", "2023-05-01", GIVEN, "1200.5", "2023-05-01", GIVEN]),
    ],
)
def test_the_file_is_of_the_day_that_was_asked_for(client, park, day, said):
    (row,) = rows(client, f"kind=park&as_at={day}")

    assert row[6:12] == said


def test_of_a_park_without_documents_the_columns_are_empty(client):
    signed("丙园区", kind=Kind.PARK)

    (row,) = rows(client)

    assert row[6:] == [*[""] * 9, "0"]


def test_json_and_workbook_say_the_same(client, park):
    document = json.loads(content(client.get(f"{PARKS}.json?kind=park")))
    book = openpyxl.load_workbook(io.BytesIO(content(client.get(f"{PARKS}.xlsx?kind=park"))))

    (told,) = document["rows"]
    head, row = book.active.iter_rows(values_only=True)
    assert (document["columns_version"], document["columns"]) == (1, HEADINGS)
    assert [told["认定情况"], told["面积(公顷)"], told["范围变更自"]] == [
        "已认定",
        1300,
        "2024-02-01",
    ]
    assert list(head) == HEADINGS
    assert [cell.date() if isinstance(cell, dt.datetime) else cell for cell in row] == [
        *("甲园区", park.code, park.province.name, "", "已承诺", dt.date(2019, 11, 14)),
        *("已认定", dt.date(2023, 5, 1), GIVEN),
        *(1300, dt.date(2024, 2, 1), "扩区批复"),
        *("扩区", dt.date(2024, 2, 1), "扩区批复"),
        1,
    ]


def test_the_file_is_whole_whatever_page_the_list_stood_at(client, park):
    assert len(rows(client, "kind=park&page=2")) == 1


def test_the_name_is_that_of_the_day(client, park):
    naming.rename(park, by=None, to="丁园区", on=dt.date(2025, 1, 1))

    assert [rows(client, f"kind=park{day}")[0][0] for day in ("&as_at=2024-12-31", "")] == [
        "甲园区",
        "丁园区",
    ]


def test_a_park_that_has_ended_has_its_row_when_it_is_asked_for(client, park):
    Organisation.objects.filter(pk=park.pk).update(status="ended")

    (row,) = rows(client, "kind=park&status=ended")

    assert (row[0], row[4], row[6]) == ("甲园区", "已结束", "已认定")


def test_the_file_is_named_after_its_columns_and_day(client, park):
    response = client.get(f"{PARKS}.csv?kind=park")

    name = f"责任关怀化工园区名单_v1_{timezone.localdate().isoformat()}.csv"
    assert name in unquote(response["Content-Disposition"])


@pytest.mark.parametrize("query", ["", "kind=enterprise", "kind=park&kind=enterprise", "year=x"])
def test_of_others_than_parks_there_is_no_such_file(client, park, query):
    assert client.get(f"{PARKS}.csv?{query}").status_code == 400


def test_only_the_list_of_parks_leads_to_it(client, park):
    of_parks = client.get("/commitments/?kind=park").content.decode()
    of_all = client.get("/commitments/").content.decode()

    assert (f"{PARKS}.xlsx?kind=park" in of_parks, f"{PARKS}.xlsx" in of_all) == (True, False)


def test_every_column_is_explained_with_the_words_that_stand_there(client):
    page = client.get("/commitments/data/")

    assert [each.chinese for each in page.context["park_columns"]] == HEADINGS
    assert page.context["park_columns"][4].words == ["已承诺", "暂停", "已结束", "未登记承诺"]
    assert page.context["park_columns"][6].words == ["已认定", "拟认定", "已取消认定"]
    assert "化工园区数据文件" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_file_asks_the_same_however_many_parks(client, number, django_assert_num_queries):
    for place in range(number):
        ParkFactFactory(park=signed(f"{place}园区", kind=Kind.PARK))
    content(client.get(f"{PARKS}.csv?kind=park"))

    # The version; the parks, what documents say, who in them has committed, the places.
    with django_assert_num_queries(5):
        assert len(rows(client)) == number
