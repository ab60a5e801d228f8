"""Printed pages as PDF/A: the layout is a `.typ` file among the templates, the words come as data.

What people typed never becomes part of the layout's source, so it can neither break nor change it.
"""

import datetime as dt
import io
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import segno
import typst
from django.template import Engine
from django.utils.translation import gettext as _

ARCHIVE: Final = "a-2b"
# In this order: what the first font lacks is looked for in the next one.
FONT_PACKAGES: Final = ("pylopdf_fonts_zh_cn", "manimgx_fonts_cjk")
_LACKING: Final = re.compile(r'the text `?"(?P<text>[^"]+)"`? could not be displayed')


_OVERFULL: Final = "more than one page"  # the layout of a single page says so itself


class NotPrintable(ValueError):
    """The page holds a character that no font of the portal can print, or more than fits on it."""


def typeset(template: str, words: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """Give the page as PDF/A-2b, its fonts inside; `at` is the moment of printing it bears.

    Raises NotPrintable rather than printing an empty box.
    """
    # PDF/A makes an error of a character that no font has.
    return _compile(
        template, words, format="pdf", pdf_standards=ARCHIVE, timestamp=int(at.timestamp())
    )


def picture_of(template: str, words: Mapping[str, Any], *, dots: float = 96) -> bytes:
    """Give the one page as a PNG with so many dots to the inch."""
    return pictures_of(template, words, dots=dots)[0]


def pictures_of(template: str, words: Mapping[str, Any], *, dots: float = 96) -> list[bytes]:
    """Give every page as a PNG: many small ones at once cost little more than one."""
    made = _made(template, words, format="png", ppi=dots)
    return made if isinstance(made, list) else [made]


def square_code(text: str) -> str:
    """Give the QR code of the text as SVG, black on white, readable when an eighth is damaged."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _compile(template: str, words: Mapping[str, Any], **options: Any) -> bytes:
    made = _made(template, words, **options)
    assert isinstance(made, bytes)  # noqa: S101 -- for mypy: a document is one file
    return made


def _made(template: str, words: Mapping[str, Any], **options: Any) -> bytes | list[bytes]:
    path = _path_of(template)
    try:
        made: bytes | list[bytes] = typst.compile(
            path,
            root=path.parent,
            font_paths=_fonts(),
            sys_inputs={"words": json.dumps(words)},
            **options,
        )
    except typst.TypstError as error:
        sentence = _sentence(str(error))
        if not sentence:
            raise
        raise NotPrintable(sentence) from error
    return made


def _sentence(fault: str) -> str:
    if lacking := _LACKING.search(fault):
        return _("No font of the portal can print “%(text)s”.") % {"text": lacking["text"]}
    return _("The text does not fit on the page: shorten it.") if _OVERFULL in fault else ""


@cache
def _fonts() -> typst.Fonts:
    """Read once: our own fonts and none of the machine's, so that a page is the same everywhere."""
    folders = [str(files(package)) for package in FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _path_of(template: str) -> Path:
    folders = (Path(folder) for folder in Engine.get_default().dirs)
    return next(path for folder in folders if (path := folder / template).exists())
