"""CSV of any length, written a piece at a time: UTF-8 with a BOM, or CP949 with a list of what it cannot hold.

The data stay one clean table: what is to be said about it stands in a text beside it (formats/export_covers.py). Lines end
with \\n, as PostgreSQL's COPY writes them: the same rows make the same bytes on every database, and Excel takes both.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from collabpoints.formats.export_cells import Row, fit, guard, is_fit

BOM = "\ufeff"
IN_THE_PLACE_OF_WHAT_IS_LOST = "〓"
"""The mark that printers put where a letter was missing; CP949 has it."""

MOST_LISTED = 1_000
"""So many lost characters are listed one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows, guarded, as lines of CSV in UTF-8."""

    rows: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Loss:
    """A character that the encoding cannot hold: its line (from 1, as a spreadsheet counts) and the heading above it."""

    line: int
    heading: str
    letter: str

    @property
    def name(self) -> str:
        """`U+1F600 GRINNING FACE`."""
        return f"U+{ord(self.letter):04X} {unicodedata.name(self.letter, '')}".rstrip()


@dataclass(slots=True)
class Written:
    """What was written: rows, and the SHA-256 of the data rows (without BOM and headings, as UTF-8), which is the same in
    every format. `lost` counts the characters that did not fit, `losses` names the first of them."""

    rows: int = 0
    checksum: str = ""
    lost: int = 0
    losses: list[Loss] = field(default_factory=list)


Progress = Callable[[int], None]
"""Told now and then how many rows are written."""


def csv_lines(rows: Sequence[Row], texts: Sequence[int]) -> tuple[bytes, bool]:
    """Rows as lines of UTF-8, and whether every cell stands there as it was; `texts` are the places of what was typed."""
    safe = guard(rows, texts)
    try:
        content = _lines(safe).encode()
    except UnicodeEncodeError:
        content = b"\r"
    if is_fit(content):
        return content, safe is rows
    # A bare \r is no end of line to the writer, so that it stands unquoted: cells are mended, not lines.
    return _lines([[fit(cell) for cell in row] for row in safe]).encode(), False


def write_csv(
    file: BinaryIO,
    headings: Sequence[str],
    pieces: Iterable[Piece],
    *,
    is_cp949: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Afterwards the file holds headings and rows. Nothing is kept in memory but the piece at hand."""
    written, digest = Written(), sha256()
    head = _lines([headings])
    file.write(_in_cp949(head, headings, 1, written) if is_cp949 else (BOM + head).encode())
    for piece in pieces:
        digest.update(piece.content)
        content = piece.content
        if is_cp949:
            content = _in_cp949(content.decode(), headings, written.rows + 2, written)
        file.write(content)
        written.rows += piece.rows
        if progress:
            progress(written.rows)
    written.checksum = digest.hexdigest()
    return written


def lines_of(rows: Iterable[Row]) -> bytes:
    """Rows as lines of UTF-8, as they are."""
    return _lines(rows).encode()


def rows_of(content: bytes) -> Iterator[list[str]]:
    """The rows of some lines of CSV."""
    return csv.reader(io.StringIO(content.decode(), newline=""))


def _in_cp949(lines: str, headings: Sequence[str], first: int, written: Written) -> bytes:
    try:
        return lines.encode("cp949")
    except UnicodeEncodeError:
        for line, row in enumerate(csv.reader(io.StringIO(lines, newline="")), start=first):
            for place, cell in enumerate(row):
                for letter in filter(_is_lost, cell):
                    written.lost += 1
                    if written.lost <= MOST_LISTED:
                        written.losses.append(Loss(line, headings[place], letter))
        return "".join(IN_THE_PLACE_OF_WHAT_IS_LOST if _is_lost(letter) else letter for letter in lines).encode("cp949")


def _is_lost(letter: str) -> bool:
    if letter.isascii():
        return False
    try:
        letter.encode("cp949")
    except UnicodeEncodeError:
        return True
    return False


def _lines(rows: Iterable[Row]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
