"""Dates as people read them. Pure: the zone and the language arrive as arguments, instants are aware."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NOON = 12


def korean_day(day: date) -> str:
    """`2026년 11월 22일`."""
    return f"{day.year}년 {day.month}월 {day.day}일"


def english_day(day: date) -> str:
    """`22 November 2026`."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def day_in(day: date, language: str) -> str:
    """The date in this language; Korean for every language but `en`."""
    return english_day(day) if language == "en" else korean_day(day)


def moment(at: datetime, zone: ZoneInfo, language: str) -> str:
    """The instant in the zone, to the minute: `2026년 11월 22일 오후 3:05` or `22 November 2026, 15:05`.

    Raises ValueError for a naive datetime.
    """
    local = _local(at, zone)
    if language == "en":
        return f"{english_day(local)}, {local.hour:02d}:{local.minute:02d}"
    half = "오전" if local.hour < _NOON else "오후"
    return f"{korean_day(local)} {half} {local.hour % _NOON or _NOON}:{local.minute:02d}"


def iso(at: date | datetime, zone: ZoneInfo) -> str:
    """What the `datetime` attribute of `<time>` carries: `2026-11-22`, or `2026-11-22T15:05+09:00` for an instant.

    Raises ValueError for a naive datetime.
    """
    return _local(at, zone).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no place on a page; instants are aware")
    return at.astimezone(zone)
