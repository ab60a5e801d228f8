"""Where a sheet holds error values such as #N/A: the reader shows them as empty cells.

No Django here. The guard has searched the XML for declarations, and the process has limits.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

PIECE = 1 << 20
# Far longer than a cell with its formula, so none is torn between two pieces.
OVERLAP = 1 << 16
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
ERROR = re.compile(
    rb"<(?:[\w.-]{1,40}:)?c\s(?=[^<>]*?\bt\s*=\s*[\"']e[\"'])([^<>]*)>\s*"
    rb"(?:<(?:[\w.-]{1,40}:)?f\b[^<>]*(?:/>|>[^<]*</[^<>]*>)\s*)?"
    rb"<(?:[\w.-]{1,40}:)?v>\s*([^<]*)"
)
PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")


def error_cells(path: str, sheet: str) -> dict[tuple[int, int], str]:
    """Give the text of each error value in the sheet, by row from 1 and column from 0.

    Where a part is named so oddly that only the parser finds it, the cells just stay empty.
    """
    found = {}
    with zipfile.ZipFile(path) as archive:
        part = part_of_sheet(archive, sheet)
        for window in windows(archive, part) if part else ():
            if b'"e"' not in window and b"'e'" not in window:
                continue
            for cell in ERROR.finditer(window):
                if place := PLACE.search(cell[1]):
                    found[int(place[2]), column_of(place[1])] = cell[2].decode().strip()
    return found


def part_of_sheet(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Follow the workbook's relations to the part that holds a sheet."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    if not {BOOK, RELATIONS} <= set(names):
        return None
    book = ElementTree.fromstring(archive.read(names[BOOK]))  # noqa: S314 -- see above
    relations = ElementTree.fromstring(archive.read(names[RELATIONS]))  # noqa: S314 -- see above
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            key = next((value for name, value in element.items() if name.endswith("}id")), None)
            return names.get(posixpath.join("/xl", targets.get(key, ""))[1:].lower())
    return None


def windows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Read a part in pieces that overlap."""
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            yield tail + piece
            tail = piece[-OVERLAP:]


def column_of(letters: bytes) -> int:
    """Count a column's letters, from 0."""
    column = 0
    for letter in letters.upper():
        column = 26 * column + letter - ord("A") + 1
    return column - 1
