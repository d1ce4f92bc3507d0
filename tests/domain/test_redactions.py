"""Terms in whole years, and people who are one person under several records."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.redactions import NAME, Terms, whole_families, without_name

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
PEOPLE = st.integers(1, 12)


@given(DAYS, st.integers(1, 50))
def test_a_term_ends_when_so_many_years_have_passed(today: date, years: int) -> None:
    before = Terms(years, 0).left_before(today)
    assert before.year == today.year - years
    assert (before.month, before.day) in {(today.month, today.day), (2, 28)}


@given(DAYS)
def test_nothing_is_due_where_the_term_is_for_ever(today: date) -> None:
    terms = Terms(0, 0)
    assert terms.left_before(today) == terms.texts_before(today) == date.min


def test_the_leap_day_has_a_day_to_fall_on() -> None:
    assert Terms(3, 3).texts_before(date(2028, 2, 29)) == date(2025, 2, 28)


@given(st.frozensets(PEOPLE), st.dictionaries(PEOPLE, PEOPLE))
def test_nobody_goes_whose_other_record_stays(candidates: frozenset[int], merged: dict[int, int]) -> None:
    merged = {one: other for one, other in merged.items() if other > one}
    due = whole_families(candidates, merged)
    assert due <= candidates
    assert all((one in due) == (other in due) for one, other in merged.items())
    assert candidates - due <= {*merged, *merged.values()}


def test_the_stand_in_takes_the_place_of_a_name_but_not_of_a_letter() -> None:
    assert without_name("홍길동 님, 홍길동 드림", "홍길동") == f"{NAME} 님, {NAME} 드림"
    assert without_name("이것은 이 님의 글", "이") == "이것은 이 님의 글"
