import io
import zipfile

import openpyxl
import pytest

from commitments.admin.template_workbook import template_workbook
from commitments.enums import Kind
from commitments.models import ImportBatch
from commitments.services.importing import COLUMNS
from commitments.services.importing.column_words import WORDS, choices_of
from commitments.services.importing.headings import read_headings
from commitments.services.importing.words import read_word
from commitments.tests.admin.imports.bringing import counts, upload
from commitments.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db


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
