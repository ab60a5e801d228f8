"""An edition's document drawn as files: equal documents give equal bytes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from reports.services.rendering import data, docx, pdf, xlsx

Renderer = Callable[[Mapping[str, Any]], bytes]
# By the names under which the files are fetched, in the order in which they are offered.
RENDERERS: Final[Mapping[str, Renderer]] = {
    "report.pdf": pdf.render,
    "report.docx": docx.render,
    "data.xlsx": xlsx.render,
    "data.json": data.render_json,
    "data.csv": data.render_csv,
}
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "report.pdf": "application/pdf",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "data.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data.json": "application/json",
    "data.csv": "text/csv; charset=utf-8",
}
