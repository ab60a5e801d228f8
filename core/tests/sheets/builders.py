"""Files for tests: honest workbooks, workbooks made by hand, and the zips they are."""

import datetime as dt
import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
import xlsxwriter

SHEET = "名单"
HEADING = ("名称", "代码", "日期", "人数")
ROWS = (("甲", "0012", "2021-03-04", 5), ("乙", "A7", None, None))
MIDNIGHT = dt.datetime(2021, 3, 4)  # noqa: DTZ001 -- cells know no time zone
MOMENT = MIDNIGHT.replace(hour=5, minute=6, second=7)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


# --- Honest workbooks ---


def workbook(
    rows: Iterable[Sequence[Any]] = ROWS,
    *,
    heading: Sequence[str] | None = HEADING,
    sheet: str = SHEET,
    others: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    hidden: Iterable[str] = (),
    first: tuple[int, int] = (0, 0),
) -> bytes:
    """Make a workbook as Excel would; `first` is the place of the heading, both from 0."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        tables = {sheet: [*([heading] if heading else []), *rows], **(others or {})}
        for name, lines in tables.items():
            page = book.add_worksheet(name)
            for number, cells in enumerate(lines, start=first[0]):
                for column, value in enumerate(cells, start=first[1]):
                    write(page, number, column, value, day)
            if name in hidden:
                page.hide()
        if sheet in hidden and others:
            book.get_worksheet_by_name(next(iter(others))).activate()
    return target.getvalue()


def write(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    """Write one value in its kind; text beginning with "=" is a formula here."""
    if hasattr(value, "isoformat"):
        page.write_datetime(row, column, value, day)
    elif isinstance(value, str) and not value.startswith("="):
        page.write_string(row, column, value)
    elif value is not None:
        page.write(row, column, value)


def openpyxl_workbook(rows: Iterable[Sequence[Any]], sheet: str = SHEET) -> bytes:
    """Make a workbook with openpyxl: absolute paths inside, formulas without values."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# --- Workbooks by hand ---


def by_hand(
    cells: str | bytes = '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>',
    *,
    dimension: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Make the smallest workbook around the given rows; `parts` adds or replaces parts.

    Bytes are taken as the whole sheet part.
    """
    return packed({**bare_parts(cells, dimension), **(parts or {})})


def bare_parts(cells: str | bytes, dimension: str = "") -> dict[str, str | bytes]:
    """Write the five parts without which there is no workbook."""
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{SPREADSHEET}.worksheet+xml"/></Types>',
        "_rels/.rels": relations(("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml")
        ),
        "xl/worksheets/sheet1.xml": cells
        if isinstance(cells, bytes)
        else f'{DECLARATION}<worksheet xmlns="{MAIN}">{dimension}'
        f"<sheetData>{cells}</sheetData></worksheet>",
    }


def relations(*entries: tuple[str, str, str], mode: str = "") -> str:
    """Write a part of relations; each entry is id, type and target."""
    lines = (
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"{mode}/>'
        for key, kind, target in entries
    )
    return (
        f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(lines)
        + ("</Relationships>")
    )


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def text_rows(rows: Sequence[Sequence[str]]) -> str:
    """Write rows of text as XML from A1 on."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            text_cell(f"{letter}{number}", text)
            for letter, text in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", cells, strict=False)
        )
        + "</row>"
        for number, cells in enumerate(rows, start=1)
    )


# --- Zips ---


def packed(parts: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    """Zip the parts; pairs instead of a mapping may repeat a name."""
    pairs = parts.items() if isinstance(parts, Mapping) else parts
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed_twice(name: str, content: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Zip the parts with one name in it twice, which zipfile would warn of."""
    stand_in = "x" * len(name)
    data = packed([*parts.items(), (stand_in, content)])
    return data.replace(stand_in.encode(), name.encode())


def zip_of_one(name: str, stream: bytes, *, size: int, checksum: int) -> bytes:
    """Write a zip by hand, so that its directory may say anything about the deflated stream."""
    encoded = name.encode()
    common = struct.pack(
        "<HHHHHLLLHH", 20, 0, 8, 0, 33, checksum, len(stream), size, len(encoded), 0
    )
    local = b"PK\3\4" + common + encoded
    entry = (
        b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + encoded
    )
    start = len(local) + len(stream)
    end = b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(entry), start, 0)
    return local + stream + entry + end


def deflated_zeros(megabytes: int) -> tuple[bytes, int]:
    """Give a deflated stream of zeros and its checksum, without deflating more than one piece."""
    piece = bytes(1 << 20)
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    first = engine.compress(piece) + engine.flush(zlib.Z_FULL_FLUSH)
    stream = first * megabytes + engine.flush(zlib.Z_FINISH)
    checksum = 0
    for _ in itertools.repeat(None, megabytes):
        checksum = zlib.crc32(piece, checksum)
    return stream, checksum


def ole2(*streams: str) -> bytes:
    """Write enough of an old compound file: its mark and the names of its streams."""
    return (
        OLE2 + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    )


def spoilt(data: bytes, position: int, value: int) -> bytes:
    """Give the bytes with one of them changed."""
    return data[:position] + bytes([value]) + data[position + 1 :]
