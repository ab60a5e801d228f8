"""The parts of a zip archive, unpacked in small pieces and never beyond what its directory says."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from core.uploads import limits
from core.uploads.faults import Fault, FaultFound

PIECE = 256 * 1024
ENCRYPTED = 0x1
UTF8_NAME = 0x800
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
DIRECTORY_ENTRY = b"PK\x01\x02"


def directory(data: bytes) -> list[zipfile.ZipInfo]:
    """List the parts after checking their number and their declared sizes.

    The entries are counted before zipfile sees them, as it needs a second for 100,000 of them.
    """
    if data.count(DIRECTORY_ENTRY) > limits.PARTS:
        raise FaultFound(Fault.TOO_MANY_PARTS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if len(parts) > limits.PARTS:
        raise FaultFound(Fault.TOO_MANY_PARTS)
    if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
        raise FaultFound(Fault.BOMB)
    for part in parts:
        if part.file_size > max(limits.RATIO_FLOOR, limits.RATIO * part.compress_size):
            raise FaultFound(Fault.BOMB)
        if part.flag_bits & ENCRYPTED:
            raise FaultFound(Fault.PASSWORD)
    return parts


def unpack(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of one part piece by piece, checking its size and checksum.

    zipfile's own reader stops at the declared size, so a part that goes on after it would pass
    here unseen and be read to its end by the next program. This one notices.
    """
    packed = packed_bytes(data, part)
    size = checksum = 0
    for piece in pieces(packed, part.compress_type):
        size += len(piece)
        if size > part.file_size:
            raise FaultFound(Fault.BROKEN)
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if size != part.file_size or checksum != part.CRC:
        raise FaultFound(Fault.BROKEN)


def packed_bytes(data: bytes, part: zipfile.ZipInfo) -> memoryview:
    """Find the bytes of a part behind its local header."""
    header = data[part.header_offset : part.header_offset + LOCAL_HEADER.size]
    signature, *_, name_length, extra_length = LOCAL_HEADER.unpack(header)
    name_start = part.header_offset + LOCAL_HEADER.size
    name = data[name_start : name_start + name_length]
    start = name_start + name_length + extra_length
    declared = part.orig_filename.encode("utf-8" if part.flag_bits & UTF8_NAME else "cp437")
    if (signature, name) != (b"PK\x03\x04", declared) or start + part.compress_size > len(data):
        raise FaultFound(Fault.BROKEN)
    return memoryview(data)[start : start + part.compress_size]


def pieces(packed: memoryview, method: int) -> Iterator[bytes]:
    """Unpack bytes, at most PIECE of them at a time."""
    if method == zipfile.ZIP_STORED:
        for start in range(0, len(packed), PIECE):
            yield bytes(packed[start : start + PIECE])
    elif method == zipfile.ZIP_DEFLATED:
        yield from inflate(packed)
    else:
        raise FaultFound(Fault.BROKEN)


def inflate(packed: memoryview) -> Iterator[bytes]:
    """Inflate bytes; what follows the end of the stream is a fault."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), PIECE):
        waiting = bytes(packed[start : start + PIECE])
        while waiting and not engine.eof:
            yield engine.decompress(waiting, PIECE)
            waiting = engine.unconsumed_tail
        if engine.eof and (engine.unused_data or start + PIECE < len(packed)):
            raise FaultFound(Fault.BROKEN)
    while not engine.eof:
        rest = engine.decompress(b"", PIECE)
        if not rest:
            raise FaultFound(Fault.BROKEN)
        yield rest
