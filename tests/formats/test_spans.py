"""Spans as people read them."""

import pytest

from collabpoints.domain.periods import Month
from collabpoints.domain.spans import Span
from collabpoints.formats.spans import months_in, short_month_in, span_in


@pytest.mark.parametrize(
    ("spelled", "korean", "english"),
    [
        ("2026-10", "2026년 10월", "October 2026"),
        ("2026-Q4", "2026년 4분기", "Quarter 4, 2026"),
        ("2026-H1", "2026년 상반기", "First half of 2026"),
        ("2026-H2", "2026년 하반기", "Second half of 2026"),
        ("2026", "2026년", "2026"),
    ],
)
def test_a_span_is_called_as_people_call_it(spelled: str, korean: str, english: str) -> None:
    assert span_in(Span.parse(spelled), "ko") == korean
    assert span_in(Span.parse(spelled), "en") == english


@pytest.mark.parametrize("spelled", ["2026-Q3", "2026-H2", "2026"])
def test_a_year_that_does_not_begin_in_january_is_told_apart(spelled: str) -> None:
    assert span_in(Span.parse(spelled, year_begins_in=7), "ko").startswith("2026년도")


@pytest.mark.parametrize(
    ("spelled", "begins_in", "korean", "english"),
    [
        ("2026-10", 1, "2026년 10월", "October 2026"),
        ("2026-Q3", 1, "2026년 7월~9월", "July to September 2026"),
        ("2026-H1", 12, "2026년 12월~2027년 5월", "December 2026 to May 2027"),
    ],
)
def test_its_months_are_named_from_the_first_to_the_last(
    spelled: str, begins_in: int, korean: str, english: str
) -> None:
    span = Span.parse(spelled, begins_in)
    assert (months_in(span, "ko"), months_in(span, "en")) == (korean, english)


def test_a_month_has_a_short_name_for_where_there_is_little_room() -> None:
    this, before = Month(2026, 10), Month(2025, 3)
    assert (short_month_in(this, 2026, "ko"), short_month_in(before, 2026, "ko")) == ("10월", "25년 3월")
    assert (short_month_in(this, 2026, "en"), short_month_in(before, 2026, "en")) == ("Oct", "Mar 25")
