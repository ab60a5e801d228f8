"""The door for every uploaded table: the content decides what it is and if it may come in."""

import enum
import io
import logging
import re
from pathlib import Path

from core.uploads import archive, limits
from core.uploads.encoding import BOM_8, BOMS_16, Undecodable, encoding_of, line_of
from core.uploads.faults import Fault, FaultFound, UploadRefused
from core.uploads.names import check_names
from core.uploads.parts import Budget, check_part

logger = logging.getLogger(__name__)

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TEXT = (b"<", b"%PDF", b"{\\rtf")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))
COMMON = re.compile(r"[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e]")
EXCEL_ENDINGS = (".xlsx", ".xlsm", ".xltx")
DELIMITER = re.compile(rb"[,;\t]")


class UploadKind(enum.StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


def check_upload(name: str, data: bytes | Path) -> UploadKind:
    """Tell whether the file is a workbook or a CSV and that it is safe to read.

    The content decides; the name only stands in the sentences. Raises UploadRefused.
    """
    content = load(name, data)
    if content.startswith(ZIP):
        check_workbook(name, content)
        return UploadKind.XLSX
    if content.startswith(OLE2):
        raise UploadRefused(fault_of_old_format(name, content), name=name)
    check_text(name, content)
    return UploadKind.CSV


def load(name: str, data: bytes | Path) -> bytes:
    """Give the bytes of the file, never more than the limit."""
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > limits.FILE_BYTES:
        raise UploadRefused(Fault.TOO_LARGE, name=name)
    if size == 0:
        raise UploadRefused(Fault.EMPTY, name=name)
    return data.read_bytes() if isinstance(data, Path) else data


def check_workbook(name: str, content: bytes) -> None:
    """Pass over all parts of the zip. Whatever goes wrong in it has one answer."""
    try:
        parts = archive.directory(content)
        check_names(parts)
        budget = Budget()
        for part in parts:
            check_part(part.filename, archive.unpack(content, part), budget)
    except FaultFound as error:
        raise UploadRefused(error.fault, name=name, **error.details) from error
    except Exception as error:
        # zipfile alone has seven kinds of exceptions for damaged archives.
        logger.info("Upload refused as damaged: %r", error)
        raise UploadRefused(Fault.BROKEN, name=name) from error


def fault_of_old_format(name: str, content: bytes) -> Fault:
    """Tell old Excel files, encrypted new ones and other old documents apart."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Fault.PASSWORD
    if any(stream.encode("utf-16-le") + b"\0\0" in content for stream in ("Workbook", "Book")):
        return Fault.OLD_EXCEL
    return Fault.OLD_EXCEL if name.lower().endswith(".xls") else Fault.NOT_A_TABLE


def check_text(name: str, content: bytes) -> None:
    """Refuse what is not plain text in an encoding that can be told with certainty."""
    if content.startswith(BOMS_16) or looks_utf16(content):
        raise UploadRefused(Fault.UTF16, name=name)
    poses_as_excel = name.lower().endswith(EXCEL_ENDINGS)
    if looks_binary(content):
        raise UploadRefused(Fault.DISGUISED if poses_as_excel else Fault.NOT_A_TABLE, name=name)
    if (position := content.find(0)) >= 0:
        raise UploadRefused(Fault.NUL, name=name, line=line_of(content, position))
    try:
        encoding_of(content)
    except Undecodable as error:
        raise UploadRefused(Fault.UNDECODABLE, name=name, line=error.line) from error
    if poses_as_excel and not DELIMITER.search(first_line(content)):
        raise UploadRefused(Fault.DISGUISED, name=name)


def first_line(content: bytes) -> bytes:
    """Give the first line that is not empty: the heading of a CSV."""
    lines = (line for line in io.BytesIO(content) if line.removeprefix(BOM_8).strip())
    return next(lines, b"")


def looks_utf16(content: bytes) -> bool:
    """Recognise UTF-16 without a mark: read as such it is Chinese and ASCII."""
    start = content[:1024]
    if 0 not in start:
        return False
    texts = (start.decode(encoding, "ignore") for encoding in ("utf-16-le", "utf-16-be"))
    return any(len(COMMON.findall(text)) > 0.9 * len(text) for text in texts)


def looks_binary(content: bytes) -> bool:
    """Recognise what is no text: by its first bytes, or by many control characters."""
    start = content[:4096]
    if start.removeprefix(BOM_8).lstrip().startswith(NOT_TEXT):
        return True
    controls = len(start) - len(start.translate(None, CONTROLS))
    return controls > 3 + 0.03 * len(start) and not start.startswith(BOM_8)
