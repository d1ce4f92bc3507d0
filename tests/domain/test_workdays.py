from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.workdays import is_workday, next_morning, next_workday, this_morning

SEOUL = ZoneInfo("Asia/Seoul")
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))
mornings = st.times().map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 21),  # Saturday
        date(2026, 11, 22),  # Sunday
        date(2026, 2, 17),  # 설날
        date(2026, 3, 2),  # the substitute for 삼일절 on a Sunday
        date(2026, 9, 25),  # 추석
        date(2026, 12, 25),
    ],
)
def test_offices_rest_on_weekends_holidays_and_their_substitutes(day: date) -> None:
    assert not is_workday(day)


def test_offices_work_on_an_ordinary_monday() -> None:
    assert is_workday(date(2026, 11, 23))


def test_after_the_lunar_new_year_the_next_workday_is_the_thursday() -> None:
    assert next_workday(date(2026, 2, 14)) == date(2026, 2, 19)


def test_before_the_hour_it_is_this_morning() -> None:
    found = next_morning(datetime(2026, 11, 22, 23, 29, 59, tzinfo=UTC), SEOUL, time(8, 30))
    assert found == (date(2026, 11, 23), datetime(2026, 11, 22, 23, 30, tzinfo=UTC))


def test_at_the_hour_it_is_the_next_one() -> None:
    day, _due = next_morning(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), SEOUL, time(8, 30))
    assert day == date(2026, 11, 24)


def test_a_friday_evening_waits_for_monday() -> None:
    day, _due = next_morning(datetime(2026, 11, 20, 10, tzinfo=UTC), SEOUL, time(8, 30))
    assert day == date(2026, 11, 23)


@given(instants, mornings)
def test_a_morning_lies_ahead_on_a_workday_with_no_workday_between(instant: datetime, at: time) -> None:
    day, due = next_morning(instant, SEOUL, at)
    assert due > instant
    assert is_workday(day)
    assert due.astimezone(SEOUL).replace(tzinfo=None) == datetime.combine(day, at)
    between = instant.astimezone(SEOUL).date() + timedelta(days=1)
    assert not any(is_workday(between + timedelta(days=n)) for n in range((day - between).days))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 22, 23, 29, 59, tzinfo=UTC), None),  # Monday, a second before half past eight
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 14, 59, tzinfo=UTC), date(2026, 11, 23)),  # a minute to midnight
        (datetime(2026, 11, 21, 3, tzinfo=UTC), None),  # Saturday
        (datetime(2026, 12, 25, 3, tzinfo=UTC), None),
    ],
)
def test_a_morning_has_come_from_its_hour_to_the_end_of_a_workday(instant: datetime, day: date | None) -> None:
    assert this_morning(instant, SEOUL, time(8, 30)) == day
