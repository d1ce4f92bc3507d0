"""Working days of Korean public offices, and their mornings.

Source: 관공서의 공휴일에 관한 규정 with its substitute holidays, as the library `holidays` carries it; Labour Day is a
holiday of public offices since 2026.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_SATURDAY = 5


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("KR", years=year))


def is_workday(day: date) -> bool:
    """Whether offices work on this day: no weekend, no public holiday, no substitute holiday."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


@lru_cache(maxsize=1024)
def next_workday(day: date) -> date:
    """The first working day on or after this day."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def next_morning(instant: datetime, zone: ZoneInfo, at: time) -> tuple[date, datetime]:
    """The first working morning after an aware instant: its day, and its instant in UTC. Exactly `at` is the next one."""
    local = instant.astimezone(zone)
    day = local.date() if local.time() < at else local.date() + timedelta(days=1)
    day = next_workday(day)
    return day, datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def this_morning(instant: datetime, zone: ZoneInfo, at: time) -> date | None:
    """The day of an aware instant, where offices work on it and its morning `at` has come; None otherwise."""
    local = instant.astimezone(zone)
    return local.date() if local.time() >= at and is_workday(local.date()) else None
