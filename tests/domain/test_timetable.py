import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabpoints.domain.timetable import Rhythm, Timing, late, owed, period_named, period_of

SEOUL = ZoneInfo("Asia/Seoul")
zones = st.sampled_from([SEOUL, ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")])
rhythms = st.sampled_from(list(Rhythm))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
jumps = st.lists(st.integers(-40 * 86400, 90 * 86400), max_size=6)


def a_timing(rhythm: Rhythm, *, makes_up: bool = True) -> Timing:
    return Timing("job", rhythm, makes_up=makes_up, late_after=timedelta(minutes=10))


@settings(max_examples=60)
@given(st.sampled_from([Rhythm.MONTH, Rhythm.DAY]), zones, instants, jumps)
def test_no_period_is_skipped_or_doubled_whatever_the_clock_does(
    rhythm: Rhythm, zone: ZoneInfo, since: datetime, steps: list[int]
) -> None:
    timing, now, newest = a_timing(rhythm), since, since
    done: list[str] = []
    for step in [0, *steps]:
        now += timedelta(seconds=step)
        newest = max(newest, now)
        done += [period.name for period in owed(timing, since, now, zone, set(done)) if period.starts_at >= since]
    assert len(done) == len(set(done))
    begun = {period.name for period in owed(timing, since, newest, zone, ()) if period.starts_at >= since}
    assert set(done) == begun


@given(rhythms, zones, instants)
def test_an_instant_lies_in_its_period_and_not_in_one_before(rhythm: Rhythm, zone: ZoneInfo, instant: datetime) -> None:
    period = period_of(rhythm, instant, zone)
    assert period.starts_at <= instant
    assert period_of(rhythm, period.starts_at, zone) == period
    assert period_of(rhythm, period.starts_at - timedelta(seconds=1), zone).name < period.name


@given(zones, instants, st.integers(0, 400))
def test_days_follow_each_other_without_gaps_through_summer_time(zone: ZoneInfo, since: datetime, days: int) -> None:
    found = owed(a_timing(Rhythm.DAY), since, since + timedelta(days=days), zone, ())
    dates = [datetime.fromisoformat(period.name).date() for period in found]
    assert all(later - earlier == timedelta(days=1) for earlier, later in itertools.pairwise(dates))
    assert [period.starts_at for period in found] == sorted({period.starts_at for period in found})


def test_missed_months_are_owed_oldest_first() -> None:
    found = owed(
        a_timing(Rhythm.MONTH),
        datetime(2026, 9, 15, tzinfo=UTC),
        datetime(2026, 12, 1, tzinfo=UTC),
        SEOUL,
        {"2026-10"},
    )
    assert [period.name for period in found] == ["2026-09", "2026-11", "2026-12"]


def test_a_month_begins_at_midnight_in_seoul() -> None:
    timing, since = a_timing(Rhythm.MONTH), datetime(2026, 11, 1, tzinfo=UTC)
    eve, first = datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC), datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert [period.name for period in owed(timing, since, eve, SEOUL, {"2026-11"})] == []
    assert [period.name for period in owed(timing, since, first, SEOUL, {"2026-11"})] == ["2026-12"]


def test_what_is_not_made_up_is_owed_for_the_newest_period_only() -> None:
    found = owed(
        a_timing(Rhythm.HOUR, makes_up=False),
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 11, 22, 3, 40, tzinfo=UTC),
        SEOUL,
        (),
    )
    assert [period.name for period in found] == ["2026-11-22T03Z"]


def test_a_period_is_late_only_after_its_grace() -> None:
    timing, since = a_timing(Rhythm.MONTH), datetime(2026, 10, 1, tzinfo=UTC)
    begins = datetime(2026, 11, 30, 15, tzinfo=UTC)
    done = {"2026-10", "2026-11"}
    assert late(timing, since, begins + timedelta(minutes=9), SEOUL, done) == []
    assert [period.name for period in late(timing, since, begins + timedelta(minutes=10), SEOUL, done)] == ["2026-12"]


def lateness(done: set[str], *, minute: int, since: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> list[str]:
    """What an hourly job that makes nothing up is late with at 04:MM."""
    timing = Timing("job", Rhythm.HOUR, makes_up=False, late_after=timedelta(minutes=50))
    return [period.name for period in late(timing, since, datetime(2026, 11, 22, 4, minute, tzinfo=UTC), SEOUL, done)]


def test_an_hour_that_failed_does_not_look_well_because_the_next_one_begins() -> None:
    assert lateness(set(), minute=0) == ["2026-11-22T04Z"]
    assert lateness({"2026-11-22T02Z"}, minute=30) == ["2026-11-22T04Z"]


def test_an_hour_after_one_that_was_done_has_its_own_grace() -> None:
    assert lateness({"2026-11-22T03Z"}, minute=49) == []
    assert lateness({"2026-11-22T03Z"}, minute=50) == ["2026-11-22T04Z"]


def test_what_is_done_now_is_not_late_for_what_was_missed_before() -> None:
    assert lateness({"2026-11-22T04Z"}, minute=55) == []


def test_an_agency_made_a_moment_ago_is_not_late_for_the_hour_before() -> None:
    made = datetime(2026, 11, 22, 3, 58, tzinfo=UTC)
    assert lateness(set(), minute=47, since=made) == []
    assert lateness(set(), minute=48, since=made) == ["2026-11-22T04Z"]


def test_an_agency_made_today_is_not_late_for_its_month() -> None:
    since = datetime(2026, 11, 22, 3, tzinfo=UTC)
    assert late(a_timing(Rhythm.MONTH), since, since + timedelta(minutes=1), SEOUL, ()) == []


def test_a_period_that_has_not_begun_has_no_name() -> None:
    with pytest.raises(ValueError, match="2026-12"):
        period_named(
            a_timing(Rhythm.MONTH),
            "2026-12",
            datetime(2026, 10, 1, tzinfo=UTC),
            datetime(2026, 11, 22, tzinfo=UTC),
            SEOUL,
        )
