"""A list with only some columns changes these columns of known organisations, and nothing else."""

import pytest

from commitments.enums import BatchState
from commitments.models import Organisation
from commitments.services import importing
from commitments.services.importing import Choice, ListRefused, Verdict
from commitments.tests.digests import register_digest
from commitments.tests.factories import OrganisationFactory
from commitments.tests.workbooks.lists import credit_code
from commitments.tests.workbooks.partial import CODE, NAME, csv, entered, plan
from commitments.tests.workbooks.tables import NOON, changes, problems, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

NEW_NEEDS = "单位名称、单位类型、省级行政区、签署日期"


@pytest.fixture
def known() -> Organisation:
    return entered()


# --- What a partial list changes ---


@pytest.mark.parametrize("by", ["统一社会信用代码", "平台代码", "单位名称"])
def test_one_column_that_recognises_is_enough(known, by):
    mine = {"统一社会信用代码": CODE, "平台代码": known.code, "单位名称": NAME}[by]

    found = plan([by, "网站", "职工人数"], [mine, "www.example.com", "41"])

    assert verdicts(found) == [Verdict.CHANGED]
    assert changes(found) == [
        [("staff_count", 40, 41), ("website", None, "http://www.example.com")]
    ]
    assert found.touched == ["职工人数", "网站"]


def test_what_the_register_says_already_is_unchanged_and_empty_cells_say_nothing(known):
    found = plan(["单位名称", "职工人数", "网站"], [NAME, "40", ""])

    assert verdicts(found) == [Verdict.UNCHANGED]


def test_a_row_found_by_its_code_is_shown_with_the_name_of_the_register(known):
    (entry,) = plan(["平台代码", "职工人数"], [known.code, "41"]).entries

    assert entry.row.name == NAME


def test_a_city_without_province_is_read_in_the_province_of_the_register(known):
    other = OrganisationFactory(name="南通霁槿化工有限公司", province_id="320000")

    found = plan(["单位名称", "市"], [NAME, "潍坊"], [other.name, "南通"], [NAME[:-4], "潍坊"])

    assert changes(found)[:2] == [
        [("city", "370600", "370700")],
        [("city", None, "320600")],
    ]
    assert verdicts(found)[2] == Verdict.REFUSED


@pytest.mark.parametrize(("heading", "text"), [("市", "青岛市"), ("县(区)", "察哈尔右翼前旗")])
def test_a_place_of_an_organisation_without_province_is_refused(heading, text):
    nowhere = OrganisationFactory(name="烟台霁槿化工有限公司", province=None)

    found = plan(["单位名称", heading], [nowhere.name, text])

    assert verdicts(found) == [Verdict.REFUSED]
    (problem,) = found.entries[0].row.problems
    assert (problem.cell, problem.value) == ("B2", text)
    assert problem.remedy == "请在名单中加上“省级行政区”一列并填写。"


def test_a_city_of_another_province_is_refused(known):
    found = plan(["单位名称", "市"], [NAME, "南通"])

    assert [cell for cell, _reason in problems(found)] == ["B2"]


def test_a_code_and_a_new_name_rename_as_in_a_whole_list(known):
    found = plan(["统一社会信用代码", "单位名称"], [CODE, "烟台新名化工有限公司"])

    assert changes(found) == [
        [("name", NAME, "烟台新名化工有限公司"), ("former_names", None, (NAME,))]
    ]


# --- What is refused ---


@pytest.mark.parametrize(
    ("by", "value"),
    [
        ("统一社会信用代码", credit_code("370000", 9)),
        ("平台代码", "zz99"),
        ("单位名称", "烟台霁槿化工有限公司"),
    ],
)
def test_whom_the_register_does_not_know_is_refused_at_the_cell(known, by, value):
    found = plan([by, "职工人数"], [value, "41"])

    (problem,) = found.entries[0].row.problems
    assert verdicts(found) == [Verdict.REFUSED]
    assert (problem.cell, problem.reason) == ("A2", "名录中没有这个单位。")
    assert problem.remedy == f"请改正此单元格；登记新单位时，名单须有以下各列：{NEW_NEEDS}。"


def test_an_unknown_portal_code_is_refused_where_it_stands(known):
    found = plan(["统一社会信用代码", "平台代码", "职工人数"], [CODE, "zz99", "41"])

    assert problems(found) == [("B2", "名录中没有这个单位。")]


def test_a_row_that_says_of_nobody_is_refused(known):
    found = plan(["平台代码", "单位名称", "网站"], ["", "无", "www.example.com"])

    assert problems(found) == [("B2", "这一行没有说明是哪个单位。")]


def test_a_damaged_code_is_refused_for_that_alone(known):
    found = plan(["统一社会信用代码", "网站"], ["9.1E+17", "www.example.com"])

    assert problems(found) == [("A2", "表格软件把它存成了数字，末尾几位已丢失。")]


@pytest.mark.parametrize(
    "headings",
    [
        ["网站", "职工人数"],
        ["单位类型", "省级行政区", "签署日期"],
        ["单位名称", "签署文件"],
        ["平台代码"],
    ],
)
def test_a_list_that_recognises_nobody_or_says_nothing_is_refused_as_a_whole(headings):
    before = register_digest()

    with pytest.raises(ListRefused):
        importing.check("名单.csv", csv(headings, ["x"] * len(headings)), by=None, at=NOON)

    assert register_digest() == before


def test_two_rows_of_one_organisation_that_differ_are_refused(known):
    found = plan(["单位名称", "职工人数"], [NAME, "41"], [NAME, "42"])

    assert verdicts(found) == [Verdict.CHANGED, Verdict.REFUSED]


def test_two_rows_that_agree_are_one_change(known):
    _plan, batch = importing.bring_in(
        "名单.csv", csv(["单位名称", "职工人数"], [NAME, "41"], [NAME, "41"]), by=None, at=NOON
    )

    known.refresh_from_db()
    assert (batch.changed, known.staff_count) == (2, 41)


# --- What is asked, and what a person leaves out ---


def test_a_missing_column_under_another_heading_is_asked_about_first(known):
    headings = ["单位名称", "省", "企业性质", "何时签约"]
    data = csv(headings, ["甲化工有限公司", "山东", "企事业单位", "2021-05-06"])

    batch = importing.check("名单.csv", data, by=None, at=NOON)

    assert batch.state == BatchState.UPLOADED
    assert batch.report["sentence"].startswith("完整名单应有的以下各列缺少：单位类型、签署日期。")
    meant = {0: "name", 1: "province", 2: "", 3: ""}
    batch = importing.choose_columns(batch, Choice(1, meant), by=None, at=NOON)
    assert (batch.state, batch.refused, batch.report["touched"]) == (
        BatchState.PREVIEWED,
        1,
        ["省"],
    )


def test_rows_are_left_out_by_their_numbers(known):
    other = OrganisationFactory(name="烟台霁槿化工有限公司", staff_count=40)
    data = csv(["单位名称", "职工人数"], [NAME, "41"], [other.name, "41"])
    batch = importing.check("名单.csv", data, by=None, at=NOON)

    batch = importing.confirm(batch, by=None, at=NOON, leave_out=[3])

    numbers = dict(Organisation.objects.values_list("name", "staff_count"))
    assert numbers == {NAME: 41, other.name: 40}
    assert (batch.changed, batch.report["omitted"]) == (1, [{"row": 3, "name": other.name}])
