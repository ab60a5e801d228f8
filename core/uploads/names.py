"""What the names of a workbook's parts give away before anything is unpacked."""

import zipfile
from collections.abc import Iterable

from core.uploads.faults import Fault, FaultFound

WORKBOOK = "xl/workbook.xml"
MACRO_FOLDERS = ("xl/macrosheets/", "xl/dialogsheets/")
EMBEDDED_FOLDERS = ("xl/embeddings/", "xl/activex/")


def check_names(parts: Iterable[zipfile.ZipInfo]) -> None:
    """Raise FaultFound if the names alone show that the workbook may not come in."""
    names = [part.orig_filename.replace("\\", "/").lower() for part in parts]
    if len(set(names)) < len(names) or any(map(is_odd, names)):
        raise FaultFound(Fault.ODD_NAMES)
    if WORKBOOK not in names:
        raise FaultFound(Fault.NO_WORKBOOK)
    if any(name.endswith("vbaproject.bin") or name.startswith(MACRO_FOLDERS) for name in names):
        raise FaultFound(Fault.MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        raise FaultFound(Fault.EXTERNAL_LINKS)
    if any(name.startswith(EMBEDDED_FOLDERS) for name in names):
        raise FaultFound(Fault.EMBEDDED)


def is_odd(name: str) -> bool:
    """Tell if a name is absolute, climbs out of the archive or hides something."""
    return name.startswith("/") or ".." in name.split("/") or ":" in name or not name.isprintable()
