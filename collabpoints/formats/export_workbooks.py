"""XLSX of any length, written a piece at a time: a cover sheet, then the rows on as many sheets as they need.

Written by hand and not by XlsxWriter because of its cost (docs/adr/0027): whole columns are made to cells at once, and
the texts stand in the cells. No text is a formula: each is typed as a text, in a format that keeps it one when edited.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from collabpoints.domain.exports import Kind
from collabpoints.formats.export_cells import Row
from collabpoints.formats.export_covers import Cover
from collabpoints.formats.export_csv import Progress, Written, csv_lines
from collabpoints.formats.workbook_cells import HEADER_STYLE, numbered, row_xml, text_cell
from collabpoints.formats.workbook_parts import (
    DataSheet,
    cover_sheet,
    package,
    sheet_head,
    sheet_tail,
    styles,
    workbook,
)

MOST_ROWS = 1_048_576
"""Rows of a sheet, its heading counted: Excel's limit."""

MOST_BYTES = 1_500_000_000
"""Of a sheet before it is packed: below what a zip without its 64-bit extension holds, which some readers lack."""

_LEVEL = 2
"""Of packing: rows of cells are so alike that more effort costs more than it saves."""

_NARROWEST, _WIDEST = 8, 60
_SPECIAL = (b"&", b"<", b">", b"_x")


@dataclass(frozen=True, slots=True)
class Sheets:
    """How the sheets look: a heading and a kind for each column; `name` of the sheets with rows, `cover` of the first."""

    headings: Sequence[str]
    kinds: Sequence[Kind]
    name: str
    cover: str
    language: str
    made_at: datetime


def write_workbook(
    file: BinaryIO,
    sheets: Sheets,
    batches: Iterable[Sequence[Row]],
    cover_of: Callable[[Written], Cover],
    *,
    progress: Progress | None = None,
    most_rows: int = MOST_ROWS,
    most_bytes: int = MOST_BYTES,
) -> Written:
    """Afterwards the file is a workbook. The cover is asked for at the end, when what was written is known."""
    written, digest = Written(), sha256()
    texts = [place for place, kind in enumerate(sheets.kinds) if kind is Kind.TEXT]
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        data = _DataSheets(book, sheets, most_rows, most_bytes)
        for batch in batches:
            lines, is_unchanged = csv_lines(batch, texts)
            digest.update(lines)
            data.write(batch, is_plain=is_unchanged and not any(one in lines for one in _SPECIAL))
            written.rows += len(batch)
            if progress:
                progress(written.rows)
        data.close()
        written.checksum = digest.hexdigest()
        cover = cover_of(written)
        for name, content in (
            ("xl/worksheets/sheet1.xml", cover_sheet(cover)),
            ("xl/workbook.xml", workbook(sheets.cover, data.made, len(sheets.headings))),
            ("xl/styles.xml", styles(sheets.language)),
            *package(1 + len(data.made), cover.title, sheets.made_at),
        ):
            with book.open(name, "w") as part:
                part.write(content.encode())
    return written


class _DataSheets:
    """The sheets with rows: the next one is begun when one is full."""

    def __init__(self, book: ZipFile, sheets: Sheets, most_rows: int, most_bytes: int) -> None:
        self._book, self._sheets, self._most_rows, self._most_bytes = book, sheets, most_rows, most_bytes
        self._part: IO[bytes] | None = None
        self._rows = self._bytes = 0
        self._widths: list[int] = []
        self.made: list[DataSheet] = []

    def write(self, batch: Sequence[Row], *, is_plain: bool) -> None:
        while batch:
            part = self._open(batch)
            here, batch = batch[: self._most_rows - self._rows], batch[self._most_rows - self._rows :]
            content = row_xml(here, self._sheets.kinds, self._rows + 1, is_plain=is_plain).encode()
            part.write(content)
            self._rows += len(here)
            self._bytes += len(content)
            if self._rows >= self._most_rows or self._bytes >= self._most_bytes:
                self._end()

    def close(self) -> None:
        """No more rows come. A table without rows has a sheet with its headings all the same."""
        if not self.made:
            self._open([])
        self._end()

    def _open(self, first: Sequence[Row]) -> IO[bytes]:
        if self._part is None:
            self._widths = self._widths or _widths(self._sheets.headings, first)
            self._part = self._book.open(f"xl/worksheets/sheet{len(self.made) + 2}.xml", "w")
            cells = "".join(text_cell(place, text, HEADER_STYLE) for place, text in enumerate(self._sheets.headings))
            self._part.write((sheet_head(self._widths) + numbered(cells, 1)).encode())
            self._rows, self._bytes = 1, 0
        return self._part

    def _end(self) -> None:
        if self._part is not None:
            self._part.write(sheet_tail(len(self._sheets.headings), self._rows).encode())
            self._part.close()
            self._part = None
            name = self._sheets.name if not self.made else f"{self._sheets.name} ({len(self.made) + 1})"
            self.made.append(DataSheet(name, self._rows))


def _widths(headings: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """By the headings and by the first rows; Hangul is twice as wide as a digit."""
    return [
        min(_WIDEST, max(_NARROWEST, 2 + max(map(_width, (heading, *(row[place] for row in rows))))))
        for place, heading in enumerate(headings)
    ]


def _width(text: str) -> int:
    return max((len(line) + sum(letter > "\u1100" for letter in line) for line in text.split("\n")), default=0)
