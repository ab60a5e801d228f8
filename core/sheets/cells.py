"""Cells as text: what a reader makes of them, and how text is made harmless on its way out.

The child process uses this too: no Django.
"""

import datetime as dt
import math
import re
from decimal import Decimal

Value = str | int | float | Decimal | bool | dt.date | dt.datetime | None

# Text that begins like this is a formula to Excel, LibreOffice or WPS; full-width signs count.
FORMULA_LIKE = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
MAY_BE_FORMULA = frozenset("'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # quick to ask of every text
GUARDED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# A float holds 15 decimal digits safely; from 10**15 on, a long code has lost its last ones.
EXACT_BELOW = 10**15
PLAIN_BELOW = 10**21
# What Excel leaves of a long code when it saves a CSV: 9.1370000163E+16.
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}")


def neutral(value: Value) -> Value:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Text that already looks guarded gets one more, so that `plain` gives back exactly what was.
    """
    if isinstance(value, str) and value[:1] in MAY_BE_FORMULA and FORMULA_LIKE.match(value):
        return "'" + value
    return value


def plain(text: str) -> str:
    """Take away the apostrophe that `neutral` has put before the text, and no other."""
    return text[1:] if GUARDED.match(text) else text


def address(row: int, column: int) -> str:
    """Name a cell by its row, from 1, and its column, from 0: (17, 2) is C17."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def number_text(number: float) -> str:
    """Write a number without a needless fraction and, if it can, without an exponent."""
    if not math.isfinite(number):
        return ""
    exact = Decimal(repr(number))
    if abs(number) >= PLAIN_BELOW:
        return repr(number)
    if number == int(number):
        return str(int(exact))
    return format(Decimal(format(number, ".15g")), "f")


def is_damaged(number: float) -> bool:
    """Tell if a number has more digits than a spreadsheet keeps."""
    if abs(number) >= EXACT_BELOW or not math.isfinite(number):
        return True
    return number != int(number) and len(Decimal(repr(number)).as_tuple().digits) > 15


def date_text(value: dt.date | dt.time | dt.timedelta) -> str:
    """Write a date as YYYY-MM-DD, with the time only when there is one."""
    if isinstance(value, dt.datetime):
        if value.time() == dt.time.min:
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, dt.date) else value.isoformat("seconds")
