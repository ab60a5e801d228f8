"""Which encoding a text file is in. The table reader's child process uses this too: no Django."""

import re

BOMS_16 = (b"\xff\xfe", b"\xfe\xff")
BOM_8 = b"\xef\xbb\xbf"
BLOCK = 1 << 20
# Chinese text in UTF-8 is a run of these; text in GB18030 falls into the pattern only by chance.
HAN_IN_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf][\x80-\xbf]")
ASCII = bytes(range(128))


class Undecodable(Exception):
    """A line cannot be read in any encoding that is accepted."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def encoding_of(data: bytes) -> str:
    """Answer "utf-8-sig" or "gb18030".

    Raises Undecodable with the first line that cannot be read. A file that is UTF-8 but for a few
    broken bytes is refused: read as GB18030 every Chinese word in it would turn into nonsense.
    """
    fault = first_fault(data, "utf-8")
    if fault is None:
        return "utf-8-sig"
    if data.startswith(BOM_8) or mostly_utf8(data):
        raise Undecodable(line_of(data, fault))
    fault = first_fault(data, "gb18030")
    if fault is None:
        return "gb18030"
    raise Undecodable(line_of(data, fault))


def first_fault(data: bytes, encoding: str) -> int | None:
    """Find the first byte that does not decode, block by block to save memory."""
    start = 0
    while start < len(data):
        # A line end is never part of a longer character, neither in UTF-8 nor in GB18030.
        end = data.find(b"\n", start + BLOCK) + 1 or len(data)
        try:
            data[start:end].decode(encoding)
        except UnicodeDecodeError as error:
            return start + error.start
        start = end
    return None


def mostly_utf8(data: bytes) -> bool:
    """Tell if more than half of what is not ASCII looks like Chinese in UTF-8."""
    foreign = len(data.translate(None, ASCII))
    return 3 * len(HAN_IN_UTF8.findall(data)) > foreign / 2


def line_of(data: bytes, position: int) -> int:
    """Give the number of the line, from 1, in which a byte stands."""
    newline = b"\n" if b"\n" in data else b"\r"
    return data.count(newline, 0, position) + 1
