"""A workbook in which a spreadsheet has spoilt codes: all is found, nobody is merged."""

import io

import openpyxl
import pytest

from commitments.models import ImportBatch, Organisation
from commitments.services import importing
from commitments.tests.digests import register_digest
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory
from commitments.tests.workbooks.lists import HEADINGS, credit_code
from commitments.tests.workbooks.tables import NOON, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CODES = [credit_code("370000", number) for number in range(1, 8)]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
FORMER = "烟台筠栎化工厂"


@pytest.fixture
def register() -> list[Organisation]:
    names = ["澄岫", "霁槿", "珩翊", "湄苕", "筠栎"]
    organisations = [
        OrganisationFactory(
            name=f"烟台{name}化工有限公司",
            uscc=code,
            city_id="370600",
            former=[FORMER] if name == "筠栎" else [],
        )
        for name, code in zip(names, CODES, strict=False)
    ]
    for organisation in organisations:
        sign(organisation, "2012-05-05")
    return organisations


def workbook(*lines) -> bytes:
    """The lines as openpyxl writes them: what is a number here is a number in the cell."""
    book = openpyxl.Workbook()
    book.active.title = "名录"
    book.active.append(HEADINGS)
    for each in lines:
        book.active.append([each[heading] for heading in HEADINGS])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_every_planted_fault_is_found_and_nobody_is_brought_together(register):
    before = register_digest()
    lines = [
        line(register[0].name, "9.1E+17"),
        line(register[1].name, 913700001630448410),
        line(register[2].name, CODES[2][1:]),
        line(register[3].name, CODES[3].translate(FULL_WIDTH), 签署日期="2012-05-05"),
        line(FORMER, CODES[4], 签署日期="2012-05-05"),
        line(register[0].name, CODES[1]),
        line("烟台承秀化工有限公司", CODES[5]),
        line("烟台承秀化工有限公司", CODES[6]),
        line(f"{register[0].name} ", "", 签署日期="2012-05-05"),
        line("烟台橙岫化工有限公司", ""),
    ]

    batch = importing.check("名录.xlsx", workbook(*lines), by=None, at=NOON)

    rows = {row.number: row for row in batch.rows.order_by("number")}
    assert {number: row.verdict for number, row in rows.items()} == {
        2: "refused", 3: "refused", 4: "refused", 5: "changed", 6: "changed", 7: "refused",
        8: "accepted", 9: "refused", 10: "refused", 11: "accepted",
    }  # fmt: skip
    code = "C{}".format
    assert [
        (problem["cell"], problem["reason"]) for row in rows.values() for problem in row.problems
    ] == [
        (code(2), "表格软件把它存成了数字，末尾几位已丢失。"),
        (code(3), "表格软件把它存成了数字，末尾几位已丢失。"),
        (code(4), "代码有 17 位，应为 18 位。"),
        ("A7", f"代码属于“{register[1].name}”，名称属于“{register[0].name}”。"),
        (code(9), f"同一单位在第 8 行填的是“{CODES[5]}”。"),
        ("A10", "第 2 行与第 10 行是同一单位的同一签署文件。"),
    ]
    assert [(each["row"], each["records"]) for each in batch.report["doubles"]] == [
        (7, f"{register[0].pk}-{register[1].pk}"),
        (8, str(register[0].pk)),
        (11, str(register[0].pk)),
    ]
    assert register_digest() == before


def test_the_good_ones_are_entered_and_every_record_stays_its_own(register):
    lines = [
        line(register[0].name, "9.1E+17"),
        line(register[3].name, CODES[3].translate(FULL_WIDTH), 签署日期="2012-05-05"),
        line("烟台橙岫化工有限公司", ""),
    ]
    batch = importing.check("名录.xlsx", workbook(*lines), by=None, at=NOON)

    importing.confirm(batch, by=None, at=NOON, accept_good=True)

    codes = dict(Organisation.objects.values_list("name", "uscc"))
    assert codes == {
        **{each.name: each.uscc for each in register},
        "烟台橙岫化工有限公司": None,
    }
    assert ImportBatch.objects.get().refused == 1
    assert not Organisation.everyone.exclude(same_as=None).exists()
