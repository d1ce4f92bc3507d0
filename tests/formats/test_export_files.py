"""Exports as files: whatever stands in the rows, readers get it back as text, and nothing breaks the file."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.exports import Kind
from collabpoints.formats.export_cells import CUT, MOST_UNITS, fit, guard, shortened, text_of
from collabpoints.formats.export_covers import Cover, beside_csv, with_proof
from collabpoints.formats.export_csv import Piece, Written, csv_lines, write_csv
from collabpoints.formats.export_workbooks import Sheets, write_workbook

SEOUL = ZoneInfo("Asia/Seoul")
AT = datetime(2026, 11, 22, 6, 5, 9, tzinfo=UTC)
HEADINGS = ("성명", "사번", "포인트")
KINDS = (Kind.TEXT, Kind.TEXT, Kind.NUMBER)
TEXTS = (0, 1)
COVER = Cover("개인별 합계", (("기관", "가람도"), ("", "시상에 씁니다.")))
HOSTILE = ("=1+1", "+82", "-5", "@SUM(A1)", "＝1+1", "\t=1", "\r=1", "\n=1", "  =1", "\ufeff=1", "\u200b=1", "\u3164@A", "\x01=1",
           "\x00=1", "\u202e=1", "a\rb", "a\r\nb", "\ud83d", "\ufffe", "<b>&amp;\"", "_x0041_", "]]>", " ", "'=1", "\x1f", "=",
           "DDE|cmd", "a\x0bb", "\U0001f600" * 3)  # fmt: skip
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(HOSTILE)
ROWS = st.lists(st.tuples(ANYTHING, ANYTHING, st.integers(-(10**9), 10**9).map(str) | st.just("")), max_size=6)
Rows = Sequence[Sequence[str]]


def _csv(rows: Rows, *, is_cp949: bool = False) -> tuple[bytes, Written]:
    file = io.BytesIO()
    pieces = [Piece(len(rows), csv_lines(rows, TEXTS)[0])] if rows else []
    written = write_csv(file, HEADINGS, pieces, is_cp949=is_cp949)
    return file.getvalue(), written


def _xlsx(
    rows: Rows, *, most_rows: int = 1_048_576, kinds: Sequence[Kind] = KINDS, language: str = "ko", size: int = 4
) -> bytes:
    file = io.BytesIO()
    sheets = Sheets(HEADINGS[: len(kinds)], kinds, "자료", "표지", language, AT)
    batches = [rows[first : first + size] for first in range(0, len(rows), size)]
    write_workbook(file, sheets, batches, lambda written: with_proof(COVER, written, language), most_rows=most_rows)
    return file.getvalue()


def _sheet(content: bytes, name: str = "자료") -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(content))[name]
    return [[cell.value for cell in row] for row in page.iter_rows()]


@given(ROWS)
def test_every_csv_reads_back_as_a_table_in_which_no_text_is_a_formula(rows: list[tuple[str, str, str]]) -> None:
    content, written = _csv(rows)
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert found == [list(HEADINGS), *([fit(cell) for cell in row] for row in guard(rows, TEXTS))]
    assert written.rows == len(rows)


@given(ROWS)
def test_every_workbook_reads_back_with_two_readers_and_no_formula(rows: list[tuple[str, str, str]]) -> None:
    content = _xlsx(rows)
    wanted = [[*(fit(cell) for cell in row[:2]), row[2]] for row in rows]
    page = openpyxl.load_workbook(io.BytesIO(content))["자료"]
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    found = [[_read(cell.value) for cell in row] for row in page.iter_rows(min_row=2, max_row=len(rows) + 1, max_col=3)]
    assert found[: len(rows)] == wanted
    book = python_calamine.load_workbook(io.BytesIO(content))
    cells = [[_read(cell) for cell in row] for row in book.get_sheet_by_name("자료").to_python(skip_empty_area=False)]
    assert [row + [""] * (3 - len(row)) for row in cells[1:]] + [["", "", ""]] * (len(rows) + 1 - len(cells)) == wanted


def _read(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, int | float) else str(value).replace("_x005F_", "_")


@given(ROWS)
def test_the_same_rows_have_the_same_checksum_in_every_format(rows: list[tuple[str, str, str]]) -> None:
    written = [_csv(rows)[1].checksum, _csv(rows, is_cp949=True)[1].checksum]
    assert {*written, *_checksums(_xlsx(rows)), *_checksums(_xlsx(rows, most_rows=3, size=1))} == {written[0]}


def _checksums(content: bytes) -> list[object]:
    return [row[1] for row in _sheet(content, "표지") if row[0] == "자료 확인값(SHA-256)"]


@given(ROWS)
def test_every_cp949_file_is_cp949_and_says_what_it_lost(rows: list[tuple[str, str, str]]) -> None:
    content, written = _csv(rows, is_cp949=True)
    found = list(csv.reader(io.StringIO(content.decode("cp949"), newline="")))
    whole = list(csv.reader(io.StringIO(_csv(rows)[0].decode("utf-8-sig"), newline="")))
    changed = [
        (line, HEADINGS[place], letter)
        for line, (kept, full) in enumerate(zip(found, whole, strict=True), start=1)
        for place, (mark, text) in enumerate(zip(kept, full, strict=True))
        for letter, there in zip(text, mark, strict=True)
        if letter != there
    ]
    assert [(loss.line, loss.heading, loss.letter) for loss in written.losses] == changed
    assert written.lost == len(changed)


def test_the_text_beside_a_cp949_file_names_line_column_and_character() -> None:
    _content, written = _csv([("김하늘", "0123", "1"), ("김😀", "", "2")], is_cp949=True)
    text = beside_csv(with_proof(COVER, written, "ko"), written, "ko", is_cp949=True)
    assert "  3행 성명: 😀 (U+1F600 GRINNING FACE)" in text.splitlines()
    assert "CP949로 적을 수 없는 글자 1자를 〓(으)로 바꾸었습니다." in text


def test_a_cell_longer_than_excel_holds_is_cut_and_says_so() -> None:
    content = _xlsx([("가" * 10_000_000, "0123", "1")])
    cell = _sheet(content)[1][0]
    assert isinstance(cell, str)
    assert len(cell) == MOST_UNITS
    assert cell.endswith(CUT)


def test_a_long_cell_is_cut_in_the_units_of_excel_and_never_through_a_letter() -> None:
    cut = shortened("😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 in (MOST_UNITS, MOST_UNITS - 1)
    assert cut.removesuffix(CUT) == "😀" * ((MOST_UNITS - len(CUT)) // 2)


def test_a_cell_that_excel_holds_stays_whole() -> None:
    assert shortened("가" * MOST_UNITS) == "가" * MOST_UNITS


def test_a_long_formula_in_a_csv_is_no_longer_than_a_cell() -> None:
    found = list(csv.reader(io.StringIO(_csv([("=" + "1" * MOST_UNITS, "", "")])[0].decode("utf-8-sig"))))
    assert found[1][0].startswith("'=")
    assert len(found[1][0]) == MOST_UNITS


def test_rows_that_one_sheet_does_not_hold_go_on_to_the_next_below_the_same_headings() -> None:
    rows = [(f"직원{n}", f"{n:05d}", str(n)) for n in range(10)]
    book = openpyxl.load_workbook(io.BytesIO(_xlsx(rows, most_rows=5)))
    assert book.sheetnames == ["표지", "자료", "자료 (2)", "자료 (3)"]
    assert [book[name].max_row for name in book.sheetnames[1:]] == [5, 5, 3]
    assert {book[name]["A1"].value for name in book.sheetnames[1:]} == {"성명"}
    assert book["자료 (3)"]["B3"].value == "00009"


def test_a_workbook_keeps_its_headings_in_sight_and_its_numbers_as_numbers() -> None:
    page = openpyxl.load_workbook(io.BytesIO(_xlsx([("김하늘", "00123", "1240")])))["자료"]
    assert page.freeze_panes == "A2"
    assert page["A1"].font.b
    assert (page["B2"].value, page["B2"].number_format) == ("00123", "@")
    assert (page["C2"].value, page["C2"].number_format) == (1240, "#,##0")
    assert page.column_dimensions["A"].width >= 8
    assert page.auto_filter.ref == "A1:C2"
    assert page.print_title_rows == "$1:$1"


def test_dates_are_dates_and_read_as_koreans_write_them() -> None:
    kinds = (Kind.DATE, Kind.INSTANT, Kind.SCORE)
    page = openpyxl.load_workbook(io.BytesIO(_xlsx([("2026-11-22", "2026-11-22 15:05:09", "12.5")], kinds=kinds)))[
        "자료"
    ]
    assert (page["A2"].value, page["A2"].number_format) == (datetime(2026, 11, 22), 'yyyy"년" m"월" d"일"')
    assert (page["B2"].value, page["B2"].is_date) == (datetime(2026, 11, 22, 15, 5, 9), True)
    assert page["C2"].value == 12.5


def test_a_date_that_excel_cannot_count_stays_a_text() -> None:
    assert _sheet(_xlsx([("1899-05-01", "", "")], kinds=(Kind.DATE, Kind.TEXT, Kind.TEXT)))[1][0] == "1899-05-01"


def test_a_table_without_rows_has_its_headings() -> None:
    assert _sheet(_xlsx([])) == [list(HEADINGS)]


def test_the_cover_says_what_the_rows_are_and_proves_them() -> None:
    found = _sheet(_xlsx([("김하늘", "1", "2")]), "표지")
    assert found[0][0] == "개인별 합계"
    assert ["기관", "가람도"] in found
    assert ["자료 행 수", "1"] in found


def test_the_same_rows_made_at_the_same_instant_make_the_same_bytes() -> None:
    assert _xlsx([("김하늘", "1", "2")]) == _xlsx([("김하늘", "1", "2")])


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.SCORE, 125_000, "12.5"),
        (Kind.SCORE, 120_000, "12"),
        (Kind.SCORE, -5, "-0.0005"),
        (Kind.SCORE, None, ""),
        (Kind.NUMBER, 0, "0"),
        (Kind.NUMBER, None, ""),
        (Kind.DATE, date(2026, 1, 5), "2026-01-05"),
        (Kind.INSTANT, AT, "2026-11-22 15:05:09"),
        (Kind.INSTANT, None, ""),
        (Kind.TEXT, "00123", "00123"),
    ],
)
def test_values_are_written_exactly(kind: Kind, value: object, text: str) -> None:
    assert text_of(kind, SEOUL)(value) == text
