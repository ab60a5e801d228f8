"""The list of chemical parks as a file: one row for each park, with what documents say of it.

A file of its own: the register's has one row for each commitment and is imported again. Its columns
have a version of their own, and are only ever added.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import IO, Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commitments.enums import Kind, Status
from commitments.enums.parks import ParkChange, Recognition
from commitments.exports import LANGUAGE, about_of, json_chunks, workbook
from commitments.models import ParkFact, Region
from commitments.queries.listing import Entry, page_of
from commitments.queries.parks import ParkStanding, committed_in, standings_of
from commitments.queries.selection import Selection
from commitments.services.importing.column_words import Explained
from core.sheets.writing import Column, csv_chunks

COLUMNS_VERSION: Final = 1
SHEET: Final = "化工园区"
FILE_NAME: Final = "责任关怀化工园区名单"
# China knows some seven hundred of them.
MOST: Final = 5_000


@dataclass(frozen=True)
class ParkColumn:
    """A column: its heading in the file, what stands there, and the words that may."""

    chinese: str
    english: str
    meaning: Promise
    words: tuple[TextChoices, ...] = ()


COLUMNS: Final = (
    ParkColumn("园区名称", "Park", _("The name the park has on the day.")),
    ParkColumn("平台代码", "Portal code", _("The code in the address of its page.")),
    ParkColumn("省级行政区", "Province", _("One of the 34 province-level divisions.")),
    ParkColumn("市", "City", _("A city of the province.")),
    ParkColumn("承诺状态", "Status", _("How its commitment stands on the day."), tuple(Status)),
    ParkColumn("签署日期", "Signed on", _("The day of signing, as 2021-06-18.")),
    ParkColumn(
        "认定情况", "Recognition", _("What the last document by the day says."), tuple(Recognition)
    ),
    ParkColumn("认定情况自", "Recognition since", _("The day from which that document holds.")),
    ParkColumn("认定文件", "Document of recognition", _("Its number or title, and who issued it.")),
    ParkColumn("面积(公顷)", "Area in hectares", _("Empty when no document on record says so.")),
    ParkColumn("面积自", "Area since", _("The day from which that document holds.")),
    ParkColumn("面积文件", "Document of the area", _("Its number or title, and who issued it.")),
    ParkColumn(
        "范围变更", "Change of borders", _("The last one by the day, if any."), tuple(ParkChange)
    ),
    ParkColumn("范围变更自", "Borders since", _("The day from which that document holds.")),
    ParkColumn("范围变更文件", "Document of it", _("Its number or title, and who issued it.")),
    ParkColumn("园区内已承诺单位数", "Committed in it", _("How many in the park are committed.")),
)
HEADINGS: Final = [column.chinese for column in COLUMNS]


def is_of_parks(selection: Selection) -> bool:
    """This will tell whether there is such a file: documents know days, and not statistics."""
    return selection.kind == (Kind.PARK,) and selection.snapshot is None


def explained() -> list[Explained]:
    """This will explain each column in the language of the page; its words are the file's own."""
    with override(LANGUAGE):
        words = [[str(each.label) for each in column.words] for column in COLUMNS]
    return [
        Explained(column.chinese, column.english, str(column.meaning), said)
        for column, said in zip(COLUMNS, words, strict=True)
    ]


def file_name(suffix: str, day: dt.date) -> str:
    """This will name the file after its content, the version of its columns and its day."""
    return f"{FILE_NAME}_v{COLUMNS_VERSION}_{day.isoformat()}.{suffix}"


def as_csv(selection: Selection, *, day: dt.date) -> Iterator[bytes]:
    """This will yield the parks as CSV."""
    return csv_chunks(HEADINGS, _rows(selection, day=day))


def as_json(selection: Selection, *, day: dt.date) -> Iterator[bytes]:
    """This will yield the parks as one JSON document."""
    about = about_of(selection, COLUMNS_VERSION, day=day)
    return json_chunks(about, HEADINGS, _rows(selection, day=day))


def as_workbook(selection: Selection, *, day: dt.date) -> IO[bytes]:
    """This will write the parks as a workbook."""
    columns = [Column(each, 18, code="代码" in each) for each in HEADINGS]
    rows = _rows(selection, day=day)
    return workbook(SHEET, FILE_NAME, columns, rows, version=COLUMNS_VERSION)


def _rows(selection: Selection, *, day: dt.date) -> list[list[Any]]:
    entries = page_of(replace(selection, page=1), size=MOST)
    keys = [entry.id for entry in entries]
    standings = standings_of(keys, on=selection.as_at or day)
    committed = committed_in(keys, selection)
    codes = {code for entry in entries for code in (entry.province_id, entry.city_id)}
    places = dict(Region.objects.filter(pk__in=codes - {None}).values_list("pk", "name"))
    with override(LANGUAGE):
        return [
            [
                *_of_entry(entry, places),
                *_of_standing(standings.get(entry.id, ParkStanding())),
                committed[entry.id],
            ]
            for entry in entries
        ]


def _of_entry(entry: Entry, places: dict[str, str]) -> list[Any]:
    return [
        entry.name,
        entry.code,
        places.get(entry.province_id or "", ""),
        places.get(entry.city_id or "", ""),
        str(Status(entry.status).label),
        entry.signed_on,
    ]


def _of_standing(standing: ParkStanding) -> list[Any]:
    recognised, measured, changed = standing.recognised, standing.measured, standing.changed
    return [
        *_said(recognised, recognised and recognised.get_recognition_display()),
        *_said(measured, measured and _number(measured.area)),
        *_said(changed, changed and changed.get_change_display()),
    ]


def _said(fact: ParkFact | None, what: Any) -> tuple[Any, Any, Any]:
    """What it says, since when, and which document says so."""
    return (what, fact.on, fact.document) if fact else ("", None, "")


def _number(area: Decimal | None) -> float | int | None:
    """A number as files know it, whole where it is."""
    if area is None:
        return None
    return int(area) if area == int(area) else float(area)
