"""From which day a month may be confirmed, by the holidays of Korean public offices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.closing import Difference, as_lines, may_be_confirmed_from, of_lines
from collabpoints.domain.periods import Month
from collabpoints.domain.workdays import is_workday


@pytest.mark.parametrize(
    ("period", "workdays", "day"),
    [
        ("2026-10", 5, date(2026, 11, 7)),  # Monday the 2nd to Friday the 6th
        ("2026-10", 0, date(2026, 11, 1)),  # at once, though it is a Sunday
        ("2026-10", 1, date(2026, 11, 3)),
        ("2026-09", 5, date(2026, 10, 9)),  # 3 October is a Saturday: offices rest on Monday the 5th in its place
        ("2025-09", 5, date(2025, 10, 15)),  # 개천절, 추석 with its substitute and 한글날 stand in between
        ("2026-01", 10, date(2026, 2, 14)),
        ("2026-01", 11, date(2026, 2, 20)),  # 설날, 16 to 18 February
        ("2025-12", 1, date(2026, 1, 3)),  # over New Year's Day
    ],
)
def test_working_days_pass_before_a_month_may_be_confirmed(period: str, workdays: int, day: date) -> None:
    assert may_be_confirmed_from(Month.parse(period), workdays) == day


@given(st.builds(Month, st.integers(2020, 2040), st.integers(1, 12)), st.integers(0, 30))
def test_so_many_working_days_lie_between_the_end_and_that_day(period: Month, workdays: int) -> None:
    end, day = period.shifted(1).first_day, may_be_confirmed_from(period, workdays)
    passed = [end + timedelta(days=ahead) for ahead in range((day - end).days)]
    assert sum(map(is_workday, passed)) == workdays
    assert not passed or is_workday(passed[-1])


def test_a_difference_is_read_as_it_was_written() -> None:
    differences = (
        Difference("person totals", 2, 40, "month 3, person 7: spent off by +10"),
        Difference("notes", 1, 9, ""),
    )
    assert of_lines(as_lines(differences)) == differences


def test_no_difference_is_no_line() -> None:
    assert as_lines(()) == ""
    assert of_lines("") == ()


def test_a_difference_keeps_its_line_whatever_letters_it_names() -> None:
    odd = (Difference("notes", 1, 2, "a\u2028b\x0bc\x85d"),)
    assert of_lines(as_lines(odd)) == odd
