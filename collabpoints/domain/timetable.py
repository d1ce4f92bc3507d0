"""When what is owed: the periods of each job, as pure functions of two instants and of what is finished.

Nothing here asks what day it is. A period is owed from its beginning until a finished row names it; so a late start, a
second process or a clock that jumps changes when something is done, never whether or how often it takes effect.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from collabpoints.domain.periods import Month


class Rhythm(StrEnum):
    """How long a period is: a calendar month or day in the agency's zone, or an hour (of UTC, which has no gaps)."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Timing:
    """One job's line in the timetable. `makes_up`: every missed period is made up, oldest first; otherwise only the
    newest counts, because doing it once now does it all. `late_after`: from then on the health page is red."""

    job: str
    rhythm: Rhythm
    makes_up: bool
    late_after: timedelta


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One period: its first instant (aware UTC) and the name that stands in the job's row."""

    starts_at: datetime
    name: str


MONTHS = Timing("months", Rhythm.MONTH, makes_up=True, late_after=timedelta(minutes=10))
LEDGER_VERIFY = Timing("ledger_verify", Rhythm.HOUR, makes_up=False, late_after=timedelta(minutes=50))
SEAL = Timing("seal", Rhythm.HOUR, makes_up=False, late_after=timedelta(minutes=50))
STANDINGS = Timing("standings", Rhythm.HOUR, makes_up=False, late_after=timedelta(minutes=50))
REVIEW = Timing("review", Rhythm.HOUR, makes_up=False, late_after=timedelta(minutes=50))
TREES = Timing("trees", Rhythm.DAY, makes_up=False, late_after=timedelta(hours=3))
EXPIRY = Timing("expiry", Rhythm.DAY, makes_up=False, late_after=timedelta(hours=3))
PURGE = Timing("purge", Rhythm.DAY, makes_up=False, late_after=timedelta(hours=3))
REDACTION = Timing("redaction", Rhythm.DAY, makes_up=False, late_after=timedelta(hours=3))
PATTERNS = Timing("patterns", Rhythm.DAY, makes_up=False, late_after=timedelta(hours=3))
TIMETABLE = (MONTHS, LEDGER_VERIFY, SEAL, STANDINGS, REVIEW, TREES, EXPIRY, PURGE, REDACTION, PATTERNS)
ERRANDS = (
    "morning_mail",
    "closing",
    "boards",
    "confirmed_trees",
    "staff_orders",
    "reorganisations",
    "exports",
)
"""Jobs without a rhythm, by name: done when their occasion comes or somebody asks (`jobs/schedule.py`)."""

ERRAND_TRIES = 3
"""An errand that failed so often, a minute apart, and is still tried is late: somebody waits for it."""

HOUR_NAME = "%Y-%m-%dT%HZ"
"""How an hour is named."""

ASKED_NAME = "%Y-%m-%dT%H:%M:%SZ"
"""How a run is named that somebody asked for: by the second of asking, so that two presses in one second are one."""


def period_of(rhythm: Rhythm, instant: datetime, zone: ZoneInfo) -> Period:
    """The period in which an aware instant lies."""
    if rhythm is Rhythm.MONTH:
        month = Month.of(instant, zone)
        return Period(month.starts_at(zone), str(month))
    if rhythm is Rhythm.DAY:
        day = instant.astimezone(zone).date()
        return Period(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC), day.isoformat())
    hour = instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return Period(hour, hour.strftime(HOUR_NAME))


def next_period(rhythm: Rhythm, instant: datetime, zone: ZoneInfo) -> Period:
    """The first period that begins after the instant."""
    return _after(rhythm, period_of(rhythm, instant, zone), zone)


def owed(timing: Timing, since: datetime, now: datetime, zone: ZoneInfo, finished: Collection[str]) -> list[Period]:
    """The periods that have begun by `now`, none older than the one of `since`, and are not finished; oldest first."""
    newest = period_of(timing.rhythm, now, zone)
    if not timing.makes_up:
        return [] if newest.name in finished else [newest]
    begun = _periods(timing.rhythm, min(since, now), now, zone)
    return [period for period in begun if period.name not in finished]


def late(timing: Timing, since: datetime, now: datetime, zone: ZoneInfo, finished: Collection[str]) -> list[Period]:
    """The periods that are owed for longer than the timetable lets pass. Where only the newest counts, it stands for the
    one before it too: a job that fails hour after hour is late without a pause."""
    return [
        period
        for period in owed(timing, since, now, zone, finished)
        if max(_owed_from(timing, period, zone, finished), since) + timing.late_after <= now
    ]


def period_before(rhythm: Rhythm, period: Period, zone: ZoneInfo) -> Period:
    """The period that ends where this one begins."""
    return period_of(rhythm, period.starts_at - timedelta(microseconds=1), zone)


def _owed_from(timing: Timing, period: Period, zone: ZoneInfo, finished: Collection[str]) -> datetime:
    before = period_before(timing.rhythm, period, zone)
    return period.starts_at if timing.makes_up or before.name in finished else before.starts_at


def period_named(timing: Timing, name: str, since: datetime, now: datetime, zone: ZoneInfo) -> Period:
    """The period that an operator named. Raises ValueError when it has not begun, or is older than `since`."""
    for period in _periods(timing.rhythm, min(since, now), now, zone):
        if period.name == name:
            return period
    raise ValueError(f"not a period of {timing.job} that has begun: {name}")


def _periods(rhythm: Rhythm, since: datetime, now: datetime, zone: ZoneInfo) -> Iterator[Period]:
    period = period_of(rhythm, since, zone)
    while period.starts_at <= now:
        yield period
        period = _after(rhythm, period, zone)


def _after(rhythm: Rhythm, period: Period, zone: ZoneInfo) -> Period:
    if rhythm is Rhythm.MONTH:
        return period_of(rhythm, Month.parse(period.name).ends_at(zone), zone)
    if rhythm is Rhythm.HOUR:
        return period_of(rhythm, period.starts_at + timedelta(hours=1), zone)
    # A day has 23 to 25 hours where summer time exists: 36 hours after its start is always in the next one.
    return period_of(rhythm, period.starts_at + timedelta(hours=36), zone)
