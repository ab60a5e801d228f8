"""The lists of "1+3" as files."""

import tempfile
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from commitments.exports import FORMATS
from core.sheets.writing import Column, csv_chunks, write_workbook


def ledger_file(
    title: str, headings: list[str], rows: list[list[Any]], suffix: str
) -> HttpResponseBase:
    """This will give the rows as CSV or as a workbook, named after its title and the day.

    In a workbook numbers and days are such, and can be added up and sorted.
    """
    response: HttpResponseBase
    if suffix == "csv":
        chunks = csv_chunks(headings, rows)
        response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
        columns = [
            Column(heading, 24, code=all(isinstance(row[place], str) for row in rows))
            for place, heading in enumerate(headings)
        ]
        write_workbook(file, sheet_name=title, columns=columns, rows=rows, title=title)
        file.seek(0)
        response = FileResponse(file, content_type=FORMATS["xlsx"].content_type)
    name = f"{title}_{timezone.localdate().isoformat()}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
