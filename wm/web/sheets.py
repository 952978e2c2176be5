"""Tables as CSV files: UTF-8 with a mark that spreadsheets know, and no cell that they would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet takes for a formula (OWASP)
MARK = "\ufeff"


def sheet(rows: Iterable[Sequence], name: str) -> Response:
    """Answer with these rows as a download called `name`."""
    answer = Response(text(rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def text(rows: Iterable[Sequence]) -> str:
    """Return these rows as CSV (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out).writerows([[cell(each) for each in row] for row in rows])
    return MARK + out.getvalue()


def cell(value) -> str:
    """Return one cell; a text that begins like a formula gets an apostrophe before it. Numbers stay numbers."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    plain = value.replace("\x00", "")
    return f"'{plain}" if plain.lstrip(" ").startswith(RUNS) or plain.startswith(RUNS) else plain
