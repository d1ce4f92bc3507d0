from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.formats.dates import day_in, english_day, iso, korean_day, moment

SEOUL = ZoneInfo("Asia/Seoul")
A_MOMENT = datetime(2026, 11, 22, 6, 5, 59, tzinfo=UTC)


def test_a_day_is_written_in_korean_without_leading_zeros() -> None:
    assert korean_day(date(2026, 3, 1)) == "2026년 3월 1일"


def test_a_day_is_written_in_english() -> None:
    assert english_day(date(2026, 11, 22)) == "22 November 2026"


@pytest.mark.parametrize(("language", "written"), [("ko", "2026년 11월 22일"), ("en", "22 November 2026")])
def test_a_day_follows_the_language(language: str, written: str) -> None:
    assert day_in(date(2026, 11, 22), language) == written


@pytest.mark.parametrize(
    ("language", "written"), [("ko", "2026년 11월 22일 오후 3:05"), ("en", "22 November 2026, 15:05")]
)
def test_a_moment_is_told_in_the_agencys_zone(language: str, written: str) -> None:
    assert moment(A_MOMENT, SEOUL, language) == written


@pytest.mark.parametrize(
    ("hour", "written"),
    [(0, "오전 12:00"), (1, "오전 1:00"), (11, "오전 11:00"), (12, "오후 12:00"), (23, "오후 11:00")],
)
def test_the_halves_of_the_day(hour: int, written: str) -> None:
    assert moment(datetime(2026, 11, 22, hour, tzinfo=SEOUL), SEOUL, "ko").endswith(f" {written}")


def test_late_in_the_evening_in_utc_is_tomorrow_in_seoul() -> None:
    assert moment(datetime(2026, 11, 30, 15, 0, tzinfo=UTC), SEOUL, "ko") == "2026년 12월 1일 오전 12:00"


def test_the_machine_readable_moment_carries_its_offset() -> None:
    assert iso(A_MOMENT, SEOUL) == "2026-11-22T15:05+09:00"


def test_the_machine_readable_day_has_no_time() -> None:
    assert iso(date(2026, 11, 22), SEOUL) == "2026-11-22"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        moment(A_MOMENT.replace(tzinfo=None), SEOUL, "ko")
    with pytest.raises(ValueError, match="naive"):
        iso(A_MOMENT.replace(tzinfo=None), SEOUL)


@given(at=st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_what_the_machine_reads_is_the_same_instant_to_the_minute(at: datetime) -> None:
    assert timedelta(0) <= at - datetime.fromisoformat(iso(at, SEOUL)) < timedelta(minutes=1)
