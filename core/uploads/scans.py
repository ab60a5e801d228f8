"""The door for files that prove something: a PDF, or a picture of paper in JPG or PNG.

The content decides what a file is; its name only stands in the sentences. This is a sieve, not a
reader: nothing is rendered here, and what passes is given out as an attachment only.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from core.enums import FileKind
from core.uploads import limits
from core.uploads.faults import Fault, FaultFound, UploadRefused

PDF, JPG, PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
POINTS: Final = 100_000_000
TAIL: Final = 2_048
# How much of the packed objects of a PDF is looked into.
UNPACKED: Final = 32 * 1024 * 1024

_NAME_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE: Final = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm)\b")
_LOCKED: Final = re.compile(rb"/Encrypt\b")
_PACKED: Final = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s*stream\r?\n")
# Markers of a JPEG that carry the size of the picture, and those that stand without a length.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


CONTENT_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
}


def check_scan(name: str, content: bytes) -> FileKind:
    """Tell what the file is and that it may be kept. Raises UploadRefused."""
    try:
        return _kind_of(content)
    except FaultFound as error:
        raise UploadRefused(error.fault, name=name) from error


def _kind_of(content: bytes) -> FileKind:
    if not content:
        raise FaultFound(Fault.EMPTY)
    if len(content) > limits.FILE_BYTES:
        raise FaultFound(Fault.SCAN_TOO_LARGE)
    if content.startswith(PDF):
        _check_pdf(content)
        return FileKind.PDF
    if content.startswith(JPG):
        _check_points(*_size_of_jpg(content))
        return FileKind.JPG
    if content.startswith(PNG):
        _check_points(*_size_of_png(content))
        return FileKind.PNG
    raise FaultFound(Fault.NOT_A_SCAN)


def _check_pdf(content: bytes) -> None:
    tail = content[-TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise FaultFound(Fault.SCAN_BROKEN)
    for text in (content, *_packed_objects(content)):
        plain = _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)
        if _LOCKED.search(plain):
            raise FaultFound(Fault.SCAN_LOCKED)
        if _ACTIVE.search(plain):
            raise FaultFound(Fault.SCAN_ACTIVE)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """Unpack the streams in which newer PDFs keep their objects, up to a budget."""
    left = UNPACKED
    for found in _PACKED.finditer(content):
        try:
            unpacked = zlib.decompressobj().decompress(content[found.end() :], left)
        except zlib.error:
            continue  # packed in another way: no reader of ours opens it
        left -= len(unpacked)
        yield unpacked
        if left <= 0:
            raise FaultFound(Fault.SCAN_BROKEN)


def _check_points(width: int, height: int) -> None:
    if not width or not height:
        raise FaultFound(Fault.SCAN_BROKEN)
    if width * height > POINTS:
        raise FaultFound(Fault.TOO_MANY_POINTS)


def _size_of_jpg(content: bytes) -> tuple[int, int]:
    """Walk over the segments up to the frame that says the size; the picture ends with FF D9."""
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker in _BARE or marker == 0xFF:
            position += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            if b"\xff\xd9" not in content[position:]:
                break
            return width, height
        position += 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
    raise FaultFound(Fault.SCAN_BROKEN)


def _size_of_png(content: bytes) -> tuple[int, int]:
    """Walk over the chunks: the first says the size, the last is IEND, each has its check sum."""
    position, size = len(PNG), (0, 0)
    while position + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[position : position + 8])
        end = position + 8 + length
        if end + 4 > len(content):
            break
        (checksum,) = struct.unpack(">I", content[end : end + 4])
        if zlib.crc32(content[position + 4 : end]) != checksum:
            break
        if position == len(PNG):
            if name != b"IHDR" or length != 13:
                break
            size = struct.unpack(">II", content[position + 8 : position + 16])
        if name == b"IEND":
            return size
        position = end + 4
    raise FaultFound(Fault.SCAN_BROKEN)
