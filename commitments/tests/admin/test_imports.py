import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.tests.clients import said, signed_in
from commitments.admin.template_workbook import template_workbook
from commitments.enums import BatchState, Kind
from commitments.models import Commitment, ImportBatch, Organisation
from commitments.services import importing, naming
from commitments.services.importing import COLUMNS, queueing
from commitments.services.importing.column_words import WORDS, choices_of
from commitments.services.importing.headings import read_headings
from commitments.services.importing.words import read_word
from commitments.tests.factories import OrganisationFactory, RegionFactory
from core.models import JobRun

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/importbatch/"
UPLOAD = f"{LIST}upload/"
HEAD = "单位名称,单位类型,省级行政区,签署日期,备用列"
GOOD = "烟台示例化工有限公司,企事业单位,山东,2021-05-06,"
BAD = "日期有误有限公司,企事业单位,山东,2999-05-06,"


@pytest.fixture
def staff():
    RegionFactory()
    return signed_in("staff")


def upload(client, *rows, name="名录.csv", data=None):
    content = data if data is not None else "\n".join([HEAD, *rows]).encode()
    file = SimpleUploadedFile(name, content)
    return client.post(UPLOAD, {"file": file}, follow=True)


def counts(batch):
    return batch.accepted, batch.changed, batch.unchanged, batch.refused


# --- Upload ---


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("名录.xlsx", b"not a workbook"),
        ("名录.csv", b""),
        ("名录.csv", "单位名称\n甲".encode("utf-16")),
        ("名录.csv", "甲,乙\n丙,丁".encode()),
        ("名录.docx", b"PK\x03\x04"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_one_sentence(staff, name, data):
    response = upload(staff, name=name, data=data)

    sentences = response.context["form"].errors["file"]
    assert (response.status_code, len(sentences), ImportBatch.objects.count()) == (200, 1, 0)


def test_a_forgotten_file_is_asked_for(staff):
    response = staff.post(UPLOAD)

    assert response.context["form"].errors == {"file": ["请选择要检查的文件。"]}


def test_a_file_that_is_too_large_is_refused_before_it_is_read(staff):
    response = upload(staff, data=b"x" * (10 * 1024 * 1024 + 1))

    assert (response.status_code, len(response.context["form"].errors["file"])) == (200, 1)


# --- Preview, confirmation, result ---


def test_checking_writes_nothing_but_the_report(staff):
    response = upload(staff, GOOD)

    batch = ImportBatch.objects.get()
    assert response.redirect_chain == [(f"{LIST}{batch.pk}/change/", 302)]
    assert (batch.state, counts(batch)) == (BatchState.PREVIEWED, (1, 0, 0, 0))
    assert (Organisation.objects.count(), batch.uploaded_by.email) == (0, "staff@example.com")
    assert response.context["preview"].ignored == ["备用列"]


def test_confirming_writes_the_rows_and_links_what_they_brought(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()

    response = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)

    batch.refresh_from_db()
    assert (batch.state, Commitment.objects.get().batch) == (BatchState.IMPORTED, batch)
    assert said(response) == ["名单已导入。"]
    addresses = [href for _name, count, href in response.context["brought"] if count == 1]
    assert len(addresses) == 2
    lists = [staff.get(address).context["cl"].result_list for address in addresses]
    assert [list(rows) for rows in lists] == [
        [Organisation.objects.get()],
        [Commitment.objects.get()],
    ]


def test_a_refused_row_comes_first_and_holds_everything_back(staff):
    response = upload(staff, GOOD, BAD)
    batch = ImportBatch.objects.get()

    refused = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)

    first = response.context["preview"].sections[0]
    assert (first.verdict, first.count) == ("refused", 1)
    assert [problem["cell"] for problem in first.rows[0]["problems"]] == ["D3"]
    assert (Organisation.objects.count(), len(said(refused))) == (0, 1)


def test_the_good_rows_alone_are_written_when_that_is_asked(staff):
    upload(staff, GOOD, BAD)
    batch = ImportBatch.objects.get()

    staff.post(f"{LIST}{batch.pk}/confirm/", {"accept_good": "1"})

    assert [each.name for each in Organisation.objects.all()] == ["烟台示例化工有限公司"]


def test_the_same_list_again_changes_nothing(staff):
    upload(staff, GOOD)
    staff.post(f"{LIST}{ImportBatch.objects.get().pk}/confirm/")

    upload(staff, GOOD)

    assert counts(ImportBatch.objects.latest("pk")) == (0, 0, 1, 0)


def test_a_discarded_list_writes_nothing_and_cannot_be_confirmed(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()
    staff.post(f"{LIST}{batch.pk}/discard/", follow=True)

    response = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)

    batch.refresh_from_db()
    assert (batch.state, Organisation.objects.count()) == (BatchState.DISCARDED, 0)
    assert len(said(response)) == 1


def test_reading_does_not_act(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()

    answers = [
        staff.get(f"{LIST}{batch.pk}/{verb}/").status_code for verb in ("confirm", "discard")
    ]

    assert answers == [405, 405]


def test_a_long_list_is_cut_and_says_so(staff):
    rows = [GOOD.replace("示例", f"示例{number}") for number in range(103)]

    response = upload(staff, *rows)

    accepted = response.context["preview"].sections[2]
    assert (accepted.count, len(accepted.rows), accepted.hidden) == (103, 100, 3)


# --- Who may ---


def test_the_auditor_sees_imports_and_makes_none(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()
    auditor = signed_in("auditor")

    answers = [
        auditor.get(LIST).status_code,
        auditor.get(f"{LIST}{batch.pk}/change/").status_code,
        auditor.get(UPLOAD).status_code,
        upload(auditor, GOOD).status_code,
        auditor.post(f"{LIST}{batch.pk}/confirm/").status_code,
        auditor.post(f"{LIST}{batch.pk}/discard/").status_code,
    ]

    batch.refresh_from_db()
    assert (answers, batch.state) == ([200, 200, 403, 403, 403, 403], BatchState.PREVIEWED)


# --- The empty workbook ---


def test_every_heading_of_the_empty_workbook_is_understood():
    RegionFactory()

    workbook = openpyxl.load_workbook(io.BytesIO(template_workbook()))

    sheet = workbook["名录"]
    head = [cell.value for cell in sheet[1]]
    assert workbook.sheetnames == ["名录", "填写说明"]
    assert list(read_headings(1, head).places) == list(COLUMNS)
    assert [text for text in head if text.endswith("*")] == [
        "单位名称*",
        "单位类型*",
        "省级行政区*",
        "签署日期*",
    ]


def test_the_words_of_the_drop_downs_are_read_back():
    for key, members in WORDS.items():
        words = choices_of(COLUMNS[key])

        assert [read_word(type(members[0]), word) for word in words] == list(members)


def test_the_drop_downs_stand_in_the_sheet():
    RegionFactory()

    sheet = openpyxl.load_workbook(io.BytesIO(template_workbook()))["名录"]

    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists["H2:H5001"] == '"山东"'
    assert lists["B2:B5001"] == '"央企集团,企事业单位,化工园区,专业协会,院校"'
    assert len(Kind) == 6  # the working body is not offered


def test_the_filled_workbook_is_read(staff):
    workbook = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    sheet = workbook["名录"]
    places = {cell.value: cell.column for cell in sheet[1]}
    filled = {"单位名称*": "示例公司", "单位类型*": "企事业单位", "省级行政区*": "山东"}
    for heading, text in (filled | {"签署日期*": "2021-05-06"}).items():
        sheet.cell(2, places[heading], text)
    target = io.BytesIO()
    workbook.save(target)

    upload(staff, name="名录.xlsx", data=target.getvalue())

    assert zipfile.is_zipfile(target)
    assert counts(ImportBatch.objects.get()) == (1, 0, 0, 0)


# --- Taking an import back ---


def imported(client):
    upload(client, GOOD)
    batch = ImportBatch.objects.get()
    client.post(f"{LIST}{batch.pk}/confirm/", follow=True)
    return batch


def take_back(client, batch, reason="传错了文件"):
    return client.post(f"{LIST}{batch.pk}/undo/", {"reason": reason}, follow=True)


def test_an_import_is_taken_back_with_a_reason(staff):
    batch = imported(staff)

    response = take_back(staff, batch)

    batch.refresh_from_db()
    assert said(response) == ["已撤回导入：名录恢复原状。"]
    assert (batch.state, Organisation.objects.count()) == (BatchState.UNDONE, 0)
    assert "传错了文件" in response.content.decode()
    assert response.context["taking_back"] is None


def test_an_import_is_not_taken_back_without_a_reason(staff):
    batch = imported(staff)

    response = take_back(staff, batch, reason=" ")

    assert (said(response), Organisation.objects.count()) == (["请写明撤回的原因。"], 1)


def test_what_stands_in_the_way_is_named_on_the_page(staff):
    batch = imported(staff)
    organisation = Organisation.objects.get()
    naming.rename(organisation, by=None, to="新名化工", on=dt.date(2022, 1, 1))

    page = staff.get(f"{LIST}{batch.pk}/change/").content.decode()
    response = take_back(staff, batch)

    assert "不能撤回" in page
    assert "更名" in page
    assert f'action="{LIST}{batch.pk}/undo/"' not in page
    assert "没有作任何改动" in said(response)[0]


@pytest.mark.parametrize(
    ("role", "answer"), [("staff", 302), ("head", 302), ("auditor", 403), ("", 403)]
)
def test_taking_back_is_for_those_who_import(staff, role, answer):
    batch = imported(staff)
    client = staff if role == "staff" else signed_in(role)

    response = client.post(f"{LIST}{batch.pk}/undo/", {"reason": "传错了"})

    assert response.status_code == answer
    assert Organisation.objects.exists() is (answer == 403)


def test_lists_can_be_narrowed_to_an_import(staff):
    first = imported(staff)
    upload(staff, "上海示例化工有限公司,企事业单位,山东,2021-05-06,")
    second = ImportBatch.objects.latest("pk")
    staff.post(f"{LIST}{second.pk}/confirm/")

    def names(batch):
        rows = staff.get(f"/admin/commitments/organisation/?batch={batch}").context["cl"]
        return [row.name for row in rows.result_list]

    assert names(first.pk) == ["烟台示例化工有限公司"]
    assert names(second.pk) == ["上海示例化工有限公司"]
    assert names(999) == []
    assert names("x") == []


# --- Columns that nobody knows ---

OTHERS = "企业全称,企业性质,省,何时签约\n烟台甲化工有限公司,企事业单位,山东,2021-05-06"
MEANT = {
    "column_0": "name",
    "column_1": "kind",
    "column_2": "province",
    "column_3": "signed_on",
}


def unclear(client):
    upload(client, data=OTHERS.encode())
    return ImportBatch.objects.get()


def answer(client, batch, **changes):
    return client.post(f"{LIST}{batch.pk}/columns/", MEANT | changes, follow=True)


def test_other_headings_are_asked_about_with_guesses(staff):
    response = upload(staff, data=OTHERS.encode())

    form = response.context["columns_form"]
    assert [field.initial for field in form.fields.values()] == [
        "name", "kind", "province", "signed_on",
    ]  # fmt: skip
    assert "烟台甲化工有限公司" in response.content.decode()


def test_the_answer_leads_to_the_preview(staff):
    batch = unclear(staff)

    response = answer(staff, batch)

    batch.refresh_from_db()
    assert (batch.state, batch.accepted) == (BatchState.PREVIEWED, 1)
    assert response.context["is_open"] is True


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"column_3": ""}, "请选择哪一列是：签署日期。"),
        ({"column_3": "name"}, "“单位名称”选了 2 列：请将其中一列设为不读取。"),
        ({"column_0": "nonsense"}, "nonsense"),
    ],
)
def test_an_answer_that_cannot_be_used_is_kept_and_explained(staff, changes, sentence):
    batch = unclear(staff)

    page = answer(staff, batch, **changes).content.decode()

    assert sentence in page
    assert ImportBatch.objects.get().state == BatchState.UPLOADED


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("", 403)])
def test_columns_are_chosen_by_those_who_import(staff, role, status):
    batch = unclear(staff)

    response = signed_in(role).post(f"{LIST}{batch.pk}/columns/", MEANT)

    assert (response.status_code, ImportBatch.objects.get().state) == (status, "uploaded")


def test_a_list_that_waits_can_be_discarded(staff):
    batch = unclear(staff)

    staff.post(f"{LIST}{batch.pk}/discard/")

    assert ImportBatch.objects.get().state == BatchState.DISCARDED


# --- Long lists ---


@pytest.fixture
def _everything_is_long(monkeypatch):
    monkeypatch.setattr(queueing, "LONG_FILE", 10)
    monkeypatch.setattr(queueing, "LONG_LIST", 0)


@pytest.mark.usefixtures("_everything_is_long")
def test_a_long_list_is_worked_on_by_a_worker(staff):
    response = upload(staff, GOOD)
    batch = ImportBatch.objects.get()
    assert (batch.state, response.context["is_at_work"]) == (BatchState.UPLOADED, True)
    assert "hx-get" in response.content.decode()

    _work()
    response = staff.get(f"{LIST}{batch.pk}/change/")
    assert (response.context["is_open"], counts(response.context["batch"])) == (True, (1, 0, 0, 0))

    response = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)
    assert (response.context["is_at_work"], response.context["is_open"]) == (True, False)
    _work()
    assert Organisation.objects.count() == 1

    take_back(staff, batch)
    _work()
    assert Organisation.objects.count() == 0


def _work():
    queueing.work(JobRun.objects.open().get().pk, at=timezone.now())


@pytest.mark.usefixtures("_everything_is_long")
def test_a_finished_job_leads_to_the_list(staff):
    upload(staff, GOOD)
    _work()
    run = JobRun.objects.get()

    page = staff.get(f"/admin/core/jobrun/{run.pk}/progress/").content.decode()

    assert f"{LIST}{ImportBatch.objects.get().pk}/change/" in page


@pytest.mark.usefixtures("_everything_is_long")
def test_a_list_whose_comparison_was_cancelled_can_be_discarded(staff):
    upload(staff, GOOD)
    staff.post(f"/admin/core/jobrun/{JobRun.objects.get().pk}/cancel/")
    batch = ImportBatch.objects.get()

    page = staff.get(f"{LIST}{batch.pk}/change/").content.decode()

    assert "尚未与名录核对" in page
    assert f"{LIST}{batch.pk}/discard/" in page


@pytest.mark.usefixtures("_everything_is_long")
def test_why_a_job_failed_stands_on_the_page_of_the_list(staff):
    upload(staff, GOOD)
    _work()
    batch = ImportBatch.objects.get()
    staff.post(f"{LIST}{batch.pk}/confirm/")
    Organisation.objects.all().delete()
    OrganisationFactory(name="烟台示例化工有限公司")
    with pytest.raises(importing.RegisterMoved):
        _work()

    assert "核对之后名录有了变动" in staff.get(f"{LIST}{batch.pk}/change/").content.decode()


def test_refused_rows_are_fetched_with_their_reasons(staff):
    upload(staff, GOOD, BAD)
    batch = ImportBatch.objects.get()
    address = f"{LIST}{batch.pk}/refused.xlsx"

    assert address in staff.get(f"{LIST}{batch.pk}/change/").content.decode()
    response = staff.get(address)

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert response["Content-Disposition"].startswith("attachment;")
    assert sheet["A2"].value == "日期有误有限公司"
    assert [signed_in(role).get(address).status_code for role in ("auditor", "")] == [403, 403]


def test_of_a_list_without_refused_rows_there_is_nothing_to_fetch(staff):
    upload(staff, GOOD)

    assert staff.get(f"{LIST}{ImportBatch.objects.get().pk}/refused.xlsx").status_code == 404
