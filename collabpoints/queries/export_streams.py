"""The rows of an export as they come: as lines of CSV, or in batches of texts. Within the snapshot that asked for the table.

On PostgreSQL the server's COPY is passed on, with the guard against formulas, dates and decimals made in SQL: neither
rows nor values are ever objects here (docs/adr/0027). On SQLite the cursor is read a little at a time. Both give the same
bytes.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Numeric, Select, Text, case, func, literal, or_, select
from sqlalchemy.orm import Session

from collabpoints.db import dialect_of
from collabpoints.domain.exports import Column, Kind
from collabpoints.domain.schemes import WHOLE
from collabpoints.formats.export_cells import MOST_UNITS, Row, fit, is_fit, shortened, text_of
from collabpoints.formats.export_csv import Piece, csv_lines, lines_of, rows_of
from collabpoints.formats.formula_guard import BEGINS_FORMULAS, CONTROLS, HARMLESS, unseen
from collabpoints.prepared import as_sqlalchemy_says, line_of

Rows = Select[*tuple[Any, ...]]
_PIECE = 512 * 1024
_BATCH = 2_000


def pieces(session: Session, rows: Rows, columns: Sequence[Column], zone: ZoneInfo) -> Iterator[Piece]:
    """The rows as lines of CSV, guarded and cut as formats/export_cells.py says, a piece at a time."""
    texts = _texts(columns)
    if dialect_of(session) != "postgresql":
        for batch in batches(session, rows, columns, zone):
            yield Piece(len(batch), csv_lines(batch, texts)[0])
        return
    for lines in _copied(session, _written(rows, columns, zone, is_guarded=True)):
        content = b"".join(lines)
        if max(map(len, lines)) > MOST_UNITS:
            content = lines_of([[shortened(cell) for cell in row] for row in rows_of(content)])
        yield Piece(len(lines), content if is_fit(content) else fit(content.decode()).encode())


def batches(session: Session, rows: Rows, columns: Sequence[Column], zone: ZoneInfo) -> Iterator[Sequence[Row]]:
    """The rows as texts, neither guarded nor cut, a few thousand at a time."""
    if dialect_of(session) == "postgresql":
        for lines in _copied(session, _written(rows, columns, zone, is_guarded=False)):
            yield list(rows_of(b"".join(lines)))
        return
    texts = [text_of(column.kind, zone) for column in columns]
    found = session.execute(rows, execution_options={"yield_per": _BATCH})
    for batch in found.partitions(_BATCH):
        yield [[text(value) for text, value in zip(texts, row, strict=True)] for row in batch]


def _texts(columns: Sequence[Column]) -> list[int]:
    return [place for place, column in enumerate(columns) if column.kind is Kind.TEXT]


def _copied(session: Session, rows: Rows) -> Iterator[list[bytes]]:
    """The server's lines, some at a time."""
    connection = session.connection()
    compiled = rows.compile(connection, compile_kwargs={"render_postcompile": True})
    line = line_of(connection)
    statement = f"COPY ({compiled}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')"
    try:
        with line.raw.cursor() as cursor, cursor.copy(statement, compiled.params) as copy:
            lines: list[bytes] = []
            size = 0
            for one in copy:
                lines.append(bytes(one))
                size += len(one)
                if size >= _PIECE:
                    yield lines
                    lines, size = [], 0
            if lines:
                yield lines
    except line.dialect.loaded_dbapi.Error as fault:
        raise as_sqlalchemy_says(line, "COPY of an export", fault) from fault


def _written(rows: Rows, columns: Sequence[Column], zone: ZoneInfo, *, is_guarded: bool) -> Rows:
    """The same rows as PostgreSQL's texts. The statement stays a whole of its own (its order keeps it one), so that each
    value is made once however often it is looked at here."""
    found = rows.subquery("found")
    # The list of what nobody sees is long: it stands in the statement once.
    hidden = select(literal(unseen(), Text).label("letters")).subquery("hidden")
    given = zip(columns, found.c, strict=True)
    chosen = [_text(column, value, hidden.c.letters if is_guarded else None, zone) for column, value in given]
    return select(*chosen).select_from(found.join(hidden, literal(True)) if is_guarded else found)


def _text(
    column: Column, value: ColumnElement[Any], hidden: ColumnElement[str] | None, zone: ZoneInfo
) -> ColumnElement[Any]:
    if column.kind is Kind.SCORE:
        return func.trim_scale(value * literal(Decimal(1) / WHOLE, Numeric))
    if column.kind is Kind.DATE:
        return func.to_char(value, "YYYY-MM-DD")
    if column.kind is Kind.INSTANT:
        return func.to_char(func.timezone(str(zone), value), "YYYY-MM-DD HH24:MI:SS")
    if column.kind is Kind.NUMBER:
        return value
    # A little more than a cell may hold: it is cut exactly, and marked, where the lines arrive.
    short = case((func.octet_length(value) > MOST_UNITS, func.left(value, MOST_UNITS + 1)), else_=value)
    return func.nullif(short if hidden is None else _guarded(value, short, hidden), "")


def _guarded(value: ColumnElement[Any], short: ColumnElement[Any], hidden: ColumnElement[str]) -> ColumnElement[Any]:
    """formats/formula_guard.py in SQL. Most cells begin with a digit or a letter, which is quickly seen."""
    first = func.ascii(value)
    is_formula = or_(func.left(value, 1).in_(CONTROLS), func.left(func.ltrim(value, hidden), 1).in_(BEGINS_FORMULAS))
    return case(
        (or_(*(first.between(low, high) for low, high in reversed(HARMLESS))), short),
        (is_formula, literal("'").concat(short)),
        else_=short,
    )
