"""Tables to take away: what was typed stays text in Excel too (promise 21)."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.formats.csv_tables import csv_rows
from collabpoints.formats.exports import csv_file, xlsx_file
from collabpoints.formats.xlsx_tables import xlsx_rows

A_DAY = date(2026, 11, 22)
FORMULAS = ("=1+1", "+82", "-5", "@SUM(A1)", "＝1+1", "\t=1", "\r=1", "\n=1", "  =1")
BEHIND_WHAT_CANNOT_BE_SEEN = ("\ufeff=1", "\u200b=1", "\u2060+1", "\u00ad-1", "\u3164@A", "\x01=1", "\x00=1", "\u202e=1", "\u2800=1",
                              "\ufe0f=1", " \u200d\t=1")  # fmt: skip


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_begins_with_the_mark_that_excel_needs_and_ends_lines_as_windows_does() -> None:
    assert csv_file(("이름",), [("김하늘",)]) == "\ufeff이름\r\n김하늘\r\n".encode()


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_in_a_csv_begins_with_an_apostrophe(cell: str) -> None:
    assert _read(csv_file(("칸",), [(cell,)]))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", BEHIND_WHAT_CANNOT_BE_SEEN)
def test_a_formula_behind_what_cannot_be_seen_is_one_too(cell: str) -> None:
    assert csv_file(("칸",), [(cell,)]).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")


@given(st.lists(st.lists(st.text("가나,\"'\n\r;1 ", max_size=8), min_size=2, max_size=2), max_size=5))
def test_what_is_no_formula_comes_back_as_it_was(rows: list[list[str]]) -> None:
    kept = [[cell if cell[:1] not in ("\r", "\n") else f"'{cell}" for cell in row] for row in rows]
    assert _read(csv_file(("가", "나"), rows))[1:] == kept


@pytest.mark.parametrize("cell", [*FORMULAS, "{=1}", "0123", "1e5", "http://example.go.kr", "TRUE"])
def test_every_cell_of_a_workbook_is_a_text(cell: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(xlsx_file(("칸",), [(cell,)], sheet="표", made_on=A_DAY)))["표"]
    assert page["A2"].data_type == "s"
    assert page["A2"].hyperlink is None
    assert page["A2"].value.replace("_x000D_", "\r") == cell


def test_a_workbook_keeps_its_headings_in_sight_and_its_day() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(("이름",), [("김하늘",)], sheet="수상자", made_on=A_DAY)))
    assert book["수상자"].freeze_panes == "A2"
    assert book["수상자"]["A1"].font.b
    assert book.properties.created == datetime(2026, 11, 22)


def test_the_same_rows_make_the_same_workbook_on_another_day() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 9)):
        first = xlsx_file(("이름",), [("김하늘",)], sheet="표", made_on=A_DAY)
    with time_machine.travel(datetime(2027, 1, 2, 9)):
        assert xlsx_file(("이름",), [("김하늘",)], sheet="표", made_on=A_DAY) == first


def test_our_own_readers_read_both() -> None:
    rows = [("김하늘", "1,240점"), ("이서준", "")]
    wanted = [["이름", "포인트"], *map(list, rows)]
    content = xlsx_file(("이름", "포인트"), rows, sheet="표", made_on=A_DAY)
    assert [cells for _, cells in csv_rows(csv_file(("이름", "포인트"), rows))] == wanted
    assert [cells for _, cells in xlsx_rows(content)] == wanted
