"""Months are half-open in the agency's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.periods import Month, today

SEOUL = ZoneInfo("Asia/Seoul")
months = st.builds(Month, st.integers(2000, 2098), st.integers(1, 12))


@given(months)
def test_a_month_ends_where_the_next_begins(month: Month) -> None:
    assert month.ends_at(SEOUL) == month.shifted(1).starts_at(SEOUL)
    assert Month.of(month.starts_at(SEOUL), SEOUL) == month
    assert Month.of(month.ends_at(SEOUL) - timedelta(microseconds=1), SEOUL) == month
    assert Month.of(month.ends_at(SEOUL), SEOUL) == month.shifted(1)


@given(months)
def test_its_text_reads_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(months, st.integers(-200, 200))
def test_shifting_there_and_back(month: Month, by: int) -> None:
    assert month.shifted(by).shifted(-by) == month


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "26-01", "2026-1", "2026-01-01", "２０２６-01", " 2026-01", ""])
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        Month.parse(text)


def test_korean_midnight_is_nine_hours_before_utc() -> None:
    assert Month(2026, 11).starts_at(SEOUL) == datetime(2026, 10, 31, 15, tzinfo=UTC)
    assert today(datetime(2026, 10, 31, 15, tzinfo=UTC), SEOUL) == Month(2026, 11).first_day
