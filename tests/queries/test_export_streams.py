"""The rows of an export as they come: the same bytes from every database, whatever stands in them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import BigInteger, Date, Integer, Select, String, literal, select, union_all

from collabpoints.db import UtcDateTime, snapshot
from collabpoints.domain.exports import Column, Kind
from collabpoints.formats.export_cells import CUT, MOST_UNITS
from collabpoints.formats.export_csv import csv_lines
from collabpoints.formats.formula_guard import unseen
from collabpoints.queries.export_streams import batches, pieces

SEOUL = ZoneInfo("Asia/Seoul")
COLUMNS = (
    Column("place", Kind.NUMBER),
    Column("name"),
    Column("score", Kind.SCORE),
    Column("day", Kind.DATE),
    Column("at", Kind.INSTANT),
)
DAY, AT = date(2026, 11, 2), datetime(2026, 11, 22, 15, 5, 9, 123456, tzinfo=UTC)
HOSTILE = ("김하늘", "", "00123", "=1+1", "+82", "-5", "@A", "＝1", "\t=1", "\r=1", "\n1", "  =1", "\ufeff=1", "\u200b=1", "\u3164@A", "\x01=1",
           "\u202e=1", "a\rb", "a\r\nb", "\ufffe", "<b>&\"", "a,b", "'=1", "\x1f", "a\x0bb", "😀", "50%", "%(x)s", "a:b", "\\N", "\\.",
           "{=1}", "~", " ", "\u0301=1")  # fmt: skip


def _table(names: Sequence[str]) -> Select[tuple[object, ...]]:
    """So many lines, the last name first."""
    lines = [
        select(
            literal(place, Integer).label("place"),
            literal(name, String).label("name"),
            literal(None if place == 1 else place * 2_500, BigInteger).label("score"),
            literal(None if place == 1 else DAY, Date).label("day"),
            literal(None if place == 1 else AT, UtcDateTime()).label("at"),
        )
        for place, name in enumerate(names, start=1)
    ]
    found = union_all(*lines).subquery()
    return select(*found.c).order_by(found.c.place.desc())


def _read(names: Sequence[str]) -> tuple[bytes, list[list[str]]]:
    with snapshot() as session:
        content = b"".join(piece.content for piece in pieces(session, _table(names), COLUMNS, SEOUL))
        rows = [list(row) for batch in batches(session, _table(names), COLUMNS, SEOUL) for row in batch]
    return content, rows


def test_values_come_as_final_texts_in_the_order_of_the_table(app: Flask) -> None:
    content, rows = _read(["김하늘", "이서준"])
    assert rows == [["2", "이서준", "0.5", "2026-11-02", "2026-11-23 00:05:09"], ["1", "김하늘", "", "", ""]]
    assert content.decode() == "2,이서준,0.5,2026-11-02,2026-11-23 00:05:09\n1,김하늘,,,\n"


def test_lines_are_those_that_python_writes_of_the_same_rows_whatever_stands_in_them(app: Flask) -> None:
    content, rows = _read(HOSTILE)
    assert [row[1] for row in rows] == list(reversed(HOSTILE))
    assert content == csv_lines(rows, [1])[0]


def test_what_nobody_sees_before_a_formula_is_guarded_by_both_databases(app: Flask) -> None:
    names = [f"{letter}=1" for letter in unseen()[::37]]
    content, rows = _read(names)
    assert content == csv_lines(rows, [1])[0]
    assert content.count(b"'") == len(names)


def test_a_cell_that_no_spreadsheet_holds_is_cut(app: Flask) -> None:
    content, rows = _read(["=" + "가" * 1_000_000, "😀" * 20_000, "나" * MOST_UNITS])
    cells = [row[1] for row in rows]
    assert len(cells[0]) == MOST_UNITS
    assert content.decode().count(CUT) == 2
    assert content == csv_lines(rows, [1])[0]


def test_the_pieces_say_how_many_rows_they_hold(app: Flask) -> None:
    with snapshot() as session:
        found = [piece.rows for piece in pieces(session, _table(["가"] * 300), COLUMNS, SEOUL)]
    assert sum(found) == 300
