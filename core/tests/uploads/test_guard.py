import itertools
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils.translation import override

from core.sheets.reading import ROOT, environment
from core.tests.sheets import builders
from core.tests.uploads.bombs import NAMED, bomb, write_all
from core.uploads import limits
from core.uploads.faults import UploadRefused
from core.uploads.guard import UploadKind, check_upload

pytestmark = pytest.mark.shows("S6")

SECONDS = 0.1
MEGABYTES = 50
MEASURE = """
import re, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from core.uploads.guard import check_upload
from core.uploads.faults import UploadRefused
def peak():  # not ru_maxrss: it begins with the size of the process that started this one
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
before = peak()
refused = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        check_upload(path.name, path)
    except UploadRefused:
        refused += 1
print(refused, peak() - before)
hoard = bytes(64 << 20).replace(b"\\0", b"1")
print(peak() - before)
"""


def answer(name: str, data: bytes | Path) -> str:
    with override("zh-hans"):
        try:
            return check_upload(name, data)
        except UploadRefused as error:
            return str(error)


@pytest.mark.parametrize("title", NAMED)
def test_a_named_bad_file_is_answered_in_words(title):
    name, _, sentence = NAMED[title]

    assert answer(name, bomb(title)) == sentence


@pytest.mark.parametrize("title", NAMED)
def test_a_named_bad_file_is_answered_at_once(title):
    name, data = NAMED[title][0], bomb(title)
    seconds = []

    for _ in range(5):
        started = time.thread_time()  # other load on the machine is left out
        answer(name, data)
        seconds.append(time.thread_time() - started)

    assert min(seconds) <= SECONDS


def test_no_named_bad_file_takes_much_memory(tmp_path, figure):
    write_all(tmp_path)

    ended = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    refused, megabytes, control = map(int, ended.stdout.split())
    assert refused == len(NAMED)
    assert megabytes <= MEGABYTES
    assert control > MEGABYTES
    figure("S6", f"{refused} named files refused, {megabytes} MB at most; unpacked: {control} MB")


def test_the_sentence_is_english_for_english_readers():
    with override("en"), pytest.raises(UploadRefused) as caught:
        check_upload("list.pdf", b"%PDF-1.7")

    assert str(caught.value) == (
        'The file "list.pdf" is not an Excel workbook or CSV: save it as .xlsx and upload it again.'
    )


def test_a_name_in_a_sentence_has_no_folder_and_nothing_invisible():
    name = "C:\\temp\\..\\名\u202e单\n" + "长" * 100 + ".pdf"

    assert answer(name, b"%PDF") == (
        f"文件“名单{'长' * 37}…{'长' * 16}.pdf”不是 Excel 工作簿或 CSV：请另存为 .xlsx 后再上传。"
    )


@pytest.mark.parametrize(
    ("title", "data"),
    [
        ("honest", builders.workbook()),
        ("by openpyxl", builders.openpyxl_workbook([builders.HEADING, *builders.ROWS])),
        ("by hand", builders.by_hand()),
        ("lying dimension", builders.by_hand(dimension='<dimension ref="A1:XFD1048576"/>')),
        ("last near cell", builders.by_hand('<row r="1"><c r="GR200000"><v>1</v></c></row>')),
        (
            "far formatted cells without content",
            builders.by_hand(
                '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'
                '<row r="1048576" ht="20"><c r="A1048576" s="0"/></row>'
            ),
        ),
        ("100,000 rows", builders.by_hand("<row><c><v>1</v></c></row>" * 100_001)),
        (
            "hyperlink",
            builders.by_hand(
                parts={
                    "xl/worksheets/_rels/sheet1.xml.rels": builders.relations(
                        ("rId1", f"{builders.OFFICE}/hyperlink", "https://example.com/"),
                        mode=' TargetMode="External"',
                    )
                }
            ),
        ),
        ("prefixed names", builders.by_hand('<x:row r="1"><x:c r="A1"/></x:row>')),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_harmless_workbook_passes(title, data):
    assert check_upload("名单.xlsx", data) == UploadKind.XLSX


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="GS1"><v>1</v></c>',
        '<c r="A200001"><v>1</v></c>',
        '<c r="B1200000"><v>1</v></c>',
        '<c r="ZZZZ1"><v>1</v></c>',
        '<c r="xfd1"><v>1</v></c>',
        '<c r="A0000200001"><v>1</v></c>',
        "<c\n s='1'\tr = 'XFD1' t='n'><v>1</v></c>",
        '<c s=">" r="XFD1"><v>1</v></c>',
        '<c r="XFD1" s="/>"><v>1</v></c>',
        '<x:c r="XFD1"><v>1</v></x:c>',
        '<row r="1"></row><y:c t="n" r="XFD1"><v>1</v></y:c>',
    ],
)
def test_a_far_cell_is_found_however_it_is_written(cell):
    with pytest.raises(UploadRefused) as caught:
        check_upload("远.xlsx", builders.by_hand(f'<row r="1">{cell}</row>'))

    assert caught.value.fault == "far_cell"


def test_a_far_cell_is_found_across_any_two_pieces(monkeypatch):
    data = builders.by_hand(
        f'{builders.text_rows([["甲"]])}<row r="2"><c r="XFD2"><v>1</v></c></row>'
    )

    faults = []
    for size in itertools.chain(range(1, 40), range(40, 400, 7)):
        monkeypatch.setattr("core.uploads.archive.PIECE", size)
        with pytest.raises(UploadRefused) as caught:
            check_upload("远.xlsx", data)
        faults.append(caught.value.fault)

    assert set(faults) == {"far_cell"}


def test_the_guard_stops_where_the_directory_lies(monkeypatch):
    parts = {"xl/workbook.xml": "<workbook/>"}
    data = builders.packed(parts)
    honest = len("<workbook/>")
    lying = data.replace(honest.to_bytes(4, "little"), (honest - 1).to_bytes(4, "little"))

    with pytest.raises(UploadRefused) as caught:
        check_upload("谎.xlsx", lying)

    assert caught.value.fault == "broken"


@pytest.mark.parametrize(
    "data",
    [
        "名称,代码\r\n甲,1\r\n".encode(),
        "名称,代码\r\n甲,1\r\n".encode("utf-8-sig"),
        "名称,代码\r\n甲,1\r\n".encode("gb18030"),
        "名称;代码\n㐀𠮷,1\n".encode("gb18030"),
        b"name,code\na,1\n",
    ],
)
def test_a_csv_in_an_accepted_encoding_passes(data):
    assert check_upload("名单.csv", data) == UploadKind.CSV


def test_the_content_decides_not_the_name(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_bytes(builders.workbook())

    assert check_upload("名单.csv", path) == UploadKind.XLSX
    assert check_upload("名单.xlsx", "名称,代码\r\n".encode()) == UploadKind.CSV


def test_a_file_of_exactly_ten_megabytes_passes():
    data = b"a,b\n" * (limits.FILE_BYTES // 4)

    assert check_upload("名单.csv", data) == UploadKind.CSV


def test_more_cells_than_any_honest_workbook_has_are_refused(monkeypatch):
    data = builders.by_hand("<row>" + "<c><v>1</v></c>" * 100 + "</row>")
    assert check_upload("多.xlsx", data) == UploadKind.XLSX

    monkeypatch.setattr(limits, "CELLS", 99)

    assert answer("多.xlsx", data) == NAMED["gigabyte"][2].replace("大", "多", 1)


def test_a_workbook_that_costs_too_much_work_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "GUARD_SECONDS", 0)

    with pytest.raises(UploadRefused) as caught:
        check_upload("慢.xlsx", builders.workbook())

    assert caught.value.fault == "bomb"


def test_a_hostile_text_does_not_make_the_search_slow():
    texts = [":c " * 200_000, " r " * 200_000, 'TargetMode="External" ' * 40_000]
    parts = {f"xl/{n}.rels": f"<c {text}<" for n, text in enumerate(texts)}
    started = time.thread_time()

    check_upload("慢.xlsx", builders.by_hand(parts=parts))

    assert time.thread_time() - started < 1


def test_a_csv_that_is_called_a_workbook_is_read_and_mere_text_is_not():
    table = check_upload("名录.xlsx", "\n名称,代码\n甲,1\n".encode("utf-8-sig"))

    assert table == UploadKind.CSV
    assert answer("说明.xlsx", "各单位：\n请填写名录,谢谢\n".encode()) == (
        "文件“说明.xlsx”的内容不是 Excel 工作簿（可能已损坏，或被加密软件锁定）："
        "请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再上传。"
    )
