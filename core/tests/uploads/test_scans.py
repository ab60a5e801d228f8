"""S5, S6 for files that prove something: the content decides, and every refusal says the remedy."""

import contextlib
import random
import time

import pytest

from core.tests.uploads.scans import PDF, chunk, jpg, pdf_packing, pdf_with, png
from core.uploads import limits, scans
from core.uploads.faults import Fault, UploadRefused
from core.uploads.scans import check_scan

WHOLE = {"pdf": PDF, "jpg": jpg(), "png": png()}


def fault_of(content, name="扫描件.pdf"):
    with pytest.raises(UploadRefused) as refused:
        check_scan(name, content)
    assert name in str(refused.value)
    return refused.value.fault


@pytest.mark.parametrize("kind", WHOLE)
def test_the_content_says_what_a_file_is(kind):
    assert check_scan("whatever.exe", WHOLE[kind]) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"PK\x03\x04" + b"\0" * 200,
        b"MZ\x90\0",
        b"GIF89a",
        b"\xef\xbb\xbf%PDF-1.7",
        b" " + PDF,
    ],
)
def test_what_is_neither_paper_nor_picture_is_refused(content):
    assert fault_of(content) == Fault.NOT_A_SCAN


def test_an_empty_file_and_one_too_large_are_refused():
    assert fault_of(b"") == Fault.EMPTY
    assert fault_of(PDF + b"\0" * limits.FILE_BYTES) == Fault.SCAN_TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        PDF[:-20],
        jpg()[:-2],
        jpg()[:30],
        jpg(width=0),
        png()[:-12],
        png().replace(b"IDAT", b"IDAX"),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        png(height=0),
    ],
)
def test_what_is_not_whole_is_refused(content):
    assert fault_of(content) == Fault.SCAN_BROKEN


@pytest.mark.parametrize("picture", [png(20_000, 20_000), jpg(60_000, 60_000)])
def test_a_picture_of_too_many_points_is_refused(picture):
    assert fault_of(picture) == Fault.TOO_MANY_POINTS


ACTIVE = [
    b"<< /S /JavaScript /JS (app.alert) >>",
    b"<< /S /Launch /F (cmd.exe) >>",
    b"<< /Type /EmbeddedFile >>",
    b"<< /S /Java#53cript >>",
]


@pytest.mark.parametrize("made", [pdf_with, pdf_packing])
@pytest.mark.parametrize("text", ACTIVE)
def test_a_pdf_that_does_something_is_refused(made, text):
    assert fault_of(made(text)) == Fault.SCAN_ACTIVE


def test_a_pdf_with_a_password_is_refused():
    assert fault_of(pdf_with(b"<< /Encrypt 9 0 R >>")) == Fault.SCAN_LOCKED


def test_a_pdf_that_unpacks_without_end_is_refused_at_once():
    bomb = pdf_packing(b" " * (2 * scans.UNPACKED))
    assert len(bomb) < 100_000

    begun = time.thread_time()
    assert fault_of(bomb) == Fault.SCAN_BROKEN
    assert time.thread_time() - begun < 1


def test_packed_programs_pass_when_nobody_unpacks(monkeypatch):
    """The control: without unpacking, what is hidden in a stream would come in."""
    monkeypatch.setattr(scans, "_packed_objects", lambda content: ())

    assert check_scan("x", pdf_packing(ACTIVE[0])) == "pdf"


@pytest.mark.parametrize("kind", WHOLE)
def test_spoilt_files_are_refused_in_a_sentence_or_pass_never_more(kind):
    """Three thousand cuts, flips and doublings: no other exception, and nothing takes long."""
    chance = random.Random(kind)
    for _time in range(1_000):
        content = bytearray(WHOLE[kind])
        for _flip in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        cut = bytes(content[: chance.randrange(1, len(content) + 1)]) * chance.randint(1, 2)
        begun = time.thread_time()
        with contextlib.suppress(UploadRefused):
            check_scan("x", cut)
        assert time.thread_time() - begun < 0.5
