"""Spans: months, quarters, half-years and years of a prize year that begins in any month."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import MONTHS_OF, Span, spans_around

months = st.builds(Month, st.integers(2010, 2090), st.integers(1, 12))
lengths = st.sampled_from(Length)
begins = st.integers(1, 12)


@pytest.mark.parametrize(
    ("text", "year_begins_in", "first", "last"),
    [
        ("2026-11", 1, "2026-11", "2026-11"),
        ("2026-Q4", 1, "2026-10", "2026-12"),
        ("2026-H2", 1, "2026-07", "2026-12"),
        ("2026", 1, "2026-01", "2026-12"),
        ("2026-11", 3, "2026-11", "2026-11"),
        ("2026-Q4", 3, "2026-12", "2027-02"),
        ("2026-H2", 7, "2027-01", "2027-06"),
        ("2026", 7, "2026-07", "2027-06"),
        ("2026-Q1", 12, "2026-12", "2027-02"),
    ],
)
def test_a_span_is_counted_from_the_month_in_which_the_year_begins(
    text: str, year_begins_in: int, first: str, last: str
) -> None:
    span = Span.parse(text, year_begins_in)
    assert (str(span.first), str(span.last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "26-11", "2026-13", "2026-00", "2026-1", "2026-Q0", "2026-Q5", "2026-H3", "2026-q1", "2026-11 ", "1999-11",
     "２０２６", "2026-11-01", "2026-Q4 to 2026-12", "-2026", "2026\n"],
)  # fmt: skip
def test_anything_else_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span.parse(text)


@given(months, lengths, begins)
def test_a_month_lies_in_its_span_of_each_length(month: Month, length: Length, year_begins_in: int) -> None:
    span = Span.of(month, length, year_begins_in)
    assert month in span.months
    assert len(span.months) == MONTHS_OF[length]


@given(months, lengths, begins)
def test_all_months_of_a_span_have_the_same_one(month: Month, length: Length, year_begins_in: int) -> None:
    span = Span.of(month, length, year_begins_in)
    assert {Span.of(one, length, year_begins_in) for one in span.months} == {span}


@given(months, lengths, begins)
def test_spans_of_a_length_follow_each_other_without_a_gap(month: Month, length: Length, year_begins_in: int) -> None:
    span = Span.of(month, length, year_begins_in)
    following = span.shifted(1, year_begins_in)
    assert following.first == span.last.shifted(1)
    assert following.first_day == span.end_day
    assert following.shifted(-1, year_begins_in) == span


@given(months, lengths, begins)
def test_a_span_is_read_as_it_is_spelled(month: Month, length: Length, year_begins_in: int) -> None:
    span = Span.of(month, length, year_begins_in)
    assert Span.parse(str(span), year_begins_in) == span


@given(months, lengths, begins)
def test_the_last_month_tells_which_span_is_meant_whenever_its_year_began(
    month: Month, length: Length, year_begins_in: int
) -> None:
    span = Span.of(month, length, year_begins_in)
    assert Span.ending(str(span), span.last) == span
    assert Span.named(span.full_name) == span


@given(months, begins)
def test_a_year_begins_in_its_month_and_is_named_after_the_year_of_that_month(
    month: Month, year_begins_in: int
) -> None:
    year = Span.of(month, Length.YEAR, year_begins_in)
    assert year.first.month == year_begins_in
    assert str(year) == str(year.first.year)


@given(months, begins)
def test_shorter_spans_lie_in_longer_ones(month: Month, year_begins_in: int) -> None:
    around = spans_around(month, year_begins_in)
    assert [span.length for span in around] == list(Length)
    for shorter, longer in itertools.pairwise(around):
        assert set(shorter.months) <= set(longer.months)


@given(months, begins)
def test_a_year_is_its_quarters_one_after_the_other(month: Month, year_begins_in: int) -> None:
    year = Span.of(month, Length.YEAR, year_begins_in)
    quarters = [Span.parse(f"{year}-Q{number}", year_begins_in) for number in range(1, 5)]
    halves = [Span.parse(f"{year}-H{number}", year_begins_in) for number in (1, 2)]
    assert tuple(one for quarter in quarters for one in quarter.months) == year.months
    assert tuple(one for half in halves for one in half.months) == year.months


@given(months, lengths, begins)
def test_the_days_of_a_span_are_those_of_its_months(month: Month, length: Length, year_begins_in: int) -> None:
    span = Span.of(month, length, year_begins_in)
    assert span.days == sum((one.shifted(1).first_day - one.first_day).days for one in span.months)
    assert span.first_day + timedelta(days=span.days) == span.end_day
