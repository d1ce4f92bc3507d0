"""HR's files of orders: which rows are orders, and everything that can be wrong with one."""

from datetime import date

import pytest

from collabpoints.domain.errors import Code
from collabpoints.domain.staff import FileRefused
from collabpoints.domain.staff_order_files import MOST_ORDERS, ORDER_WORDS, is_order_file, read_orders
from collabpoints.domain.staff_orders import Act

HEADING = ("사번", "성명", "발령구분", "발령일", "부서코드")
HONG = ("100", "홍길동", "전보", "2026.12.1.", "0101")


def read(*lines: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> list[tuple[Act, date, str]]:
    found = read_orders(enumerate((heading, *lines), start=1))
    return [(one.act, one.effective_on, one.department_code) for one in found]


def why(*lines: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> list[tuple[Code, object]]:
    with pytest.raises(FileRefused) as fault:
        read(*lines, heading=heading)
    return [(one.code, dict(one.values).get("line")) for one in fault.value.refusals]


def test_an_order_is_read_below_a_title_and_above_a_total() -> None:
    title, total = ("2026년 12월 정기인사", "", "", "", ""), ("총 1명", "", "", "", "")
    assert read(HEADING, HONG, total, heading=title) == [(Act.TRANSFER, date(2026, 12, 1), "0101")]


@pytest.mark.parametrize(("word", "act"), ORDER_WORDS.items())
def test_every_usual_word_is_known(word: str, act: Act) -> None:
    assert read(("100", "홍길동", f" {word} ", "20261201", "")) == [(act, date(2026, 12, 1), "")]


def test_only_a_file_that_names_the_kind_is_one_of_orders() -> None:
    assert is_order_file([(1, ("발령 현황",)), (2, HEADING)])
    assert not is_order_file([(1, ("사번", "성명", "부서코드", "부서명", "발령일"))])


def test_somebody_re_hired_is_known_by_his_former_number() -> None:
    heading = (*HEADING, "이전사번")
    lines = enumerate((heading, ("300", "홍길동", "재임용", "2026-12-01", "0101", "100")), start=1)
    (found,) = read_orders(lines)
    assert (found.number, found.known_by) == ("300", "100")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("100", "홍길동", "승천", "2026-12-01", ""), Code.ORDER_ACT_UNKNOWN),
        (("100", "홍길동", "", "2026-12-01", ""), Code.ORDER_ACT_UNKNOWN),
        (("100", "홍길동", "휴직", "언젠가", ""), Code.DATE_INVALID),
        (("100", "홍길동", "휴직", "", ""), Code.CELL_MISSING),
        (("", "홍길동", "휴직", "2026-12-01", ""), Code.CELL_MISSING),
        (("100", "홍\u3164동", "휴직", "2026-12-01", ""), Code.CELL_INVISIBLE),
        (("100", "900101-1234568", "휴직", "2026-12-01", ""), Code.CELL_INVALID),
    ],
)
def test_a_wrong_cell_is_told_with_its_line(line: tuple[str, ...], code: Code) -> None:
    assert (code, 2) in why(line)


def test_two_orders_for_one_person_are_refused() -> None:
    assert why(HONG, HONG) == [(Code.NUMBER_TWICE, 3)]


def test_missing_columns_are_named() -> None:
    assert why(("휴직",), heading=("발령구분",)) == [(Code.COLUMN_MISSING, None), (Code.COLUMN_MISSING, None)]


def test_more_than_can_be_looked_through_is_refused() -> None:
    lines = [(str(number), "홍길동", "휴직", "2026-12-01", "") for number in range(MOST_ORDERS + 1)]
    assert why(*lines) == [(Code.ORDERS_TOO_MANY, None)]
