"""Three rules point at unusual days in the records; none of them is about a single ordinary look."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.record_patterns import FEWEST_FILES, FEWEST_PERSONS, TIMES, RecordDay, Unusual, findings
from collabpoints.domain.record_terms import SHORTEST_TERM, next_review_on, record_term
from collabpoints.domain.workdays import is_workday

MONDAY = date(2026, 11, 9)
SATURDAY = date(2026, 11, 14)
HOLIDAY = date(2026, 10, 9)  # Hangul Day, a Friday


def a_day(
    day: date = MONDAY,
    *,
    persons: int = 3,
    files: int = 0,
    hour: int = 11,
    actor: int | None = 7,
    role: str = "officer",
) -> RecordDay:
    return RecordDay(actor, role, day, 1, persons, files, ((hour, 1),))


def kinds(days: list[RecordDay], around: list[RecordDay] | None = None) -> list[Unusual]:
    return [one.kind for one in findings(days, around if around is not None else days)]


@pytest.mark.parametrize("hour", [7, 12, 19])
def test_office_hours_are_usual(hour: int) -> None:
    assert kinds([a_day(hour=hour)]) == []


@pytest.mark.parametrize(("day", "hour"), [(MONDAY, 6), (MONDAY, 20), (MONDAY, 0), (SATURDAY, 11), (HOLIDAY, 11)])
def test_other_hours_weekends_and_holidays_are_not(day: date, hour: int) -> None:
    assert kinds([a_day(day, hour=hour)]) == [Unusual.HOURS]


def test_far_more_persons_than_the_roles_usual_day_are_pointed_at() -> None:
    usual = [a_day(MONDAY - timedelta(days=at), persons=20) for at in range(1, 6)]
    much = a_day(persons=20 * TIMES + 1)
    (found,) = findings([much], [*usual, much])
    assert (found.kind, found.count, found.usual) == (Unusual.PERSONS, 61, 20)


def test_other_roles_days_say_nothing_of_this_role() -> None:
    usual = [a_day(MONDAY - timedelta(days=at), persons=2, role="department_head") for at in range(1, 6)]
    much = [a_day(persons=80), a_day(persons=80, actor=8), a_day(persons=80, actor=9)]
    assert kinds(much, [*usual, *much]) == []


def test_many_files_are_pointed_at() -> None:
    usual = [a_day(MONDAY - timedelta(days=at), files=1) for at in range(1, 6)]
    much = a_day(files=FEWEST_FILES)
    assert kinds([much], [*usual, much]) == [Unusual.FILES]


@given(st.lists(st.integers(0, FEWEST_PERSONS - 1), max_size=20), st.integers(0, FEWEST_FILES - 1))
def test_few_persons_and_files_at_work_are_never_pointed_at(persons: list[int], files: int) -> None:
    days = [a_day(MONDAY - timedelta(days=at), persons=count, files=files) for at, count in enumerate(persons)]
    assert kinds([day for day in days if is_workday(day.day)], days) == []


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30))
def test_half_of_a_roles_days_are_usual_by_the_rule_itself(persons: list[int]) -> None:
    days = [a_day(persons=count, actor=at) for at, count in enumerate(persons)]
    found = findings(days, days)
    assert len(found) <= len(days) / 2
    assert all(one.count > TIMES * one.usual for one in found)


def test_the_newest_stands_first() -> None:
    days = [a_day(SATURDAY - timedelta(days=7 * at)) for at in range(3)]
    assert [one.day.day for one in findings(list(reversed(days)), days)] == [day.day for day in days]


@pytest.mark.parametrize(("years", "people", "kept"), [(1, 49_999, 1), (1, 50_000, 2), (2, 10, 2), (3, 60_000, 3)])
def test_records_are_never_kept_shorter_than_the_law_asks(years: int, people: int, kept: int) -> None:
    assert record_term(years, people) == kept * SHORTEST_TERM


def test_a_review_is_due_so_many_days_after_the_last_day_that_was_signed_for() -> None:
    assert next_review_on(date(2026, 10, 31), date(2026, 1, 1), 28) == date(2026, 11, 28)
    assert next_review_on(None, date(2026, 11, 1), 28) == date(2026, 11, 29)
    assert next_review_on(None, None, 28) is None
