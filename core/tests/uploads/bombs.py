"""The named bad files, each with the sentence that answers it."""

import functools
from collections.abc import Callable
from pathlib import Path

from core.tests.sheets import builders
from core.tests.sheets.builders import OFFICE, by_hand, relations

ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>'
BILLION = "".join(
    f'<!ENTITY e{level} "{f"&e{level - 1};" * 10 if level else "哈"}">' for level in range(10)
)
OUTSIDE = ' TargetMode="External"'
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


def gigabyte() -> bytes:
    stream, checksum = builders.deflated_zeros(1024)
    return builders.zip_of_one("xl/workbook.xml", stream, size=1 << 30, checksum=checksum)


def lying_gigabyte() -> bytes:
    """Make the directory say 1 MB; the stream goes on for a gigabyte."""
    stream, _ = builders.deflated_zeros(1024)
    _, checksum = builders.deflated_zeros(1)
    return builders.zip_of_one("xl/workbook.xml", stream, size=1 << 20, checksum=checksum)


def million_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_048_570))
    return by_hand(rows)


def many_rows() -> bytes:
    return by_hand("<row><c><v>1</v></c></row>" * 100_002)


def far_cell() -> bytes:
    return by_hand(ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_bare_cell() -> bytes:
    return by_hand(ROW + '<row r="1048576"><c><v>1</v></c></row>')


def external_entity() -> bytes:
    sheet = by_hand_sheet('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;")
    return by_hand(sheet)


def billion_laughs() -> bytes:
    return by_hand(by_hand_sheet(f"<!DOCTYPE x [{BILLION}]>", "&e9;"))


def by_hand_sheet(doctype: str, text: str) -> bytes:
    parts = builders.bare_parts(builders.text_rows([[text]]))
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    return sheet.replace(builders.DECLARATION, builders.DECLARATION + doctype).encode()


def utf16_part() -> bytes:
    return by_hand(by_hand_sheet("<!DOCTYPE x>", "甲").decode().encode("utf-16"))


def macros() -> bytes:
    return by_hand(parts={"xl/vbaProject.bin": builders.OLE2})


def macro_type() -> bytes:
    types = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    return by_hand(parts={"[Content_Types].xml": types})


def external_links() -> bytes:
    link = relations(("rId1", f"{OFFICE}/externalLinkPath", "file:///a.xlsx"), mode=OUTSIDE)
    return by_hand(parts={"xl/externalLinks/_rels/externalLink1.xml.rels": link})


def external_picture() -> bytes:
    link = relations(("rId1", f"{OFFICE}/image", "https://example.com/a.png"), mode=OUTSIDE)
    return by_hand(parts={SHEET_RELATIONS: link})


def ole_object() -> bytes:
    return by_hand(parts={"xl/embeddings/oleObject1.bin": builders.OLE2})


def hidden_ole_object() -> bytes:
    link = relations(("rId1", f"{OFFICE}/oleObject", "../media/image1.png"))
    return by_hand(parts={SHEET_RELATIONS: link})


def many_parts() -> bytes:
    return by_hand(parts={f"xl/media/{number}.xml": "<a/>" for number in range(5000)})


def repeated_name() -> bytes:
    parts = builders.bare_parts(ROW)
    return builders.packed_twice("xl/worksheets/sheet1.xml", b"<a/>", parts)


def password_zip() -> bytes:
    """Set the flag of encryption in the directory and in front of each part."""
    data = bytearray(by_hand())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + offset] |= 1
    return bytes(data)


def wrong_checksum() -> bytes:
    data = by_hand()
    return builders.spoilt(data, data.index(b"PK\1\2") + 16, data[16] ^ 1)


def broken_utf8() -> bytes:
    text = "名称,代码\r\n" + "很长的一个名字,1\r\n" * 20
    data = bytearray(text.encode())
    data[-10] = 0xFF
    return bytes(data)


Bad = tuple[str, Callable[[], bytes], str]
PAST_LIMIT = 10 * 1024 * 1024 + 1
COPY = "请把数据复制到新的工作簿，另存为 .xlsx 后再上传。"
REOPEN = "已损坏，无法读取：请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再上传。"
LOCKED = (
    "的内容不是 Excel 工作簿（可能已损坏，或被加密软件锁定）："
    "请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再上传。"
)
FAR = "有内容，超出了第 200,000 行或第 200 列（GR）：请删除表格以外的内容后再上传。"
NO_BOOK = "里没有 Excel 工作簿：请用 Excel 或 WPS 打开表格，另存为 .xlsx 后再上传。"
NOT_TABLE = "不是 Excel 工作簿或 CSV：请另存为 .xlsx 后再上传。"
MANY_ROWS = "有工作表超过 100,000 行（空行也计入）：请删除多余的行，或拆成几个文件后再上传。"
LINKS = "引用了其他文件的数据：请在 Excel 的“数据”—“编辑链接”中断开链接，保存后再上传。"
EMBEDDED = "嵌入了其他文件或控件：请删除这些对象，保存后再上传。"
ODD_NAMES = f"内部有重名或不允许的部件名：{COPY}"
UTF16 = "是 UTF-16 编码的文本：请另存为“CSV UTF-8”后再上传。"
UNDECODABLE = "有无法识别的字符：请另存为“CSV UTF-8”后再上传。"
NAMED: dict[str, Bad] = {
    "gigabyte": ("大.xlsx", gigabyte, f"文件“大.xlsx”解压后过大：{COPY}"),
    "lying gigabyte": ("大.xlsx", lying_gigabyte, f"文件“大.xlsx”{REOPEN}"),
    "million rows": ("多.xlsx", million_rows, f"文件“多.xlsx”{MANY_ROWS}"),
    "rows without numbers": ("多.xlsx", many_rows, f"文件“多.xlsx”{MANY_ROWS}"),
    "far cell": ("远.xlsx", far_cell, f"文件“远.xlsx”的单元格 XFD1048576 {FAR}"),
    "far cell without address": ("远.xlsx", far_bare_cell, f"文件“远.xlsx”的单元格 A1048576 {FAR}"),
    "external entity": ("实.xlsx", external_entity, f"文件“实.xlsx”含有不允许的实体声明：{COPY}"),
    "billion laughs": ("笑.xlsx", billion_laughs, f"文件“笑.xlsx”含有不允许的实体声明：{COPY}"),
    "part in UTF-16": ("码.xlsx", utf16_part, f"文件“码.xlsx”{REOPEN}"),
    "macros": ("宏.xlsm", macros, "文件“宏.xlsm”含有宏：请另存为不含宏的 .xlsx 后再上传。"),
    "macro type": ("宏.xlsx", macro_type, "文件“宏.xlsx”含有宏：请另存为不含宏的 .xlsx 后再上传。"),
    "external links": ("链.xlsx", external_links, f"文件“链.xlsx”{LINKS}"),
    "external picture": ("图.xlsx", external_picture, f"文件“图.xlsx”{LINKS}"),
    "embedded object": ("嵌.xlsx", ole_object, f"文件“嵌.xlsx”{EMBEDDED}"),
    "hidden embedded object": ("嵌.xlsx", hidden_ole_object, f"文件“嵌.xlsx”{EMBEDDED}"),
    "5,000 parts": ("碎.xlsx", many_parts, f"文件“碎.xlsx”由超过 1,000 个部件组成：{COPY}"),
    "repeated part": ("重.xlsx", repeated_name, f"文件“重.xlsx”{ODD_NAMES}"),
    "climbing part": (
        "爬.xlsx",
        lambda: by_hand(parts={"../../a.xml": ""}),
        f"文件“爬.xlsx”{ODD_NAMES}",
    ),
    "absolute part": (
        "绝.xlsx",
        lambda: by_hand(parts={"/a.xml": ""}),
        f"文件“绝.xlsx”{ODD_NAMES}",
    ),
    "no workbook": (
        "文.docx",
        lambda: builders.packed({"word/document.xml": "<a/>"}),
        f"文件“文.docx”{NO_BOOK}",
    ),
    "encrypted": (
        "密.xlsx",
        lambda: builders.ole2("EncryptionInfo", "EncryptedPackage"),
        "文件“密.xlsx”设有密码：请取消密码，保存后再上传。",
    ),
    "zip with password": (
        "密.xlsx",
        password_zip,
        "文件“密.xlsx”设有密码：请取消密码，保存后再上传。",
    ),
    "old Excel": (
        "旧.xlsx",
        lambda: builders.ole2("Workbook"),
        "文件“旧.xlsx”是旧版 Excel 格式（.xls）：请在 Excel 或 WPS 中另存为 .xlsx 后再上传。",
    ),
    "old Word": ("旧.doc", lambda: builders.ole2("WordDocument"), f"文件“旧.doc”{NOT_TABLE}"),
    "cut": ("断.xlsx", lambda: by_hand()[:-40], f"文件“断.xlsx”{REOPEN}"),
    "wrong checksum": ("错.xlsx", wrong_checksum, f"文件“错.xlsx”{REOPEN}"),
    "locked by other software": (
        "锁.xlsx",
        lambda: bytes(range(256)) * 20,
        f"文件“锁.xlsx”{LOCKED}",
    ),
    "pdf": ("名单.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3", f"文件“名单.pdf”{NOT_TABLE}"),
    "picture": ("a.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), f"文件“a.png”{NOT_TABLE}"),
    "web page": ("网.xls", lambda: "<table><tr><td>名称".encode(), f"文件“网.xls”{NOT_TABLE}"),
    "too large": (
        "胖.csv",
        lambda: b"a" * PAST_LIMIT,
        "文件“胖.csv”超过 10 MB：请删去图片、多余的工作表和空行，或拆成几个文件后再上传。",
    ),
    "empty": ("空.csv", lambda: b"", "文件“空.csv”是空的：请填写后重新上传。"),
    "UTF-16 CSV": (
        "码.csv",
        lambda: "名称,代码\r\n甲,1\r\n".encode("utf-16"),
        f"文件“码.csv”{UTF16}",
    ),
    "UTF-16 CSV, no mark": (
        "码.csv",
        lambda: "名称,代码\r\n甲,1".encode("utf-16-be"),
        f"文件“码.csv”{UTF16}",
    ),
    "undecodable CSV": (
        "乱.csv",
        lambda: b"a,b\r\n1,2\r\n\xff\xff,3\r\n",
        f"文件“乱.csv”第 3 行{UNDECODABLE}",
    ),
    "UTF-8 with a broken byte": ("乱.csv", broken_utf8, f"文件“乱.csv”第 21 行{UNDECODABLE}"),
    "NUL in CSV": (
        "零.csv",
        lambda: "名称,代码\r\n甲\0,1\r\n".encode(),
        "文件“零.csv”第 2 行含有空字符（NUL）：请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。",
    ),
}


@functools.cache
def bomb(title: str) -> bytes:
    """Build a named file once for all tests of a run."""
    return NAMED[title][1]()


def write_all(folder: Path) -> None:
    for number, title in enumerate(NAMED):
        (folder / f"{number:03}").write_bytes(bomb(title))
