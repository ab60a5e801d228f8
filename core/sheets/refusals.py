"""Why a table could not be read, each in one sentence: the fault, then the remedy."""

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from core.sheets.faults import SheetFault

SENTENCES = {
    SheetFault.OTHER_SHEETS: _(
        'No sheet is called "%(wanted)s"; the workbook has these: %(sheets)s. Rename the right one '
        'to "%(wanted)s" and upload the file again.'
    ),
    SheetFault.SEVERAL_SHEETS: _(
        "The workbook has several sheets: %(sheets)s. Keep only the one to be read and upload the "
        "file again."
    ),
    SheetFault.HIDDEN_SHEET: _(
        'The sheet "%(sheet)s" is hidden: unhide it, check it and upload the file again.'
    ),
    SheetFault.NO_SHEET: _(
        "The workbook has no visible sheet: unhide the right one and upload the file again."
    ),
    SheetFault.EMPTY: _("The file has no content: fill it in and upload it again."),
    SheetFault.EMPTY_SHEET: _("The sheet is empty: fill it in and upload the file again."),
    SheetFault.NO_ROWS: _(
        "There are no rows under the heading in row %(row)s: fill them in and upload the file "
        "again."
    ),
    SheetFault.TOO_MANY_ROWS: _(
        "The table has more than 100,000 rows: split it into several files."
    ),
    SheetFault.TOO_MANY_COLUMNS: _(
        "The table has more than 200 columns: delete the spare ones and upload the file again."
    ),
    SheetFault.LONG_CELL: _(
        "Cell %(cell)s has more than 32,767 characters: shorten it and upload the file again."
    ),
    SheetFault.NUL_CELL: _(
        "Cell %(cell)s contains a NUL character: type its text anew and upload the file again."
    ),
    SheetFault.NEW_ERROR_VALUE: _(
        "The sheet has formulas that end in an error: correct them or paste them as values, then "
        "upload the file again."
    ),
    SheetFault.QUOTES: _(
        "The row beginning on line %(row)s has an unpaired quotation mark: correct it, or save the "
        "file as .xlsx and upload that."
    ),
    SheetFault.UNDECODABLE: _(
        'Line %(row)s has characters that cannot be read: save the file as "CSV UTF-8" and upload '
        "it again."
    ),
    SheetFault.UNREADABLE: _(
        "The table cannot be read: open it in Excel or WPS, save it as a new .xlsx and upload that."
    ),
    SheetFault.EXHAUSTED: _(
        "The table is too large to be read: delete spare rows and columns or split it into several "
        "files."
    ),
}
NAMES_SHOWN = 10


class SheetRefused(Exception):
    """A table cannot be read; the text is one sentence for the person who sent it."""

    def __init__(self, fault: SheetFault, **details: object) -> None:
        names = details.get("sheets")
        if isinstance(names, list):
            details["sheets"] = listed(names)
        super().__init__(gettext(SENTENCES[fault]) % details)
        self.fault = fault


def listed(names: list[str]) -> str:
    """Put names in one line, the first ten if there are more."""
    text = pgettext("between names", ", ").join(names[:NAMES_SHOWN])
    return text + " …" if len(names) > NAMES_SHOWN else text
