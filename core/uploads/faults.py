"""What can be wrong with an uploaded file, each in one sentence: the fault, then the remedy."""

import enum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class Fault(enum.StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_TABLE = "not_a_table"
    DISGUISED = "disguised"
    OLD_EXCEL = "old_excel"
    PASSWORD = "password"  # noqa: S105 -- the name of a fault, not a secret
    BROKEN = "broken"
    NO_WORKBOOK = "no_workbook"
    BOMB = "bomb"
    TOO_MANY_PARTS = "too_many_parts"
    ODD_NAMES = "odd_names"
    MACROS = "macros"
    EXTERNAL_LINKS = "external_links"
    EMBEDDED = "embedded"
    ENTITIES = "entities"
    FAR_CELL = "far_cell"
    TOO_MANY_ROWS = "too_many_rows"
    UTF16 = "utf16"
    UNDECODABLE = "undecodable"
    NUL = "nul"
    SCAN_TOO_LARGE = "scan_too_large"
    NOT_A_SCAN = "not_a_scan"
    SCAN_BROKEN = "scan_broken"
    SCAN_LOCKED = "scan_locked"
    SCAN_ACTIVE = "scan_active"
    TOO_MANY_POINTS = "too_many_points"


SENTENCES = {
    Fault.EMPTY: _('The file "%(name)s" is empty: fill it in and upload it again.'),
    Fault.TOO_LARGE: _(
        'The file "%(name)s" is larger than 10 MB: remove pictures, spare sheets and empty rows, '
        "or split it into several files."
    ),
    Fault.NOT_A_TABLE: _(
        'The file "%(name)s" is not an Excel workbook or CSV: save it as .xlsx and upload it again.'
    ),
    Fault.DISGUISED: _(
        'The content of "%(name)s" is not an Excel workbook (it may be damaged or locked by '
        "encryption software): open it in Excel or WPS, save it as a new .xlsx and upload that."
    ),
    Fault.OLD_EXCEL: _(
        'The file "%(name)s" is in the old Excel format (.xls): save it as .xlsx in Excel or WPS '
        "and upload it again."
    ),
    Fault.PASSWORD: _(
        'The file "%(name)s" is protected by a password: remove the password, save it and upload '
        "it again."
    ),
    Fault.BROKEN: _(
        'The file "%(name)s" is damaged and cannot be read: open it in Excel or WPS, save it as a '
        "new .xlsx and upload that."
    ),
    Fault.NO_WORKBOOK: _(
        'There is no Excel workbook inside "%(name)s": open the table in Excel or WPS, save it as '
        ".xlsx and upload that."
    ),
    Fault.BOMB: _(
        'The file "%(name)s" becomes too large when unpacked: copy the data into a new workbook, '
        "save it as .xlsx and upload that."
    ),
    Fault.TOO_MANY_PARTS: _(
        'The file "%(name)s" consists of more than 1,000 parts: copy the data into a new workbook, '
        "save it as .xlsx and upload that."
    ),
    Fault.ODD_NAMES: _(
        'The parts inside "%(name)s" have repeated or forbidden names: copy the data into a new '
        "workbook, save it as .xlsx and upload that."
    ),
    Fault.MACROS: _(
        'The file "%(name)s" contains macros: save it as an .xlsx without macros and upload that.'
    ),
    Fault.EXTERNAL_LINKS: _(
        'The file "%(name)s" takes data from other files: break the links in Excel (Data, Edit '
        "Links), save it and upload it again."
    ),
    Fault.EMBEDDED: _(
        'The file "%(name)s" has other files or controls embedded in it: delete them, save it and '
        "upload it again."
    ),
    Fault.ENTITIES: _(
        'The file "%(name)s" contains entity declarations, which are not allowed: copy the data '
        "into a new workbook, save it as .xlsx and upload that."
    ),
    Fault.FAR_CELL: _(
        'The file "%(name)s" has content in cell %(cell)s, beyond row 200,000 or column 200 (GR): '
        "delete everything outside the table and upload it again."
    ),
    Fault.TOO_MANY_ROWS: _(
        'A sheet of "%(name)s" has more than 100,000 rows (empty ones count too): delete the spare '
        "rows or split it into several files."
    ),
    Fault.UTF16: _(
        'The file "%(name)s" is text in UTF-16: save it as "CSV UTF-8" and upload it again.'
    ),
    Fault.UNDECODABLE: _(
        'Line %(line)s of "%(name)s" has characters that cannot be read: save the file as '
        '"CSV UTF-8" and upload it again.'
    ),
    Fault.NUL: _(
        'Line %(line)s of "%(name)s" contains a NUL character: open the file in Excel or WPS, save '
        "it as .xlsx and upload that."
    ),
    Fault.SCAN_TOO_LARGE: _(
        'The file "%(name)s" is larger than 10 MB: scan it with fewer points (200 dpi are enough) '
        "and upload it again."
    ),
    Fault.NOT_A_SCAN: _(
        'The content of "%(name)s" is neither a PDF nor a picture in JPG or PNG: save it as a PDF '
        "and upload that."
    ),
    Fault.SCAN_BROKEN: _(
        'The file "%(name)s" is damaged or incomplete: scan or save it anew and upload that.'
    ),
    Fault.SCAN_LOCKED: _(
        'The PDF "%(name)s" is protected by a password: remove the protection and upload it again.'
    ),
    Fault.SCAN_ACTIVE: _(
        'The PDF "%(name)s" contains programs or attached files: print it to a new PDF and upload '
        "that."
    ),
    Fault.TOO_MANY_POINTS: _(
        'The picture "%(name)s" has more than 100 million points: save it smaller and upload it '
        "again."
    ),
}


class FaultFound(Exception):
    """Something inside a file is wrong; the guard adds the file's name and says it in words."""

    def __init__(self, fault: Fault, **details: str) -> None:
        super().__init__(fault, details)
        self.fault = fault
        self.details = details


class UploadRefused(Exception):
    """An uploaded file may not come in; the text is one sentence for the person who sent it."""

    def __init__(self, fault: Fault, *, name: str, **details: object) -> None:
        super().__init__(gettext(SENTENCES[fault]) % {"name": shown(name), **details})
        self.fault = fault


def shown(name: str, longest: int = 60) -> str:
    """Make a file name fit to stand in a sentence: no folders, nothing invisible."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip()
    if len(name) > longest:
        name = name[: longest - 21] + "…" + name[-20:]
    return name or "?"
