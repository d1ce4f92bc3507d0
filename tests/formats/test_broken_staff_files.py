"""HR's files with bytes broken on the way: read or refused with a sentence, whatever happened to them."""

import io
from collections.abc import Callable
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.staff import read_directory
from collabpoints.formats.staff_files import staff_rows

LINES = (
    ("직원 현황", "", "", ""),
    ("사번", "성명", "부서코드", "부서명"),
    *((f"{number:06}", f"홍길{'동순철'[number % 3]}", "0101", "도로과") for number in range(1, 30)),
)
FEW = settings(max_examples=20)


@cache
def a_csv(encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(line) for line in LINES).encode(encoding)


@cache
def a_workbook() -> bytes:
    book = openpyxl.Workbook()
    for line in LINES:
        book.worksheets[0].append(line)
    book.worksheets[0].merge_cells("C3:C9")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def came_through(content: bytes) -> bool:
    """Whether the file is read; otherwise it is refused, with at least one sentence."""
    found = told(content)
    assert found is None or found
    return found is None


def told(content: bytes) -> list[Code] | None:
    """Why the file is refused; None where it is read."""
    try:
        read_directory(staff_rows(content))
    except Refused as refused:
        return [refusal.code for refusal in refused.refusals]
    return None


def broken(content: bytes, flips: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for place, bit in flips:
        changed[place % len(changed)] ^= 1 << bit
    return bytes(changed)


FLIPS = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 7)), min_size=1, max_size=12)
FILES: tuple[Callable[[], bytes], ...] = (a_csv, lambda: a_csv("cp949"), lambda: a_csv("utf-16"), a_workbook)


def test_whole_they_all_come_through() -> None:
    assert [came_through(file()) for file in FILES] == [True] * len(FILES)


@pytest.mark.parametrize("file", FILES)
@given(flips=FLIPS)
@FEW
def test_with_bits_turned_a_file_is_read_or_refused(file: Callable[[], bytes], flips: list[tuple[int, int]]) -> None:
    came_through(broken(file(), flips))


@pytest.mark.parametrize("file", FILES)
@given(kept=st.floats(0, 1))
@FEW
def test_cut_off_a_file_is_read_or_refused(file: Callable[[], bytes], kept: float) -> None:
    content = file()
    came_through(content[: int(len(content) * kept)])


@pytest.mark.parametrize(
    "cell",
    ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "\u202e동길홍", "홍\0길동", "가" * 1_000, "<script>alert(1)</script>"],
)
def test_a_hostile_name_is_text_or_refused(cell: str) -> None:
    lines = (*LINES[:3], ("900001", cell.replace('"', ""), "0101", "도로과"))
    content = "\n".join(",".join(line) for line in lines).encode()
    found = told(content)
    if found is None:
        assert read_directory(staff_rows(content)).people["900001"].name == cell
    else:
        assert found[0] in (Code.CELL_INVISIBLE, Code.CELL_LONG, Code.CELL_INVALID)


def test_a_workbook_cell_of_ten_megabytes_is_told_in_one_line() -> None:
    rows = [*enumerate(LINES[:3], start=1), (4, ("900001", "가" * 10_000_000, "0101", "도로과"))]
    with pytest.raises(Refused) as fault:
        read_directory(rows)
    ((_, shown),) = [value for value in fault.value.refusals[0].values if value[0] == "value"]
    assert (fault.value.refusals[0].code, len(str(shown)) <= 41) == (Code.CELL_LONG, True)
