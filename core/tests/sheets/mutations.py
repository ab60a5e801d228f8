"""Bad files by the thousand, each from a seed: the same seed always gives the same file."""

import functools
import random
import re
from collections.abc import Callable

from core.tests.sheets import builders

Parts = dict[str, bytes]
SHEET_PART = "xl/worksheets/sheet1.xml"
ODD_NUMBERS = (b"-1", b"0", b"65536", b"1048577", b"99999999999", b"1e400", b"NaN")
ODD_TYPES = (b"s", b"e", b"b", b"d", b"str", b"n", b"inlineStr", b"zzz")
ODD_ADDRESSES = (b"A0", b"XFD1048576", b"AAAA1", b"1A", b"$A$1", b"", b"A1:B2", b"GR200000")


@functools.cache
def honest() -> tuple[bytes, ...]:
    """Give the workbooks that are spoilt: of each program, with all kinds of cells."""
    rows = [
        (f"第{n}个", f"{n:04}", builders.MIDNIGHT, n, "=1+1", n / 7, n % 2 == 0) for n in range(12)
    ]
    heading = ("名称", "代码", "日期", "人数", "式", "率", "是否")
    return (
        builders.workbook(rows, heading=heading),
        builders.workbook(rows, heading=heading, others={"说明": [["甲"]]}, hidden=["说明"]),
        builders.workbook(rows, heading=heading, first=(3, 2)),
        builders.openpyxl_workbook([heading, *rows]),
        builders.by_hand(builders.text_rows([heading, *[[f"{n}" for n in range(7)]] * 12])),
    )


@functools.cache
def honest_parts(number: int) -> Parts:
    return builders.unpacked(honest()[number])


TEXT = '名称,代码,备注\r\n甲,0012,"一,二"\r\n' + '乙,A7,"三\n四"\r\n' * 10


def flipped(chance: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 5, 50))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def holed(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 200) :]


def stuffed(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    other = chance.randrange(len(data))
    return data[:start] + data[other : other + chance.randrange(1, 200)] + data[start:]


# --- Inside the zip: the archive stays whole, its content does not ---


def without_part(chance: random.Random, parts: Parts) -> Parts:
    parts.pop(chance.choice(list(parts)))
    return parts


def renamed_part(chance: random.Random, parts: Parts) -> Parts:
    name = chance.choice(list(parts))
    new = chance.choice(
        (name.upper(), "../" + name, "/" + name, name + ".bak", "xl/vbaProject.bin")
    )
    return {new if key == name else key: content for key, content in parts.items()}


def swapped_parts(chance: random.Random, parts: Parts) -> Parts:
    first, second = chance.sample(list(parts), 2)
    return parts | {first: parts[second], second: parts[first]}


def spoilt_part(chance: random.Random, parts: Parts) -> Parts:
    name = chance.choice([*parts, *[SHEET_PART] * len(parts)])
    change = chance.choice((flipped, flipped, cut, holed, stuffed))
    return parts | {name: change(chance, parts[name] or b" ")}


def odd_words(chance: random.Random, parts: Parts) -> Parts:
    """Put numbers, types and addresses into the sheet that do not belong there."""
    pattern, words = chance.choice(
        (
            (rb"(?<=<v>)[^<]*", ODD_NUMBERS),
            (rb'(?<= t=")[^"]*', ODD_TYPES),
            (rb'(?<= r=")[^"]*', ODD_ADDRESSES),
            (rb'(?<= ref=")[^"]*', ODD_ADDRESSES),
            (rb'(?<= s=")[^"]*', ODD_NUMBERS),
        )
    )
    share = chance.choice((1.0, 0.1))
    sheet = re.sub(
        pattern,
        lambda found: chance.choice(words) if chance.random() < share else found[0],
        parts[SHEET_PART],
    )
    return parts | {SHEET_PART: sheet}


def odd_book(chance: random.Random, parts: Parts) -> Parts:
    """Rename, hide or double the sheet in the workbook part, or point it elsewhere."""
    old, new = chance.choice(
        (
            (rb'name="[^"]*"', b'name="Sheet1"'),
            (rb"<sheet ", b'<sheet state="hidden" '),
            (rb"<sheet ", b'<sheet state="veryHidden" '),
            (rb"(<sheet [^>]*/>)", rb"\1\1"),
            (rb"<sheet [^>]*/>", b""),
            (rb'r:id="[^"]*"', b'r:id="rId99"'),
        )
    )
    return parts | {"xl/workbook.xml": re.sub(old, new, parts["xl/workbook.xml"])}


def merged(chance: random.Random, parts: Parts) -> Parts:
    reference = chance.choice((b"A1:C3", b"B2:B1048576", b"A1", b"zz"))
    tag = b'</sheetData><mergeCells count="1"><mergeCell ref="' + reference + b'"/></mergeCells>'
    return parts | {SHEET_PART: parts[SHEET_PART].replace(b"</sheetData>", tag)}


def declared(chance: random.Random, parts: Parts) -> Parts:
    name = chance.choice(list(parts))
    return parts | {name: b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts[name]}


BYTE_CHANGES = (flipped, cut, holed, stuffed)
PART_CHANGES = (
    without_part,
    renamed_part,
    swapped_parts,
    spoilt_part,
    spoilt_part,
    odd_words,
    odd_words,
    odd_book,
    merged,
    declared,
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be")


def bad_workbook(chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return chance.choice(BYTE_CHANGES)(chance, chance.choice(honest()))
    change: Callable[[random.Random, Parts], Parts] = chance.choice(PART_CHANGES)
    parts = change(chance, dict(honest_parts(chance.randrange(len(honest())))))
    return builders.packed(parts)


def bad_csv(chance: random.Random) -> bytes:
    data = TEXT.encode(chance.choice(ENCODINGS))
    return chance.choice(BYTE_CHANGES)(chance, data)


def bad_upload(seed: int) -> tuple[str, bytes]:
    """Give a name, not always the right one, and a file that is probably bad."""
    chance = random.Random(seed)
    is_text = chance.random() < 0.2
    data = bad_csv(chance) if is_text else bad_workbook(chance)
    ending = chance.choice(("csv", "xlsx", "xls")) if chance.random() < 0.2 else "xlsx"
    return f"名单.{'csv' if is_text else ending}", data
