"""Tables as files to take away: CSV that a Korean Windows opens, XLSX whose every cell is a text.

Nothing that was typed becomes a formula (promise 21).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from xlsxwriter import Workbook

from collabpoints.formats.formula_guard import guarded

_WIDEST = 60


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a BOM. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(headings: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str, made_on: date) -> bytes:
    """One sheet, its first row bold and standing still. The same values make the same bytes."""
    content = io.BytesIO()
    widths = [len(heading) for heading in headings]
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(made_on, time(), UTC)})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(line, column, cell)
                widths[column] = max(widths[column], len(cell))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(_WIDEST, 2 * width + 2))  # Hangul is twice as wide as a digit
    return content.getvalue()
