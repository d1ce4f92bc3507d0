from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from collabpoints.domain.workdays import is_workday, next_workday, this_morning

SEOUL = ZoneInfo("Asia/Seoul")


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
