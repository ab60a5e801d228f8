"""The page of a partial list: what it touches, which rows stay out, the way back."""

import pytest
from django.utils import timezone

from commitments.enums import BatchState
from commitments.models import ImportBatch, Organisation
from commitments.services.importing import queueing
from commitments.tests.admin.imports.bringing import LIST, counts, imported, take_back, upload
from commitments.tests.digests import register_digest
from commitments.tests.entries import signed
from core.models import JobRun

pytestmark = pytest.mark.django_db

NAMES = ["烟台甲化工有限公司", "烟台乙化工有限公司"]
EDITED = (
    "单位名称,网站,备注\n烟台甲化工有限公司,a.example.com,\n烟台乙化工有限公司,b.example.com,补"
)


@pytest.fixture(autouse=True)
def register(staff):
    return [signed(name) for name in NAMES]


def test_the_page_says_in_one_line_what_the_list_touches(staff):
    page = upload(staff, data=EDITED.encode()).content.decode()

    said = "这是部分列名单：不登记新单位，只修改名录中已有单位的以下各列： 网站、备注"
    assert said in " ".join(page.split())
    assert counts(ImportBatch.objects.get()) == (0, 2, 0, 0)


def test_a_whole_list_does_not_say_so(staff):
    page = upload(staff, "烟台丙化工有限公司,企事业单位,山东,2021-05-06,").content.decode()

    assert "部分列名单：" not in page


def test_a_partial_list_is_written_and_taken_back(staff):
    before = register_digest()

    batch = imported(staff, data=EDITED.encode())
    sites = list(Organisation.objects.order_by("name").values_list("website", flat=True))
    take_back(staff, batch)

    batch.refresh_from_db()
    assert sites == ["http://b.example.com", "http://a.example.com"]
    assert (batch.state, register_digest()) == (BatchState.UNDONE, before)


def test_an_unknown_organisation_is_said_at_its_cell(staff):
    response = upload(staff, data="单位名称,网站\n烟台丙化工有限公司,c.example.com".encode())

    (problem,) = response.context["preview"].sections[0].rows[0].problems
    assert (problem["cell"], problem["reason"]) == ("A2", "名录中没有这个单位。")


def test_a_list_that_recognises_nobody_is_refused_in_one_sentence(staff):
    response = upload(staff, data="网站,职工人数\na.example.com,5".encode())

    assert response.context["form"].errors["file"] == [
        "没有一列说明是哪个单位：请在首行写上以下标题之一：单位名称、平台代码、统一社会信用代码。"
    ]


# --- Rows that a person leaves out ---


def ticked(client, *rows):
    upload(client, data=EDITED.encode())
    batch = ImportBatch.objects.get()
    page = client.get(f"{LIST}{batch.pk}/change/").content.decode()
    boxes = [f'name="leave_out" value="{row}" form="confirm-import"' for row in (2, 3)]
    assert [box in page for box in boxes] == [True, True]
    return batch, client.post(
        f"{LIST}{batch.pk}/confirm/", {"leave_out": rows}, follow=True
    ).content.decode()


def test_a_row_that_is_ticked_stays_out_and_is_named(staff):
    batch, page = ticked(staff, "3")

    batch.refresh_from_db()
    sites = dict(Organisation.objects.values_list("name", "website"))
    assert sites == {NAMES[0]: "http://a.example.com", NAMES[1]: ""}
    assert counts(batch) == (0, 1, 0, 0)
    assert "选择不导入的行： 第 3 行 烟台乙化工有限公司" in " ".join(page.split())
    assert "leave_out" not in page


def test_what_is_no_number_of_a_row_leaves_nothing_out(staff):
    batch, _page = ticked(staff, "x", "99", "9" * 5000)

    batch.refresh_from_db()
    assert counts(batch) == (0, 2, 0, 0)


def test_a_worker_leaves_the_same_rows_out(staff, monkeypatch):
    monkeypatch.setattr(queueing, "LONG_LIST", 0)
    batch, _page = ticked(staff, "2")

    queueing.work(JobRun.objects.open().get().pk, at=timezone.now())

    batch.refresh_from_db()
    assert (batch.state, batch.report["omitted"]) == (
        BatchState.IMPORTED,
        [{"row": 2, "name": NAMES[0]}],
    )
