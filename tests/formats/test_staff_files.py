"""HR's files as bytes: every kind that offices write, and what is no such file at all."""

import datetime
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.staff import Row
from collabpoints.domain.staff_cells import FromAbove
from collabpoints.formats.staff_files import LARGEST_FILE, staff_rows

DATA = Path(__file__).parent.parent / "data"
TEXT = "사번,성명\r\n007,홍길동\r\n"


def rows_of(content: bytes) -> list[Row]:
    return [(line, list(cells)) for line, cells in staff_rows(content)]


def refusal(content: bytes) -> Code:
    """Why these bytes are refused."""
    with pytest.raises(Refused) as fault:
        rows_of(content)
    return fault.value.refusals[0].code


def outcome(content: bytes) -> Code | None:
    """Why these bytes are refused; None when they are read."""
    try:
        rows_of(content)
    except Refused as fault:
        return fault.refusals[0].code
    return None


def a_workbook(fill: Callable[[Worksheet], None]) -> bytes:
    """An XLSX file whose first sheet was filled so."""
    book = openpyxl.Workbook()
    fill(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_csv_is_read_in_every_encoding_of_offices(encoding: str) -> None:
    assert rows_of(TEXT.encode(encoding)) == [(1, ["사번", "성명"]), (2, ["007", "홍길동"])]


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators_are_seen(separator: str) -> None:
    assert rows_of(TEXT.replace(",", separator).encode())[1] == (2, ["007", "홍길동"])


def test_both_real_files_hold_the_same_rows() -> None:
    csv_rows = rows_of((DATA / "staff-2026-10.csv").read_bytes())
    assert len(csv_rows) == 1241
    assert rows_of((DATA / "staff-2026-10.xlsx").read_bytes()) == csv_rows


def test_a_number_cell_is_its_digits() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["사번", 100, 100.0, 1.5])

    assert rows_of(a_workbook(fill)) == [(1, ["사번", "100", "100", "1.5"])]


def test_a_date_cell_is_an_iso_date() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([datetime.date(2026, 7, 1), datetime.datetime(2026, 7, 1)])

    assert rows_of(a_workbook(fill)) == [(1, ["2026-07-01", "2026-07-01"])]


def test_lines_are_counted_as_the_spreadsheet_counts_them() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C4"] = "사번"

    assert [line for line, cells in rows_of(a_workbook(fill)) if any(cells)] == [4]


def test_the_first_sheet_with_anything_is_read() -> None:
    def fill(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("직원").append(["사번"])

    assert rows_of(a_workbook(fill)) == [(1, ["사번"])]


def test_a_merged_cell_below_the_first_says_what_the_first_says() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["총무과", "홍길동"])
        sheet.append([None, "김민수"])
        sheet.merge_cells("A1:A2")

    assert rows_of(a_workbook(fill)) == [(1, ["총무과", "홍길동"]), (2, ["총무과", "김민수"])]
    assert isinstance(rows_of(a_workbook(fill))[1][1][0], FromAbove)


def test_a_formula_as_text_stays_text() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "=1+1"
        sheet["A1"].data_type = "s"

    assert rows_of(a_workbook(fill)) == [(1, ["=1+1"])]


def test_a_sheet_that_reaches_the_last_corner_is_refused_before_it_is_opened() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "사번"
        sheet["XFD1048576"] = "x"

    assert refusal(a_workbook(fill)) is Code.FILE_UNREADABLE


def test_a_package_that_unpacks_to_gigabytes_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package, package.open("xl/bomb.xml", "w") as part:
        for _piece in range(300):
            part.write(bytes(1024 * 1024))
    assert refusal(content.getvalue()) is Code.FILE_UNREADABLE


def test_an_empty_workbook_is_empty() -> None:
    assert refusal(a_workbook(lambda _sheet: None)) is Code.FILE_EMPTY


@pytest.mark.parametrize("content", [b"", b" \r\n\n"])
def test_nothing_is_an_empty_file(content: bytes) -> None:
    assert refusal(content) is Code.FILE_EMPTY


@pytest.mark.parametrize("cut", [10, 100, 5_000, 60_000])
def test_half_a_workbook_is_refused(cut: int) -> None:
    assert refusal((DATA / "staff-2026-10.xlsx").read_bytes()[:cut]) is Code.FILE_UNREADABLE


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_workbook_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray((DATA / "staff-2026-10.xlsx").read_bytes())
    for _time in range(40):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    assert outcome(bytes(content)) in (Code.FILE_UNREADABLE, Code.FILE_EMPTY, None)


def test_an_old_excel_file_is_refused() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) is Code.FILE_UNREADABLE


@pytest.mark.parametrize(
    "content", [b"\xff\xff\xff", TEXT.encode() + b"\xed\xa0\x80\xff", TEXT.encode("cp949") + b"\xff\xfe"]
)
def test_bytes_in_no_encoding_are_refused(content: bytes) -> None:
    assert refusal(content) is Code.FILE_UNREADABLE


def test_a_cell_of_ten_megabytes_is_refused() -> None:
    assert refusal(TEXT.encode() + b'"' + b"x" * 10_000_000 + b'"\n') is Code.FILE_UNREADABLE


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    assert refusal(b"x" * (LARGEST_FILE + 1)) is Code.FILE_TOO_LARGE


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        assert outcome(start + content) in (Code.FILE_UNREADABLE, Code.FILE_EMPTY, None)
