"""Until when another look at a reclaim may be asked for (재검토 요청)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from collabpoints.domain.periods import today


def last_day(reclaimed_at: datetime, days: int, zone: ZoneInfo) -> date:
    """The last day, in the agency's zone, on which it may be asked for; the day of the reclaim itself does not count."""
    return today(reclaimed_at, zone) + timedelta(days=days)


def is_in_time(now: datetime, reclaimed_at: datetime, days: int, zone: ZoneInfo) -> bool:
    """Whether another look may still be asked for."""
    return today(now, zone) <= last_day(reclaimed_at, days, zone)
