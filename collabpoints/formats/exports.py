"""Tables as files to take away: CSV that a Korean Windows opens, XLSX whose every cell is a text.

Nothing that was typed becomes a formula (promise 21).
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from xlsxwriter import Workbook

from collabpoints.domain.texts import FILLERS

_BEGINS_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = ("\t", "\r", "\n")
_WIDEST = 60


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a BOM. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
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


def _guarded(cell: str) -> str:
    """What Excel and LibreOffice take for a formula begins so, also after blanks and after what nobody sees: programs
    that clean a file up would drop that."""
    first = next((place for place, letter in enumerate(cell) if not _is_unseen(letter)), len(cell))
    return f"'{cell}" if cell.startswith(_CONTROLS) or cell.startswith(_BEGINS_FORMULAS, first) else cell


def _is_unseen(letter: str) -> bool:
    return letter in FILLERS or letter.isspace() or unicodedata.category(letter) in _UNSEEN


_UNSEEN = frozenset({"Cc", "Cf", "Mn"})
"""Controls, marks of formatting, and marks that stand on no letter here."""
