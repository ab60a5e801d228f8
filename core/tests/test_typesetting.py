import datetime as dt

import pytest
from django.template import Engine

from core.typesetting import NotPrintable, picture_of, square_code, typeset

AT = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
LAYOUT = """
#let words = json(bytes(sys.inputs.words))
#set text(font: ("Noto Serif SC", "Noto Sans CJK SC"))
#words.text
#context if counter(page).final().first() > 1 { panic("more than one page") }
"""


@pytest.fixture
def layout(tmp_path, monkeypatch):
    (tmp_path / "page.typ").write_text(LAYOUT, encoding="utf-8")
    monkeypatch.setattr(Engine.get_default(), "dirs", [tmp_path])
    return "page.typ"


def test_a_page_is_pdf_a_and_the_same_every_time(layout):
    first, again = (typeset(layout, {"text": "万华化学"}, at=AT) for _ in range(2))

    assert first == again
    assert first.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in first
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in first


@pytest.mark.parametrize(
    "text", ["𠮷野家", "㛃瑢燊", "䶮", "#panic() $x$ \\ {name}", "</words>", ""]
)
def test_what_people_type_is_printed_and_never_obeyed(layout, text):
    assert typeset(layout, {"text": text}, at=AT)


def test_a_character_without_a_font_is_named(layout):
    with pytest.raises(NotPrintable) as refusal:
        typeset(layout, {"text": "化工🧿"}, at=AT)

    assert str(refusal.value) == "平台的字体打印不了“🧿”。"


def test_more_than_a_page_is_refused(layout):
    with pytest.raises(NotPrintable) as refusal:
        typeset(layout, {"text": "责任关怀" * 2000}, at=AT)

    assert str(refusal.value) == "文字超出一页：请缩短。"


def test_a_fault_of_the_layout_is_no_fault_of_the_text(layout):
    with pytest.raises(Exception, match="dictionary does not contain key"):
        typeset(layout, {}, at=AT)


def test_a_picture_is_a_png(layout):
    assert picture_of(layout, {"text": "万华"}).startswith(b"\x89PNG")


def test_a_square_code_is_black_on_white():
    drawn = square_code("https://example.org/verify/RC-2021-0042/")

    assert drawn.startswith("<svg")
    assert 'stroke="#000"' in drawn
