"""The empty workbook that people fill in: headings, drop-downs, and a sheet that explains them."""

import io
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from commitments.enums import RegionLevel
from commitments.models import Region
from commitments.services.importing.column_words import NOTES, choices_of
from commitments.services.importing.headings import COLUMNS, Column

REGISTER_SHEET: Final = "名录"
NOTES_SHEET: Final = "填写说明"
ROWS_PREPARED: Final = 5_000
DAYS: Final = ("signed_on", "ended_on")


def template_workbook() -> bytes:
    """Write the workbook: an empty register sheet and the sheet of explanations."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        _write_register(workbook)
        _write_notes(workbook)
    return target.getvalue()


def heading_of(column: Column) -> str:
    """Give the heading; a star marks what every row must have."""
    return f"{column.chinese}*" if column.is_required else column.chinese


def _write_register(workbook: Any) -> None:
    sheet = workbook.add_worksheet(REGISTER_SHEET)
    formats = _formats(workbook)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(COLUMNS.values()):
        head = formats["required"] if column.is_required else formats["head"]
        sheet.write_string(0, place, heading_of(column), head)
        sheet.set_column(place, place, _width(column), formats[_content(column)])
        if words := _drop_down(column):
            sheet.data_validation(
                1,
                place,
                ROWS_PREPARED,
                place,
                {"validate": "list", "source": words, "error_title": heading_of(column)},
            )


def _write_notes(workbook: Any) -> None:
    sheet = workbook.add_worksheet(NOTES_SHEET)
    formats = _formats(workbook)
    headings = (_("Column"), _("Required"), _("What to write"), _("Words that may stand there"))
    for place, (heading, width) in enumerate(zip(headings, (18, 8, 60, 60), strict=True)):
        sheet.write_string(0, place, heading, formats["head"])
        sheet.set_column(place, place, width, formats["wrapped"])
    for row, column in enumerate(COLUMNS.values(), start=1):
        required = _("yes") if column.is_required else ""
        cells = (column.chinese, required, str(NOTES[column.key]), "、".join(_drop_down(column)))
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text)
    last = len(COLUMNS) + 2
    sheet.write_string(
        last, 0, _("One row is one commitment. Columns may be left out or stand in any order.")
    )


def _drop_down(column: Column) -> list[str]:
    if column.key == "province":
        provinces = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code")
        return list(provinces.values_list("short_name", flat=True))
    return choices_of(column)


def _formats(workbook: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    return {
        "head": workbook.add_format(head | {"bg_color": "#E3F0F8"}),
        "required": workbook.add_format(head | {"bg_color": "#FFF4DC"}),
        "text": workbook.add_format({"num_format": "@"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "number": workbook.add_format({"num_format": "0"}),
        "wrapped": workbook.add_format({"text_wrap": True, "valign": "top"}),
    }


def _content(column: Column) -> str:
    if column.key in DAYS:
        return "day"
    return "number" if column.key == "staff_count" else "text"


def _width(column: Column) -> int:
    return {"name": 34, "uscc": 22, "english_name": 30, "note": 30}.get(column.key, 14)
