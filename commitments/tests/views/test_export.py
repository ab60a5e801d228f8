import csv
import io
import json
from urllib.parse import unquote

import openpyxl
import pytest
from django.db.models import F
from django.utils import timezone

from commitments import exports
from commitments.enums import Document, Kind
from commitments.exports import HEADINGS
from commitments.models import Organisation
from commitments.services import importing
from commitments.services.importing import Verdict
from commitments.tests.entries import province, sign, signed
from commitments.tests.factories import CommitmentFactory, IndustryFactory, OrganisationFactory
from core import parts
from core.sheets.reading import read_table
from core.uploads.guard import UploadKind

pytestmark = pytest.mark.django_db


def content(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def csv_rows(client, query="") -> list[list[str]]:
    text = content(client.get(f"/commitments/export.csv?{query}")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def json_document(client, query="") -> dict:
    return json.loads(content(client.get(f"/commitments/export.json?{query}")))


def cells(client, query="") -> list[dict[str, str]]:
    headings, *rows = csv_rows(client, query)
    assert headings == HEADINGS
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.fixture
def register():
    organisation = OrganisationFactory(
        name="甲化工（集团）有限公司",
        short_name="甲化工",
        english_name="Jia Chemicals",
        former=["旧甲", "更旧甲"],
        uscc="91370000163044841F",
        industry=IndustryFactory(code="2614", level=4),
        staff_count=1200,
        ownership="state",
        group_name="甲集团",
        park_name="某园区",
        website="https://example.com",
        note="内部备注",
    )
    sign(organisation, "2010-01-01", ended="2015-06-30", occasion="年会")
    sign(
        organisation,
        "2016-01-01",
        document=Document.CHARTER,
        signer_position="总经理",
        certificate_number="RC-001",
        recommended_by="某协会",
        note="内部备注",
    )
    signed("乙园区", kind=Kind.PARK, province=province("320000", "江苏"))


def test_headings_are_those_of_the_workbook_without_the_internal_note(client, register):
    assert csv_rows(client)[0] == [
        "单位名称", "单位类型", "统一社会信用代码", "平台代码", "简称", "英文名称",
        "曾用名", "省级行政区", "市", "县(区)", "行业代码", "所有制", "职工人数",
        "所属集团", "所在园区", "网站", "签署日期", "签署文件", "签署场合", "签署人职务",
        "证书编号", "推荐单位", "状态", "结束日期", "结束原因",
    ]  # fmt: skip
    assert "内部备注" not in str(csv_rows(client)) + str(json_document(client))


def test_one_row_for_each_commitment(client, register):
    rows = cells(client, "kind=enterprise")

    assert [
        (r["签署文件"], r["签署日期"], r["状态"], r["结束日期"], r["结束原因"]) for r in rows
    ] == [
        ("承诺书", "2010-01-01", "已结束", "2015-06-30", "主动退出"),
        ("全球宪章", "2016-01-01", "已承诺", "", ""),
    ]
    assert {row["单位名称"] for row in rows} == {"甲化工（集团）有限公司"}
    assert rows[1]["证书编号"] == "RC-001"
    assert (rows[0]["单位类型"], rows[0]["所有制"], rows[0]["曾用名"], rows[0]["行业代码"]) == (
        "企事业单位", "国有", "旧甲；更旧甲", "2614",
    )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=park",
        "q=甲",
        "as_at=2012-01-01",
        "as_at=2017-01-01",
        "sort=-signed_on",
        "year=1990",
    ],
)
def test_csv_workbook_and_json_have_equal_rows(client, register, query):
    headings, *rows = csv_rows(client, query)

    document = json_document(client, query)
    workbook = content(client.get(f"/commitments/export.xlsx?{query}"))
    sheet = read_table(workbook, kind=UploadKind.XLSX) if rows else None

    assert [list(map(str, row.values())) for row in document["rows"]] == rows
    assert document["columns"] == headings
    if sheet:
        assert sheet.heading.cells == headings
        assert [[cell or "" for cell in row.cells] for row in sheet.rows] == rows


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_every_file_says_the_version_of_its_columns(client, register, suffix):
    response = client.get(f"/commitments/export.{suffix}?as_at=2026-06-01")

    name = unquote(response["Content-Disposition"])
    assert name.endswith(f"责任关怀承诺名录_v{exports.COLUMNS_VERSION}_2026-06-01.{suffix}")
    content(response)


def test_the_workbook_says_it_once_more_among_its_properties(client, register):
    workbook = openpyxl.load_workbook(io.BytesIO(content(client.get("/commitments/export.xlsx"))))

    properties = {each.name: each.value for each in workbook.custom_doc_props.props}
    assert properties == {"columns_version": exports.COLUMNS_VERSION}
    assert workbook.sheetnames == ["名录"]


def test_organisation_without_a_commitment_has_one_row(client):
    OrganisationFactory(name="无承诺")
    CommitmentFactory(organisation=OrganisationFactory(name="只有草稿"))

    rows = cells(client, "status=none")

    assert [(row["单位名称"], row["签署日期"], row["状态"]) for row in rows] == [
        ("无承诺", "", ""),
        ("只有草稿", "", ""),
    ]


def test_day_tells_nothing_of_what_came_after_it(client, register):
    (row,) = cells(client, "as_at=2012-01-01")

    assert (row["签署日期"], row["状态"], row["结束日期"]) == ("2010-01-01", "已承诺", "")


def test_snapshot_has_one_row_for_each_member_as_it_was_counted(client, register, monkeypatch):
    members = Organisation.objects.annotate(organisation_id=F("pk"))
    monkeypatch.setitem(parts._filters["commitments.register"], "snapshot", lambda text: members)

    rows = cells(client, "snapshot=7")

    assert [(row["单位名称"], row["签署日期"], row["状态"], row["签署文件"]) for row in rows] == [
        ("甲化工（集团）有限公司", "2016-01-01", "已承诺", ""),
        ("乙园区", "2020-05-01", "已承诺", ""),
    ]


def test_nothing_acts_as_a_formula(client):
    signed("=SUM(A1)化工")
    sign(OrganisationFactory(name="＝全角化工"), "2020-01-01", occasion="@年会")

    rows = cells(client, "sort=signed_on")

    assert sorted(row["单位名称"] for row in rows) == ["'=SUM(A1)化工", "'＝全角化工"]
    assert [row["签署场合"] for row in rows if row["签署场合"]] == ["'@年会"]


def test_file_is_named_after_its_day_and_sent_as_an_attachment(client, register):
    today = timezone.localdate().isoformat()

    for suffix in ("csv", "xlsx", "json"):
        response = client.get(f"/commitments/export.{suffix}")
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert response["Content-Disposition"].endswith(f"_{today}.{suffix}")
        content(response)
    response = client.get("/commitments/export.csv?as_at=2015-01-01")
    assert response["Content-Disposition"].endswith("_2015-01-01.csv")


def test_csv_begins_with_the_mark_that_spreadsheets_look_for(client, register):
    assert content(client.get("/commitments/export.csv"))[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("query", ["kind=firm", "x=1", "as_at=never", "q=" + "x" * 200])
def test_parameter_that_cannot_be_used_is_refused(client, suffix, query):
    assert client.get(f"/commitments/export.{suffix}?{query}").status_code == 400


def test_workbook_refuses_more_than_it_holds(client, monkeypatch):
    signed("甲化工")
    signed("乙化工")
    monkeypatch.setattr(exports, "MOST_IN_A_WORKBOOK", 1)

    refused = client.get("/commitments/export.xlsx")

    assert refused.status_code == 400
    assert "请改用 CSV" in refused.content.decode()


def test_words_are_those_of_the_format_in_every_language(client, register):
    client.cookies["language"] = "en"

    assert {row["单位类型"] for row in cells(client)} == {"企事业单位", "化工园区"}


def test_unchanged_file_is_not_sent_again(client, register, django_assert_num_queries):
    first = client.get("/commitments/export.csv")
    content(first)

    with django_assert_num_queries(1):
        again = client.get("/commitments/export.csv", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_export_that_comes_back_changes_nothing(client, register, suffix):
    sign(OrganisationFactory(name="=丙"), "2021-01-01", suspended=("2022-01-01", None))
    data = content(client.get(f"/commitments/export.{suffix}"))

    plan = importing.preview(f"register.{suffix}", data, at=timezone.now())

    assert {verdict.value: plan.counts[verdict] for verdict in Verdict} == {
        "accepted": 0,
        "changed": 0,
        "unchanged": 4,
        "refused": 0,
    }
