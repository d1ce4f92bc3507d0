"""Working days of Korean public offices, and their mornings.

Source: 관공서의 공휴일에 관한 규정 with its substitute holidays, as the library `holidays` carries it; Labour Day is a
holiday of public offices since 2026.
"""

from datetime import date, datetime, time, timedelta
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


def this_morning(instant: datetime, zone: ZoneInfo, at: time) -> date | None:
    """The day of an aware instant, where offices work on it and its morning `at` has come; None otherwise."""
    local = instant.astimezone(zone)
    return local.date() if local.time() >= at and is_workday(local.date()) else None
