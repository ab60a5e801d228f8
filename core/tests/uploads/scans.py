"""The smallest whole files that prove something, and how to spoil them."""

import struct
import zlib

PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    b"xref\n0 3\ntrailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n110\n%%EOF\n"
)


def pdf_with(text: bytes) -> bytes:
    """Give a PDF that has the text among its objects."""
    return PDF.replace(b"endobj\n2 0", b"endobj\n" + text + b"\n2 0")


def pdf_packing(text: bytes) -> bytes:
    """Give a PDF that has the text in a packed stream of objects."""
    packed = zlib.compress(text)
    head = b"3 0 obj\n<< /Type /ObjStm /N 1 /Filter /FlateDecode /Length %d >>\nstream\n"
    return pdf_with(head % len(packed) + packed + b"\nendstream\nendobj")


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def png(width: int = 2, height: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * 6)
    return b"".join((
        b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), chunk(b"IDAT", lines), chunk(b"IEND", b""),
    ))  # fmt: skip


def jpg(width: int = 2, height: int = 2) -> bytes:
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\1\1\0\0\x3f\0" + b"\x2a\x2a"
    return b"\xff\xd8" + app + frame + scan + b"\xff\xd9"
