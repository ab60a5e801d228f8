"""A pass over the XML of a workbook's parts, piece by piece, before any parser sees it.

The patterns begin with fixed letters, which lets the regex engine skip fast: 25 MB of cells take
about a fifth of a second. They are a sieve, not a parser; what slips through meets the limits of
the reader's child process.
"""

import re
import time
from collections.abc import Iterable, Iterator

from core.uploads import limits
from core.uploads.faults import Fault, FaultFound

LONGEST_TAG = 1 << 20
NOT_UTF8 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\x00<")
DECLARATION = re.compile(rb"<!\s*(?i:DOCTYPE|ENTITY)")
MACRO_TYPE = re.compile(rb"(?i:macroEnabled|vbaProject)")
TAG = re.compile(rb"<[^<>]*>")
OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
EMBEDDED = re.compile(rb"/relationships/(?:oleObject|package|control)[\"']")
# Columns past GR, the 200th, and row numbers from 200,001 on: 200001-999999 or seven digits.
FAR_LETTERS = rb"[A-Za-z]{3}|[H-Zh-z][A-Za-z]|[Gg][S-Zs-z]"
FAR_DIGITS = rb"0*(?:[1-9]\d{6}|[3-9]\d{5}|2(?!00000)\d{5})"
FAR = FAR_LETTERS + rb"|[A-Za-z]{1,2}" + FAR_DIGITS
# The way to the address of a cell or row; the atomic group keeps the usual order of words fast.
ADDRESS = rb"(?>\s+r=\"|(?![\w:.-])[^<]*?\sr\s*=\s*[\"'])"
# A formatted cell without content is harmless wherever it stands: the reader skips it.
HAS_CONTENT = rb"(?![^<]*/>\s*<)"
# The first pass: is there any cell or row that is not plainly written and plainly near?
NEAR = rb"(?:[A-Z]|[A-F][A-Z]|G[A-R])"
UNUSUAL = [
    (mark, re.compile(opening + rb"(?! r=\"" + column + rb"[1-9]\d{0,4}\"|[\w:.-])"))
    for mark, opening, column in (
        (b"<c", rb"<c", NEAR),
        (b":c", rb":c(?=\s)", NEAR),
        (b"<row", rb"<row", rb""),
        (b":row", rb":row(?=\s)", rb""),
    )
]
# The second pass, only where the first has found something. Every pattern begins with a "<" and
# looks no further than the next, or a hostile text could make it take hours.
CELLS = ((b"<c", rb"<c"), (b":c", rb"<[\w.-]{1,40}:c"))
ROWS = ((b"<row", rb"<row"), (b":row", rb"<[\w.-]{1,40}:row"))
FAR_CELL, FAR_ROW, BARE_CELL = (
    [(mark, re.compile(opening + rest)) for mark, opening in openings]
    for openings, rest in (
        (CELLS, ADDRESS + rb"((?=" + FAR + rb")[A-Za-z0-9]{1,20})" + HAS_CONTENT),
        (ROWS, ADDRESS + rb"(" + FAR_DIGITS + rb")"),
        # A cell without an address stands behind the one before it, in the row last named.
        (CELLS, rb"(?!\s+r=|[\w:.-])(?![^<]*?\sr\s*=)" + HAS_CONTENT),
    )
)


Patterns = list[tuple[bytes, re.Pattern[bytes]]]


class Budget:
    """What all parts of a workbook together may cost: cells, and seconds of this thread's work."""

    def __init__(self) -> None:
        self.cells = 0
        self.deadline = time.thread_time() + limits.GUARD_SECONDS

    def spend(self, window: bytes) -> None:
        """Raise FaultFound when the workbook has taken more than any honest one does."""
        self.cells += window.count(b"<c") + window.count(b":c ")
        if self.cells > limits.CELLS or time.thread_time() > self.deadline:
            raise FaultFound(Fault.BOMB)


def check_part(name: str, content: Iterable[bytes], budget: Budget) -> None:
    """Read one part to its end and raise FaultFound at the first fault."""
    sheet = SheetSieve()
    for window in windows(content):
        budget.spend(window)
        if b"<!" in window and DECLARATION.search(window):
            raise FaultFound(Fault.ENTITIES)
        if name == "[Content_Types].xml" and MACRO_TYPE.search(window):
            raise FaultFound(Fault.MACROS)
        if name.endswith(".rels"):
            check_relations(window)
        sheet.check(window)


def windows(content: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the content anew so that no tag is torn; each window ends with a "<"."""
    carried = b""
    first = True
    for piece in content:
        if first and piece.startswith(NOT_UTF8):
            raise FaultFound(Fault.BROKEN)
        first = first and not piece
        text = carried + piece
        cut = text.rfind(b"<")
        yield text[: cut + 1]
        carried = text[max(cut, 0) :]
        if len(carried) > LONGEST_TAG:
            carried = b""
    yield carried + b"<"


def check_relations(window: bytes) -> None:
    """Refuse relations to things outside the file, except plain hyperlinks."""
    if EMBEDDED.search(window):
        raise FaultFound(Fault.EMBEDDED)
    for relation in TAG.findall(window):
        if OUTSIDE.search(relation) and b"/relationships/hyperlink" not in relation:
            raise FaultFound(Fault.EXTERNAL_LINKS)


class SheetSieve:
    """Counts the rows of a sheet and looks for cells too far out."""

    def __init__(self) -> None:
        self.rows = 0
        self.far_row = b""
        self.bare_cells = False

    def check(self, window: bytes) -> None:
        """Raise FaultFound for too many rows or for a cell far out."""
        self.rows += window.count(b"<row") + window.count(b":row ")
        if self.rows > limits.ROWS + 1:
            raise FaultFound(Fault.TOO_MANY_ROWS)
        if first_match(UNUSUAL, window):
            self.look_closely(window)

    def look_closely(self, window: bytes) -> None:
        """Look for far cells, and for cells without an address in far rows."""
        if found := first_match(FAR_CELL, window):
            raise FaultFound(Fault.FAR_CELL, cell=found[1].decode().upper())
        if found := first_match(FAR_ROW, window):
            self.far_row = found[1].lstrip(b"0")
        self.bare_cells = self.bare_cells or bool(first_match(BARE_CELL, window))
        if self.far_row and self.bare_cells:
            raise FaultFound(Fault.FAR_CELL, cell="A" + self.far_row.decode())


def first_match(patterns: Patterns, window: bytes) -> re.Match[bytes] | None:
    """Search for each pattern whose mark occurs at all, which is found much faster."""
    matches = (pattern.search(window) for mark, pattern in patterns if mark in window)
    return next((match for match in matches if match), None)
