"""Every row of a long list is seen, left out and fetched, however many there are."""

import io

import openpyxl
import pytest
from django.utils import timezone

from accounts.tests.clients import signed_in
from commitments.enums import BatchState
from commitments.models import ImportBatch, Organisation
from commitments.services import importing
from commitments.tests.admin.imports.bringing import GOOD, HEAD, LIST, upload

pytestmark = pytest.mark.django_db

ROWS = 205


def brought(client, count=ROWS, bad=0):
    lines = [GOOD.replace("示例", f"示例{number:04d}") for number in range(count)]
    lines += [GOOD.replace("示例", f"有误{n}").replace("2021", "2999") for n in range(bad)]
    upload(client, *lines)
    return ImportBatch.objects.latest("pk")


def address(batch, verb="change"):
    return f"{LIST}{batch.pk}/{verb}/"


def numbers(response, verdict="accepted"):
    sections = response.context["preview"].sections
    return [row.number for each in sections if each.verdict == verdict for row in each.rows]


def choose(client, batch, query="", ticks=(), typed=""):
    data = {"leave_out": ticks, "other_rows": typed}
    return client.post(f"{address(batch, 'leave-out')}?{query}", data, follow=True)


# --- Pages ---


def test_each_verdict_is_paged(staff):
    batch = brought(staff, bad=150)

    first = staff.get(address(batch))
    last = staff.get(f"{address(batch)}?accepted=3&refused=2")

    assert (numbers(first), numbers(first, "refused")) == ([*range(2, 102)], [*range(207, 307)])
    assert (numbers(last), numbers(last, "refused")) == ([*range(202, 207)], [*range(307, 357)])
    assert f"{address(batch, 'leave-out')}?refused=2&amp;to=refused" in first.content.decode()


def test_whoever_only_reads_turns_pages_by_plain_links(staff):
    batch = brought(staff)

    page = signed_in("auditor").get(f"{address(batch)}?accepted=2").content.decode()

    assert 'href="?accepted=3#accepted"' in page
    assert "leave-out" not in page


@pytest.mark.parametrize(("asked", "shown"), [("0", 3), ("x", 1), ("9" * 40, 3), ("-1", 3)])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(staff, asked, shown):
    batch = brought(staff)

    response = staff.get(address(batch), {"accepted": asked})

    section = next(s for s in response.context["preview"].sections if s.verdict == "accepted")
    assert section.page.number == shown


@pytest.mark.parametrize("count", [1, 205])
def test_the_page_asks_the_same_of_long_and_short_lists(staff, count, django_assert_num_queries):
    batch = brought(staff, count, bad=count)

    with django_assert_num_queries(14):
        staff.get(address(batch))


# --- What is left out ---


def test_ticks_survive_the_turning_of_pages(staff):
    batch = brought(staff)

    second = choose(staff, batch, "accepted=2&to=accepted", ticks=["2", "3"])
    back = choose(staff, batch, "", ticks=["105"], typed="2-3")

    assert second.redirect_chain == [(f"{address(batch)}?accepted=2#accepted", 302)]
    assert second.context["leaving"]["other_rows"].value() == "2-3"
    assert (back.context["ticked"], back.context["leaving"]["other_rows"].value()) == (
        {2, 3},
        "105",
    )
    page = back.content.decode()
    assert 'value="2" form="confirm-import" checked' in page
    assert 'value="4" form="confirm-import">' in page


def test_rows_of_any_page_are_left_out(staff):
    batch = brought(staff)

    staff.post(address(batch, "confirm"), {"leave_out": ["2"], "other_rows": "150， 200至206"})

    batch.refresh_from_db()
    assert (batch.state, batch.accepted) == (BatchState.IMPORTED, ROWS - 9)
    left = [row["row"] for row in batch.report["omitted"]]
    assert left == [2, 150, *range(200, 207)]
    assert Organisation.objects.count() == ROWS - 9


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12, x", "“x”不是行号：请填写行号，如 12, 15-20。"),
        ("1-999999999", "行数超过了一份名单所能有的行数。"),
    ],
)
@pytest.mark.parametrize("verb", ["leave-out", "confirm"])
def test_what_cannot_be_read_is_said_and_nothing_is_lost(staff, typed, said, verb):
    batch = brought(staff, 3)

    response = staff.post(address(batch, verb), {"leave_out": ["3"], "other_rows": typed})

    field = response.context["leaving"]["other_rows"]
    assert (field.errors, field.value()) == ([said], f"{typed}, 3")
    assert Organisation.objects.count() == 0


def test_a_list_that_was_decided_on_keeps_no_choice(staff):
    batch = brought(staff, 3)
    importing.discard(ImportBatch.objects.get(), None)

    choose(staff, batch, ticks=["2"])

    batch.refresh_from_db()
    assert batch.leave_out == []


def test_other_columns_ask_anew_what_stays_out(staff):
    batch = brought(staff, 3)
    importing.leave_out(batch, [2, 99])
    batch.refresh_from_db()
    assert batch.leave_out == [2]
    meanings = {0: "name", 1: "kind", 2: "province", 3: "signed_on"}

    importing.choose_columns(batch, importing.Choice(1, meanings), by=None, at=timezone.now())

    batch.refresh_from_db()
    assert (batch.leave_out, batch.accepted) == ([], 3)


# --- The whole comparison ---


def test_the_whole_comparison_is_fetched_as_a_workbook(staff):
    batch = brought(staff, bad=1)
    file = f"{LIST}{batch.pk}/comparison.xlsx"

    response = staff.get(file)

    content = b"".join(response.streaming_content)
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert file in staff.get(address(batch)).content.decode()
    assert response["Content-Disposition"].startswith("attachment;")
    assert lines[0][:6] == ("行", "核对结果", "单位", "字段", "原值", "新值")
    assert lines[1][:6] == (2, "新增", "烟台示例0000化工有限公司", None, None, None)
    assert [line[0] for line in lines[1:]] == [*range(2, ROWS + 3)]
    assert lines[-1][6:9] == ("D207", "签署日期", "2999-05-06")
    assert lines[-1][9].startswith("日期晚于今天。")


def test_each_changed_field_is_a_line_of_the_comparison(staff):
    upload(staff, GOOD)
    importing.confirm(ImportBatch.objects.get(), by=None, at=timezone.now())
    data = f"{HEAD},网站,职工人数\n{GOOD},a.example.com,40".encode()
    upload(staff, data=data)
    batch = ImportBatch.objects.latest("pk")

    response = signed_in("auditor").get(f"{LIST}{batch.pk}/comparison.xlsx")

    content = b"".join(response.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    lines = [line[:6] for line in list(sheet.values)[1:]]
    assert sorted(line[3:] for line in lines) == [
        ("网站", None, "http://a.example.com"),
        ("职工人数", None, "40"),
    ]
    assert {line[:3] for line in lines} == {(2, "变更", "烟台示例化工有限公司")}
