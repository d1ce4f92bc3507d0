"""Working days and office hours of the demo's months, and how a day is spoken of afterwards."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from collabpoints.domain.periods import Month
from collabpoints.domain.workdays import is_workday, next_workday

ZONE = ZoneInfo("Asia/Seoul")
_HOURS = (8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)
_HOUR_SHARES = (3, 10, 13, 12, 4, 10, 12, 12, 13, 15, 6, 2, 1)
_WEEKDAYS = "월화수목금"
_PARTS = ("아침 일찍", "오전에", "점심 무렵", "오후에", "오후 늦게", "퇴근 무렵", "저녁 무렵")
_FAR = 8
_AGO_SHARES = (9, 7, 6, 5, 4, 3, 2, 2)  # 1, 2, … working days ago


def workdays(month: Month) -> tuple[date, ...]:
    """The working days of a month, in order."""
    day, found = month.first_day, []
    while day < month.shifted(1).first_day:
        if is_workday(day):
            found.append(day)
        day += timedelta(days=1)
    return tuple(found)


def office_instant(rng: Random, day: date) -> datetime:
    """Some instant of that day's office hours, aware UTC; late afternoons are busiest."""
    hour = rng.choices(_HOURS, _HOUR_SHARES)[0]
    at = time(hour, rng.randrange(60), rng.randrange(60), rng.randrange(1000) * 1000, tzinfo=ZONE)
    return datetime.combine(day, at).astimezone(UTC)


@lru_cache(maxsize=1024)
def workday_before(day: date) -> date:
    """The last working day before this day."""
    day -= timedelta(days=1)
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=1024)
def workday_after(day: date) -> date:
    """The first working day after this day."""
    return next_workday(day + timedelta(days=1))


def spoken(rng: Random, sent_at: datetime) -> str:
    """When the help was, as one says it in a note written at `sent_at`: always a working day that was."""
    sent = sent_at.astimezone(ZONE)
    if rng.random() < 0.12 and sent.hour >= 10:
        return (
            rng.choice(("오늘 아침에", "오늘 오전에", "조금 전에", "방금"))
            if sent.hour < 14
            else rng.choice(("오늘 오전에", "오늘 점심 무렵에", "오늘 오후에", "조금 전에"))
        )
    day = sent.date()
    for _ in range(rng.choices(range(1, len(_AGO_SHARES) + 1), _AGO_SHARES)[0]):
        day = workday_before(day)
    return f"{_day_name(rng, day, sent.date())} {rng.choice(_PARTS)}"


def _day_name(rng: Random, day: date, sent: date) -> str:
    ago = (sent - day).days
    monday = sent - timedelta(days=sent.weekday())
    if ago == 1:
        return "어제"
    if ago == 2 and rng.random() < 0.6:
        return "그저께"
    weekday = f"{_WEEKDAYS[day.weekday()]}요일"
    if ago > _FAR or rng.random() < 0.25:
        return f"{day.month}월 {day.day}일"
    if day >= monday:
        return f"이번 주 {weekday}"
    return f"지난주 {weekday}" if day >= monday - timedelta(days=7) else f"{day.month}월 {day.day}일"
