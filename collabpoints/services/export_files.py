"""Make the file of an export: read in one snapshot, written beside the database, then handed to whoever keeps it.

Nothing is written to the database here. The file lies in the machine's temporary folder, without a name: whatever stops
this leaves nothing behind.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from io import BufferedRandom
from os import SEEK_END
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from collabpoints.db import patiently, snapshot
from collabpoints.domain.export_headings import TITLES, headings_of
from collabpoints.domain.exports import FileFormat, Wanted
from collabpoints.formats.evidence_files import clean_name
from collabpoints.formats.export_cells import text_of
from collabpoints.formats.export_covers import Cover, about_making, beside_csv, sheet_names, with_proof
from collabpoints.formats.export_csv import Progress, Written, write_csv
from collabpoints.formats.export_workbooks import Sheets, write_workbook
from collabpoints.queries.export_streams import batches, pieces
from collabpoints.queries.exports import Table, table_of

_PIECE = 1024 * 1024
_MINUTES = 30
"""A statement of a very large file may take so long; nobody waits for it."""

TableMaker = Callable[[Wanted, int, date], Table]
"""Makes the table of a file for an agency, as of a day, within the snapshot that is open."""


class RowsDiffer(Exception):
    """The rows that were written are not as many as were counted in the same snapshot."""


@dataclass(frozen=True, slots=True)
class Making:
    """What a file says of its making: by whom (as the cover names him) and when."""

    maker: str
    at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made. `digest`: SHA-256 of it. `companion`: its cover as text, and what CP949 could not hold."""

    file: BufferedRandom
    name: str
    rows: int
    size: int
    digest: str
    losses: int
    companion: str
    through_entry_id: int
    table: Table

    def pieces(self) -> Iterator[bytes]:
        """The content, a megabyte at a time."""
        self.file.seek(0)
        while piece := self.file.read(_PIECE):
            yield piece


@contextmanager
def made_file(
    wanted: Wanted,
    agency_id: int,
    making: Making,
    *,
    at_most: int | None = None,
    into: BufferedRandom | None = None,
    progress: Progress | None = None,
    tables: TableMaker = lambda wanted, agency_id, today: table_of(wanted, agency_id, today=today),
) -> Iterator[MadeFile | None]:
    """The file, made; it is gone when the block ends, unless it was made `into` one. None where the table has more lines
    than `at_most`. Raises what `tables` raises; OSError where it cannot be written."""
    with _file(into) as file:
        target = _Target(wanted, making, file, progress)
        today = making.at.astimezone(making.zone).date()
        with snapshot() as session, patiently(session, minutes=_MINUTES):
            table = tables(wanted, agency_id, today)
            is_small = at_most is None or table.count <= at_most
            written = target.write(session, table) if is_small else None
        yield target.made(table, *written) if written else None


@contextmanager
def _file(into: BufferedRandom | None) -> Iterator[BufferedRandom]:
    """This file, or one without a name that is gone when the block ends."""
    if into is not None:
        yield into
        return
    with TemporaryFile() as file:
        yield file


@dataclass(frozen=True, slots=True)
class _Target:
    wanted: Wanted
    making: Making
    file: BufferedRandom
    progress: Progress | None

    def write(self, session: Session, table: Table) -> tuple[Written, str]:
        """What was written, and its companion."""
        headings, language = headings_of(table.columns, self.wanted.language), self.wanted.language
        cover, zone = _cover(self.wanted, table, self.making), self.making.zone
        is_cp949 = self.wanted.file_format is FileFormat.CSV_CP949
        if self.wanted.file_format is FileFormat.XLSX:
            kinds = [column.kind for column in table.columns]
            sheets = Sheets(headings, kinds, *sheet_names(language), language, self.making.at)
            rows = batches(session, table.statement, table.columns, zone)
            written = write_workbook(
                self.file, sheets, rows, lambda written: with_proof(cover, written, language), progress=self.progress
            )
        else:
            lines = pieces(session, table.statement, table.columns, zone)
            written = write_csv(self.file, headings, lines, is_cp949=is_cp949, progress=self.progress)
        return written, beside_csv(with_proof(cover, written, language), written, language, is_cp949=is_cp949)

    def made(self, table: Table, written: Written, companion: str) -> MadeFile:
        """The file as it lies there. Raises RowsDiffer."""
        if written.rows != table.count:
            raise RowsDiffer(f"{written.rows} rows written, {table.count} counted")
        size = self.file.seek(0, SEEK_END)
        self.file.seek(0)
        return MadeFile(
            file=self.file,
            name=_name(self.wanted, self.making),
            rows=written.rows,
            size=size,
            digest=file_digest(self.file, "sha256").hexdigest(),
            losses=written.lost,
            companion=companion,
            through_entry_id=table.through_entry_id,
            table=table,
        )


def _cover(wanted: Wanted, table: Table, making: Making) -> Cover:
    """The facts of the content, then those of the making; what has to stand out comes first."""
    facts = table.cover
    headings = dict(zip(table.columns, headings_of(table.columns, wanted.language), strict=True))
    totals = [
        (headings[one.column], text_of(one.column.kind, making.zone)(one.total)) for one in table.controls.figures
    ]
    made = about_making(
        making.maker, making.at.astimezone(making.zone), totals, table.through_entry_id, language=wanted.language
    )
    first = [("" if place else _WARNING[wanted.language == "en"], one) for place, one in enumerate(facts.warnings)]
    return Cover(facts.title or TITLES[wanted.what].within(wanted.language), (*first, *facts.lines, *made))


_WARNING = ("주의", "Note")


def _name(wanted: Wanted, making: Making) -> str:
    """`개인별_합계_2026-07~2026-12_20261122-1505.xlsx`."""
    title = TITLES[wanted.what].within(wanted.language).replace(" ", "_")
    months = str(wanted.first) if wanted.first == wanted.last else f"{wanted.first}~{wanted.last}"
    at = making.at.astimezone(making.zone)
    return clean_name(f"{title}_{months}_{at:%Y%m%d-%H%M}.{wanted.file_format.suffix}")
