"""Headings nobody knows: what is guessed, what is asked, and that nothing happens before."""

import pytest

from commitments.enums import BatchState
from commitments.models import Commitment, ImportBatch, Organisation
from commitments.services import importing
from commitments.services.importing import BatchDecided, Choice, ListRefused
from commitments.services.importing.meanings import columns_seen
from commitments.tests.workbooks.lists import as_csv
from commitments.tests.workbooks.tables import NOON
from core.sheets.reading import Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

OTHERS = ["序号", "企业全称", "企业性质", "代码", "省", "何时签约", "联系电话"]
LINE = {
    "序号": "1",
    "企业全称": "烟台澄岫化工有限公司",
    "企业性质": "企事业单位",
    "代码": "91370000163044841F",
    "省": "山东",
    "何时签约": "2021-05-06",
    "联系电话": "0535-1",
}
MEANT = {"1": "name", "2": "kind", "3": "uscc", "4": "province", "5": "signed_on"}


def seen(headings, *rows):
    cells = [Row(number, list(row)) for number, row in enumerate(rows, start=2)]
    return {
        column.heading or column.letter: (column.key, column.is_guess)
        for column in columns_seen(Row(1, list(headings)), cells)
    }


def checked(*lines, headings=OTHERS, **more) -> ImportBatch:
    return importing.check("名单.csv", as_csv(lines or [LINE], headings), by=None, at=NOON)


def test_what_is_not_known_is_guessed_from_heading_and_content():
    found = seen(OTHERS, LINE.values())

    assert found == {
        "序号": ("", False),
        "企业全称": ("name", True),
        "企业性质": ("kind", True),
        "代码": ("uscc", True),
        "省": ("province", False),
        "何时签约": ("signed_on", True),
        "联系电话": ("", False),
    }


@pytest.mark.parametrize(
    ("heading", "samples", "key"),
    [
        ("企业名称", [], "name"),
        ("公司", ["烟台甲化工有限公司", "乙厂"], "name"),
        ("组织机构代码", ["91370000163044841F"], "uscc"),
        ("信用编码", ["９１３７００００"], "uscc"),
        ("承诺日期", ["2021年3月"], "signed_on"),
        ("主页", ["www.example.com"], "website"),
        ("所属园区名称", [], "park_name"),
        ("原名称", [], "name"),
        ("电话", ["13800000000"], ""),
        ("", ["91370000163044841F"], "uscc"),
        ("备用", [], ""),
    ],
)
def test_guesses_are_modest(heading, samples, key):
    found = seen([heading, "其他"], *[[sample, ""] for sample in samples])

    assert found.get(heading or "A", ("", False))[0] == key


def test_one_meaning_is_guessed_for_one_column():
    found = seen(["企业名称", "企业名称（英）", "企业"], ["甲公司", "Jia Co.", "乙公司"])

    assert [key for key, _is_guess in found.values()].count("name") == 1


def test_a_list_with_other_headings_waits_for_an_answer():
    batch = checked()

    assert (batch.state, batch.report["heading_row"]) == (BatchState.UPLOADED, 1)
    assert batch.report["sentence"].startswith("没有一列说明是哪个单位")
    assert [column["key"] for column in batch.report["columns"]] == [
        "", "name", "kind", "uscc", "province", "signed_on", "",
    ]  # fmt: skip
    assert batch.report["columns"][1]["samples"] == ["烟台澄岫化工有限公司"]
    assert not Organisation.objects.exists()
    with pytest.raises(BatchDecided):
        importing.confirm(batch, by=None, at=NOON)


def choice(**changes) -> Choice:
    return Choice.of({"row": 1, "meanings": MEANT | changes})


def test_the_answer_is_what_is_read_and_written():
    batch = importing.choose_columns(checked(), choice(), by=None, at=NOON)
    assert (batch.state, batch.accepted, batch.refused) == (BatchState.PREVIEWED, 1, 0)

    importing.confirm(batch, by=None, at=NOON)

    commitment = Commitment.objects.get()
    assert (commitment.organisation.uscc, str(commitment.signed_on)) == (
        "91370000163044841F",
        "2021-05-06",
    )


def test_a_problem_bears_the_heading_of_the_file():
    batch = checked(LINE | {"何时签约": "昨天"})

    batch = importing.choose_columns(batch, choice(), by=None, at=NOON)

    (problem,) = batch.rows.get().problems
    assert (problem["cell"], problem["heading"]) == ("F2", "何时签约")


def test_a_known_heading_may_be_left_aside_or_mean_something_else():
    headings = ["单位名称", "单位类型", "省级行政区", "签署日期", "简称", "备注"]
    line = dict(zip(headings, ["甲化工", "企业", "山东", "2021-05-06", "简", "注"], strict=True))
    batch = checked(line, headings=headings)
    assert batch.state == BatchState.PREVIEWED

    meanings = {0: "name", 1: "kind", 2: "province", 3: "signed_on", 4: "", 5: "short_name"}
    batch = importing.choose_columns(batch, Choice(1, meanings), by=None, at=NOON)
    importing.confirm(batch, by=None, at=NOON)

    organisation = Organisation.objects.get()
    assert (organisation.short_name, organisation.commitments.get().note) == ("注", "")


def test_the_headings_may_stand_below_a_title():
    titled = "2021 年承诺单位,,,,,,\n".encode() + as_csv([LINE], OTHERS, encoding="utf-8")

    batch = importing.check("名单.csv", titled, by=None, at=NOON)

    assert batch.report["heading_row"] == 2
    assert batch.report["columns"][1]["heading"] == "企业全称"


def test_a_heading_that_stands_twice_can_be_left_aside():
    headings = ["单位名称", "单位类型", "省级行政区", "签署日期", "单位名称 "]
    data = (",".join(headings) + "\n甲化工,企业,山东,2021-05-06,乙化工").encode()
    batch = importing.check("名单.csv", data, by=None, at=NOON)
    assert batch.state == BatchState.UPLOADED

    meanings = {0: "name", 1: "kind", 2: "province", 3: "signed_on", 4: ""}
    batch = importing.choose_columns(batch, Choice(1, meanings), by=None, at=NOON)

    assert (batch.state, batch.accepted) == (BatchState.PREVIEWED, 1)


@pytest.mark.parametrize("data", ["甲,乙\n丙,丁", "单位名称,单位类型,省级行政区,签署日期"])
def test_what_no_answer_could_mend_is_refused_at_once(data):
    with pytest.raises(ListRefused):
        importing.check("名单.csv", data.encode(), by=None, at=NOON)

    assert not ImportBatch.objects.exists()


def test_an_imported_list_is_not_asked_about_again():
    batch = importing.choose_columns(checked(), choice(), by=None, at=NOON)
    importing.confirm(batch, by=None, at=NOON)

    with pytest.raises(BatchDecided):
        importing.choose_columns(batch, choice(), by=None, at=NOON)
